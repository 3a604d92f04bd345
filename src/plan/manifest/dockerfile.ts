import { emptyManifest, type Manifest, type SetVariable, type Wanted } from './manifest.ts';
import { readCondaSpec, readRequirement } from './requirement.ts';
import { logicalLines } from './requirements.ts';

interface Stage {
  /** The earlier stage that this one is built upon, if it is one. */
  readonly below: Stage | undefined;
  readonly image: { readonly name: string; readonly line: number };
  readonly packages: Wanted[];
  readonly variables: SetVariable[];
  readonly indexes: { url: string; line: number }[];
  readonly systemPackages: { name: string; line: number }[];
}

/** A Dockerfile: its last stage, with the stages that this one is built upon. What `COPY --from` brings is not seen. */
export function readDockerfile(text: string): Manifest {
  const stages = new Map<string, Stage>();
  let stage: Stage | undefined;
  const defaults = new Map<string, string>();
  let heredoc: Heredoc | undefined;
  for (const { line, text: written } of logicalLines(text)) {
    if (heredoc !== undefined) {
      if (written === heredoc.end) heredoc = undefined;
      else if (heredoc.isRun && stage !== undefined) readRun(written, line, stage);
      continue;
    }
    const [word, rest] = splitOnce(written);
    heredoc = heredocOf(word, rest);
    switch (word.toUpperCase()) {
      case 'ARG': {
        const [name, value] = splitAt(rest, '=');
        if (stage === undefined) defaults.set(name.trim(), unquoted(value.trim()));
        break;
      }
      case 'FROM':
        stage = begin(rest, line, defaults, stages);
        break;
      case 'ENV':
        stage?.variables.push(...readVariables(rest, line));
        break;
      case 'RUN':
        if (stage !== undefined) readRun(rest, line, stage);
        break;
      default:
    }
  }
  const chain = chainOf(stage);
  const all = <Key extends 'packages' | 'variables' | 'indexes' | 'systemPackages'>(key: Key) =>
    chain.flatMap((one): Stage[Key][number][] => one[key]);
  return {
    ...emptyManifest,
    kind: 'dockerfile',
    packages: all('packages'),
    variables: all('variables'),
    indexes: all('indexes'),
    systemPackages: all('systemPackages'),
    image: chain[0]?.image ?? null,
    python: pythonOf(chain[0]?.image),
  };
}

/** The lines that follow an instruction up to `end`: the commands of a RUN, or the content of a file. */
interface Heredoc {
  readonly end: string;
  readonly isRun: boolean;
}

