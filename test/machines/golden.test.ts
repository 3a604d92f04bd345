import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context, Outcome } from '../../src/command-model/command.ts';
import { commands } from '../../src/commands/index.ts';
import { runWords } from '../../src/command-model/run.ts';
import { toHtml } from '../../src/report/html.ts';
import { toMarkdown } from '../../src/report/markdown.ts';
import { toText } from '../../src/report/text.ts';
import { readMachines } from './machines.ts';

/**
 * What people read today, word for word, so that a change of the inside shows when it changes an answer too.
 * After a change that was wanted: `npx vitest run --project machines golden -u`, then read the difference.
 */
const golden = join(import.meta.dirname, 'golden');

/** Beside the worlds that the machines are named after, healthy ones of four kinds. */
const healthy = new Set([
  'healthy-desktop',
  'healthy-container',
  'healthy-wsl2',
  'healthy-two-gpus',
  'laptop-without-nvidia',
]);

const machines = readMachines().filter(
  ({ name }) => name.startsWith('world-') || healthy.has(name),
);

const answers = [
  'cuda-versions.html',
  'cuda-versions.md',
  'cuda-versions.txt',
  'gpu-check.html',
  'gpu-check.md',
  'gpu-check.txt',
  'report.html',
  'report.md',
  'report.txt',
];

const before = (existsSync(golden) ? readdirSync(golden, { recursive: true }) : [])
  .map((path) => String(path).replaceAll('\\', '/'))
  .filter((path) => /\.(?:html|md|txt)$/u.test(path));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tgd-golden-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(machines)('$name', ({ name, snapshot }) => {
  beforeAll(() => writeFileSync(join(folder, `${name}.json`), JSON.stringify(snapshot)));

  test.each(answers)('%s', async (file) => {
    const answer = file.startsWith('report.')
      ? await reported(`${name}.json`, file)
      : await answered(`${name}.json`, file);
    await expect(answer).toMatchFileSnapshot(join(golden, name, file));
  });
});

/**
 * Vitest writes a file that is missing and is content, unless it runs in CI; and one whose machine is gone would look
 * like an answer still. So the files that were there before this run have to be exactly those that are compared.
 */
test('golden files are those of the machines here: run again when they were written just now', () => {
  const wanted = machines.flatMap(({ name }) => answers.map((file) => `${name}/${file}`));
  expect(before.toSorted()).toEqual(wanted.toSorted());
});

test('every healthy machine that is named here is recorded', () => {
  const names = new Set(machines.map(({ name }) => name));
  expect([...healthy].filter((name) => !names.has(name))).toEqual([]);
});

/** What the command that a golden file is named after says, in the format that its name ends in. */
async function answered(from: string, file: string): Promise<string> {
  const [command = '', format] = file.split('.');
  const outcome = await run(command, '--from', from);
  if (format === 'html') return `${withoutBulk(toHtml(outcome.report))}\n`;
  if (format === 'md') return toMarkdown(outcome.report);
  return printed(`${command} --from ${from}`, outcome);
}

/** The file that `report` writes; for `report.txt` what it says when it has written one. */
async function reported(from: string, file: string): Promise<string> {
  const written = file === 'report.txt' ? 'report.html' : file;
  const outcome = await run('report', '--from', from, written);
  return file === written
    ? withoutBulk(readFileSync(join(folder, written), 'utf8'))
    : printed(`report --from ${from} ${written}`, outcome);
}

/** As in a terminal, without what the terminal's own environment says. */
function run(name: string, ...words: string[]): Promise<Outcome> {
  const command = commands.find((one) => one.name === name);
  if (command === undefined) throw new Error(`no command ${name}`);
  const context: Context = {
    ui: 'terminal',
    environment: {},
    cwd: folder,
    signal: new AbortController().signal,
    show: () => undefined,
  };
  return runWords(command, context, words);
}

/** What a person at a terminal sees: the line, the answer, and how it ended. */
function printed(line: string, { report, exitCode }: Outcome): string {
  const text = toText(report, { width: 100, colour: false });
  // The size of a file counts its style and the snapshot in it, which are not compared here.
  const sized = text.replaceAll(/\(\d+ kB\)/gu, '([size])');
  return `$ tf-gpu-doctor ${line}\n${sized}\n[exit code ${exitCode}]\n`;
}

/** Style and snapshot would make the files unreadable, and other tests are about them. */
function withoutBulk(text: string): string {
  return text
    .replaceAll(/<style>[^]*?<\/style>/gu, '<style>[style]</style>')
    .replaceAll(/'sha256-[^']*'/gu, "'sha256-[of a style]'")
    .replace(/(?<=^<!-- tf-gpu-doctor )sha256:[0-9a-f]{64}/u, 'sha256:[of the text]')
    .replace(/(<script[^>]*id="snapshot">)[^]*?(<\/script>)/u, '$1[snapshot]$2')
    .replace(/(```json\n)[^]*?(\n```)/u, '$1[snapshot]$2');
}
