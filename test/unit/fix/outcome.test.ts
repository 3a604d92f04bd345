import { expect, test } from 'vitest';
import type { Diagnosis } from '../../../src/diagnose/diagnose.ts';
import { links } from '../../../src/diagnose/chain.ts';
import type { Finding } from '../../../src/diagnose/finding.ts';
import { listRemedies } from '../../../src/fix/listed.ts';
import { trialOutcome, type Checked } from '../../../src/fix/outcome.ts';
import { remedy } from '../../../src/remedies/remedy.ts';
import { recorded } from '../commands/recorded.ts';

const finding = (id: Finding['id'], more: Partial<Finding> = {}): Finding => ({
  id,
  link: 'visibility',
  severity: 'error',
  summary: id,
  evidence: [],
  remedies: [],
  role: 'root',
  page: '',
  ...more,
});

/** A machine on which these findings show and the chain breaks at this link. */
function checked(
  ids: readonly Finding['id'][],
  breaksAt: (typeof links)[number] | null,
  how: 'exit' | 'timeout' | 'not-started' = 'exit',
): Checked {
  const verdict = breaksAt === null ? 'gpu-ready' : 'cpu-only';
  const diagnosis: Diagnosis = {
    verdict,
    rootCause: ids[0] ?? null,
    chain: links.map((link) => ({ link, status: link === breaksAt ? 'fail' : 'ok', summary: '' })),
    findings: ids.map((id) => finding(id)),
    unchecked: [],
    devices: [],
    tables: null,
  };
  const base = { ...recorded(), liveSkipped: 'gpu-busy' };
  const { live: _, ...without } = base;
  const ended = how === 'timeout' ? { how, seconds: 1 } : { how: 'exit' as const, code: 0 };
  const live = { python: '', ended, stage: 'done', computations: [], log: '' };
  const snapshot = how === 'not-started' ? without : { ...without, live };
  return JSON.parse(JSON.stringify({ snapshot, diagnosis }));
}

const mask = 'cuda-visible-devices';
test.each<[string, Checked, Checked, string, string?]>([
  ['gone, and all is well', checked([mask], 'visibility'), checked([], null), 'proven'],
  [
    'gone, and a fault behind it comes to light',
    checked([mask], 'visibility'),
    checked(['cudnn-missing'], 'cudnn'),
    'proven',
  ],
  ['still there', checked([mask], 'visibility'), checked([mask], 'visibility'), 'refuted'],
  [
    'out of sight, because something earlier broke',
    checked(['cudnn-missing'], 'cudnn'),
    checked(['driver-not-loaded'], 'driver'),
    'refuted',
    'cudnn-missing',
  ],
  [
    'one fault for another at the same link',
    checked(['cudnn-missing'], 'cudnn'),
    checked(['cudnn-version-mismatch'], 'cudnn'),
    'refuted',
    'cudnn-missing',
  ],
  ['not there before', checked(['cudnn-missing'], 'cudnn'), checked([], null), 'untriable'],
  [
    'no live check before',
    checked([mask], 'visibility', 'not-started'),
    checked([], null),
    'untriable',
  ],
  [
    'no live check after',
    checked([mask], 'visibility'),
    checked([], null, 'not-started'),
    'untriable',
  ],
  [
    'no end in time after',
    checked([mask], 'visibility'),
    checked([], null, 'timeout'),
    'untriable',
  ],
])('%s: %#', (_, before, after, outcome, id = mask) => {
  expect(trialOutcome(id, before, after).outcome).toBe(outcome);
});

test('the list: the root cause first, what is cheap before what is not, what was refuted last', () => {
  const env = remedy('set', 'env', 'Set it.', [], { A: '1' });
  const choose = remedy('choose', 'env', 'Choose one.');
  const diagnosis: Diagnosis = {
    ...checked([], null).diagnosis,
    findings: [
      finding('cudnn-missing', {
        remedies: [remedy('driver', 'system', ''), remedy('install', 'pip', ''), choose, env],
      }),
      finding('gpu-order-differs', { role: 'separate', remedies: [{ ...env, id: 'order' }] }),
    ],
  };
  const listed = listRemedies(diagnosis, () => undefined);
  expect(listed.map((one) => `${one.number} ${one.id} ${one.proof}`)).toEqual([
    '1 set untried',
    '2 choose untriable',
    '3 install untriable',
    '4 driver untriable',
    '5 order untried',
  ]);
  const refuted = listRemedies(diagnosis, (_, one) =>
    one.id === 'set' ? { proof: 'refuted', provenAt: null } : undefined,
  );
  expect(refuted.at(-1)).toMatchObject({ id: 'set', number: 5 });
});
