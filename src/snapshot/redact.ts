import type { RedactionRule, RedactionRules } from './redaction-rules.ts';

/** Names that are taken out wherever they stand as a word. */
export interface Identity {
  readonly users: readonly string[];
  readonly hosts: readonly string[];
  /** Home folders that do not look like one (`/data/people/ada`). */
  readonly homes: readonly string[];
}

/**
 * Takes out of texts and JSON values what names a person, a machine or a GPU, or gives access to something: `redaction.json` says
 * what. Equal things get equal placeholders (`<user-1>`) for as long as the redactor lives.
 */
export interface Redactor {
  /** The text without them; a line of more than 16,000 characters is cut. */
  text(text: string): string;
  /** A copy of any JSON value with every string redacted; keys stay as they are. */
  value<T>(value: T): T;
}

// Characters for private use stand for a placeholder and for a spared text, so that no pattern takes one for text.
const placeholderMark = /\uE000(\d+)\uE001/g;
const sparedMark = /\uE002(\d+)\uE003/g;
const isHidden = /^(?:\uE000\d+\uE001)+$/;
const reserved = /[\uE000-\uE003]/g;

/** Makes a redactor from the rules and the names that are known. */
export function redactorBy(rules: RedactionRules, identity: Identity): Redactor {
  const made: string[] = [];
  const marks = new Map<string, string>();
  const counts = new Map<string, number>();
  const gpus: string[] = [];
  const words = new Map<string, { readonly regExp: RegExp; readonly mark: string }>();
  const earlier = new RegExp(`<(?:${rules.kinds.join('|')})(?:-\\d{1,6})?>`, 'g');

  const markFor = (key: string, placeholder: () => string): string => {
    const known = marks.get(key);
    if (known !== undefined) return known;
    const mark = `\uE000${made.length}\uE001`;
    made.push(placeholder());
    marks.set(key, mark);
    return mark;
  };
  const markOf = (kind: string, secret: string): string => {
    const lower = secret.toLowerCase();
    const key = kind === 'gpu' ? `gpu ${fullUuid(gpus, lower)}` : `${kind} ${lower}`;
    return markFor(key, () => {
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      return `<${kind}-${count}>`;
    });
  };
  const isCommon = (kind: string, secret: string): boolean => {
    const lower = secret.toLowerCase();
    if (kind === 'user') return rules.notNames.has(lower);
    if (kind !== 'host') return false;
    const isPublic = (host: string): boolean => lower === host || lower.endsWith(`.${host}`);
    return rules.notNames.has(lower) || rules.publicHosts.some(isPublic);
  };
  const remember = (kind: string, name: string): void => {
    if (name.length < 3 || words.size >= rules.mostNames || words.has(name)) return;
    if (!/[^\d._-]/.test(name) || isCommon(kind, name) || /[\uE000-\uE003]/.test(name)) return;
    words.set(name, { regExp: asWord(name), mark: markOf(kind, name) });
  };
  const look = (text: string): void => {
    const cut = prepared(text);
    for (const { kind, regExp } of rules.learn) {
      for (const match of cut.matchAll(regExp)) remember(kind, match[2] ?? '');
    }
  };
  const prepared = (text: string): string =>
    cutLines(text, rules.longestLine)
      .replace(reserved, '')
      .replace(earlier, (placeholder) => markFor(placeholder, () => placeholder));
  const hide = (text: string, used: readonly RedactionRule[]): string => {
    let result = text;
    for (const { kind, regExp } of used) {
      result = result.replace(regExp, (whole: string, kept: string, secret: string) =>
        isHidden.test(secret) || isCommon(kind, secret) ? whole : kept + markOf(kind, secret),
      );
    }
    return result;
  };
  const replace = (text: string, exact: boolean): string => {
    let result = prepared(text);
    for (const home of identity.homes) {
      if (home.length > 5 && !/^\/(?:home|Users|root)\b/.test(home)) {
        result = result.replaceAll(
          home,
          markFor('<home>', () => '<home>'),
        );
      }
    }
    result = hide(result, rules.secrets);
    const spared: string[] = [];
    if (!exact) {
      for (const regExp of rules.spared) {
        result = result.replace(regExp, (whole) => `\uE002${spared.push(whole) - 1}\uE003`);
      }
      result = hide(result, rules.patterns);
    }
    result = hide(result, [...rules.paths, ...rules.learn]);
    if (!exact)
      for (const { regExp, mark } of words.values()) result = result.replace(regExp, mark);
    // What was spared may hold a mark of what was hidden before.
    return result
      .replace(sparedMark, (_, index: string) => spared[Number(index)] ?? '')
      .replace(sparedMark, (_, index: string) => spared[Number(index)] ?? '')
      .replace(placeholderMark, (_, index: string) => made[Number(index)] ?? '');
  };
  const walk = (
    value: unknown,
    exact: boolean,
    onText: (text: string, exact: boolean) => string,
  ): unknown => {
    if (typeof value === 'string') return onText(value, exact);
    if (Array.isArray(value)) return value.map((one) => walk(one, exact, onText));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, walk(one, rules.exactKeys.has(key), onText)]),
    );
  };

  for (const user of identity.users) remember('user', user);
  for (const host of identity.hosts) remember('host', host);
  return {
    text(text) {
      look(text);
      return replace(text, false);
    },
    value<T>(value: T): T {
      // Names are learned from the whole value first: one that a path gives away may stand alone before it.
      walk(value, false, (text) => {
        look(text);
        return text;
      });
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the texts inside have changed
      return walk(value, false, replace) as T;
    },
  };
}

/** CUDA_VISIBLE_DEVICES may name a GPU by the beginning of its UUID: then the one that begins so. */
function fullUuid(known: string[], uuid: string): string {
  const same = known.find((other) => other.startsWith(uuid) || uuid.startsWith(other));
  if (same !== undefined) return same;
  if (known.length < 200) known.push(uuid);
  return uuid;
}

/** A long name is found beside digits and underscores too (`adalove_proj`), a short one only as a whole word. */
function asWord(name: string): RegExp {
  const plain = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const inside = name.length < 5 ? 'A-Za-z0-9_' : 'A-Za-z';
  const start = `(?:(?<![${inside}])|(?<=\\\\[nrt])|(?<=%[0-9A-Fa-f][0-9A-Fa-f]))`;
  return new RegExp(`${start}${plain}(?![${inside}])`, 'gi');
}

function cutLines(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return text
    .split('\n')
    .map((line) => (line.length <= longest ? line : `${line.slice(0, longest)} … (cut)`))
    .join('\n');
}