/** `RUN <<EOF`, `RUN bash <<EOF`, `COPY <<EOF /file`, as BuildKit reads them. */
function heredocOf(word: string, rest: string): Heredoc | undefined {
  if (!/^(?:RUN|COPY|ADD)$/iu.test(word)) return undefined;
  const end = /(?:^|\s)\d?<<-?(["']?)(?<end>\w+)\1(?=\s|$)/u.exec(rest)?.groups?.['end'];
  const isRun = /^RUN$/iu.test(word) && /^(?:--\S+\s+)*(?:\S*sh\s+(?:-\w+\s+)*)?<<\S+$/u.test(rest);
  return end === undefined ? undefined : { end, isRun };
}

/** Begins a stage, and keeps it by the name that later ones may use. */
function begin(
  rest: string,
  line: number,
  defaults: ReadonlyMap<string, string>,
  stages: Map<string, Stage>,
): Stage {
  const words = rest.split(/\s+/u).filter((one) => !one.startsWith('--'));
  const [written = '', as = '', name = ''] = words;
  const image = written.replaceAll(
    /\$\{?(\w+)(?::-([^}]*))?\}?/gu,
    (_, key: string, otherwise: string | undefined) => defaults.get(key) ?? otherwise ?? '',
  );
  const stage = {
    below: stages.get(image),
    image: { name: image, line },
    packages: [],
    variables: [],
    indexes: [],
    systemPackages: [],
  };
  if (as.toUpperCase() === 'AS') stages.set(name, stage);
  return stage;
}

/** The last stage and those below it, lowest first. */
function chainOf(last: Stage | undefined): readonly Stage[] {
  const chain: Stage[] = [];
  for (let stage = last; stage !== undefined; stage = stage.below) chain.push(stage);
  return chain.toReversed();
}

/** `FROM python:3.14-slim` says which Python there is. */
function pythonOf(image: Stage['image'] | undefined): Manifest['python'] {
  const version = /(?:^|\/)python:(\d\.\d+)/u.exec(image?.name ?? '')?.[1];
  return version === undefined || image === undefined ? null : { spec: version, line: image.line };
}

/** `ENV A=1 B="two words"`, or the old form `ENV A all the rest`. */
function readVariables(rest: string, line: number): SetVariable[] {
  if (!/^\w+=/u.test(rest)) {
    const [name, value] = splitOnce(rest);
    return [{ name, value: unquoted(value), line }];
  }
  return [...rest.matchAll(/(?<!\w)(\w+)=("[^"]*"|'[^']*'|[^\s"']*)/gu)].map(
    ([, name = '', value = '']) => ({
      name,
      value: unquoted(value),
      line,
    }),
  );
}

/** The commands of one RUN: what pip, uv, conda and the system's package managers install. */
function readRun(rest: string, line: number, stage: Stage): void {
  for (const command of rest.split(/&&|\|\||;(?=\s)|\|/u)) {
    const words = wordsOf(command);
    const install = words.indexOf('install');
    const before = new Set(words.slice(0, install));
    if (install === -1) continue;
    const after = words.slice(install + 1);
    if ([...before].some((one) => /(?:^|\/)(?:pip[\d.]*|uv)$/u.test(one)))
      readPip(after, line, stage);
    else if ([...before].some((one) => /(?:^|\/)(?:conda|mamba|micromamba)$/u.test(one)))
      stage.packages.push(
        ...after.flatMap((one) => (one.startsWith('-') ? [] : (readCondaSpec(one, line) ?? []))),
      );
    else if (['apt', 'apt-get', 'dnf', 'yum', 'apk'].some((one) => before.has(one)))
      stage.systemPackages.push(
        ...after.filter((one) => !one.startsWith('-')).map((name) => ({ name, line })),
      );
  }
}

function readPip(words: readonly string[], line: number, stage: Stage): void {
  const takesValue = new Set([
    '-r',
    '--requirement',
    '-c',
    '--constraint',
    '-f',
    '--find-links',
    '-i',
    '--index-url',
    '--extra-index-url',
    '--python',
    '-t',
    '--target',
    '--prefix',
  ]);
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const index = /^--(?:extra-)?index-url=(\S+)$/u.exec(word)?.[1];
    if (index !== undefined) stage.indexes.push({ url: index, line });
    if (takesValue.has(word)) {
      if (/index-url$|^-i$/u.test(word)) stage.indexes.push({ url: words[at + 1] ?? '', line });
      at += 1;
    } else if (!word.startsWith('-')) {
      const read = readRequirement(word, line);
      if (read !== undefined) stage.packages.push(read);
    }
  }
}

/** Words of a shell line, quotes taken off. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/"[^"]*"|'[^']*'|[^\s"']+/gu)].map(([word]) => unquoted(word));

const unquoted = (text: string): string => text.replace(/^(["'])(.*)\1$/u, '$2');

const splitOnce = (text: string): readonly [string, string] => splitAt(text, /\s/u);

function splitAt(text: string, at: string | RegExp): readonly [string, string] {
  const index = typeof at === 'string' ? text.indexOf(at) : text.search(at);
  return index === -1 ? [text, ''] : [text.slice(0, index), text.slice(index + 1).trim()];
}
