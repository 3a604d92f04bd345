import { describe, expect, test } from 'vitest';

import type { ChainLink } from '../../../src/diagnose/chain.ts';
import type { Diagnosis } from '../../../src/diagnose/diagnose.ts';
import type { Finding } from '../../../src/diagnose/finding.ts';
import { checkReport } from '../../../src/report/check-report.ts';
import { toText } from '../../../src/report/text.ts';
import type { Snapshot } from '../../../src/snapshot/snapshot.ts';
import { finding } from './samples.ts';

const snapshot: Snapshot = {
  schema: 'tf-gpu-doctor/snapshot',
  version: 1,
  collectedAt: '2026-03-04T05:06:07.000Z',
  redacted: false,
  target: { python: '/opt/a b/python', chosenBecause: '--python', practice: false, host: 'local' },
  observations: {},
};

const diagnosis = (changes: Partial<Diagnosis>): Diagnosis => ({
  verdict: 'cpu-only',
  rootCause: null,
  chain: [],
  findings: [],
  unchecked: [],
  devices: [],
  tables: null,
  ...changes,
});

function text(
  changes: Partial<Diagnosis>,
  recorded = false,
  target: Partial<Snapshot['target']> = {},
): string {
  const telling = {
    ui: 'terminal',
    titleOf: (id: string) => `Title of ${id}`,
    recorded,
    ...(target.practice !== true && {
      otherPython: { python: '/opt/my python/bin/python', tensorflow: 'tensorflow 2.20.0' },
    }),
  } as const;
  return toText(
    checkReport(
      diagnosis(changes),
      { ...snapshot, target: { ...snapshot.target, ...target } },
      telling,
    ),
    { width: 200, colour: false },
  );
}

describe('the first thing is a sentence and a step with its command', () => {
  const [remedy] = finding.remedies;
  const withCommands = (commands: readonly string[]) =>
    text({ findings: [{ ...finding, remedies: remedy ? [{ ...remedy, commands }] : [] }] });

  test('few lines stand there', () => {
    expect(withCommands(['one', 'two'])).toContain(
      '→ Install the cuDNN that belongs to this TensorFlow.\n    one\n    two\n',
    );
  });

  test('of many the first, and how many there are', () => {
    expect(withCommands(['one', 'two', 'three', 'four'])).toContain(
      'The first of 4 lines, all are below:\n    one\n\n',
    );
  });
});

const timesSaid = (chosenBecause: string) =>
  text({}, true, { practice: true, chosenBecause }).split('practice environment made by npm start')
    .length - 1;

test('that it is the practice environment is said once, whatever chose it', () => {
  expect(timesSaid('practice environment made by npm start')).toBe(1);
  expect(timesSaid('--python')).toBe(1);
});

test('the sentence of the cause is not repeated by its link of the chain', () => {
  const chain: ChainLink[] = [{ link: 'cudnn', status: 'fail', summary: finding.summary }];
  const said = text({ chain, findings: [finding] });
  expect(said).toMatch(/cuDNN +error +See above\./u);
  expect(said.split('TensorFlow needs cuDNN 9')).toHaveLength(3);
});

test('links that were skipped for one reason are one line', () => {
  const reason = 'Not needed without an NVIDIA GPU.';
  const skipped = (['driver', 'passthrough', 'cudnn'] as const).map((link): ChainLink => ({
    link,
    status: 'skipped',
    summary: reason,
  }));
  const said = text({ chain: [{ link: 'python', status: 'ok', summary: 'Here.' }, ...skipped] });
  expect(said.split(reason)).toHaveLength(2);
  expect(said).toContain(`Skipped: 3 links. ${reason}\n  NVIDIA driver, Container or WSL, cuDNN`);
});

test('what was not checked is one row for each reason, with titles', () => {
  const unchecked = [
    { id: 'gpu-oom', reason: 'not started' },
    { id: 'cudnn-missing', reason: 'busy' },
    { id: 'gpu-wrong-results', reason: 'not started' },
  ] as const;
  const said = text({ unchecked });
  expect(said).toMatch(/Title of gpu-oom; Title of gpu-wrong-results +not started\n/u);
  expect(said).toMatch(/Title of cudnn-missing +busy\n/u);
});

test('a recorded machine is said to be one, with its day', () => {
  expect(text({}, true)).toContain('a recorded machine, as it was on 4 March 2026');
  expect(text({})).not.toContain('recorded');
});

test('a remedy that can be tried leads to gpu-fix, on this machine only', () => {
  const [remedy] = finding.remedies;
  const tried = { kind: 'env', environment: { A: null }, proof: 'untried' } as const;
  const findings = [{ ...finding, remedies: remedy ? [{ ...remedy, ...tried }] : [] }];
  expect(text({ findings })).toContain('gpu-fix --try tries a remedy in a fresh process');
  expect(text({ findings }, true)).not.toContain('gpu-fix');
});

const proven = (provenAt: string): Finding => ({
  ...finding,
  remedies: finding.remedies.map((one) => ({ ...one, provenAt })),
});

test('a remedy that was proven says when, and leads to its application', () => {
  const now = new Date();
  now.setHours(14, 2);
  expect(text({ findings: [proven(now.toISOString())] })).toContain('(proven 14:02)');
  const earlier = text({ findings: [proven(new Date(2026, 0, 5, 9, 7).toISOString())] });
  expect(earlier).toContain('(proven 2026-01-05 09:07)');
  expect(earlier).toContain('applies what was proven');
  expect(text({ findings: [finding] }, true)).not.toContain('gpu-fix');
});

test('a path with blanks is quoted in a command', () => {
  expect(text({})).toContain("tf-gpu-doctor gpu-python use '/opt/my python/bin/python'");
});
