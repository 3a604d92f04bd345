import type { Judgement } from '../../plan/manifest/judge.ts';
import type { Problem } from '../../plan/manifest/problem.ts';

/** How the problems of a file can be printed: for people, as annotations of GitHub, as JUnit's XML. */
export const formats = ['text', 'github', 'junit'] as const;
export type Format = (typeof formats)[number];

/** GitHub's workflow commands: one annotation a line. */
export function toGithub(file: string, { problems, notes }: Judgement): string {
  const line = (kind: 'error' | 'notice', one: Problem): string =>
    `::${kind} file=${property(file)},line=${one.line},title=${property(one.id)}::${message(one.summary)}\n`;
  return [
    ...problems.map((one) => line('error', one)),
    ...notes.map((one) => line('notice', one)),
  ].join('');
}

const message = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string =>
  message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** One test suite with a failed case for each problem, and a passed one where there is none. */
export function toJunit(file: string, { problems }: Judgement): string {
  const cases = problems.map(
    (one) =>
      `    <testcase classname="${xml(file)}" name="${xml(`line ${one.line}: ${one.id}`)}">\n` +
      `      <failure type="${xml(one.id)}" message="${xml(one.summary)}">${xml(`${file}:${one.line}: ${one.summary}`)}</failure>\n` +
      '    </testcase>\n',
  );
  const passed = `    <testcase classname="${xml(file)}" name="TensorFlow can use a GPU"/>\n`;
  const count = Math.max(1, cases.length);
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n' +
    `  <testsuite name="tf-gpu-doctor gpu-plan" tests="${count}" failures="${cases.length}" errors="0" skipped="0">\n` +
    (cases.length === 0 ? passed : cases.join('')) +
    '  </testsuite>\n</testsuites>\n'
  );
}

/** XML's five characters are escaped; what XML 1.0 cannot hold at all becomes U+FFFD. */
const xml = (text: string): string =>
  text
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
