import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { identityOf } from '../../src/snapshot/identity.ts';
import type { Identity } from '../../src/snapshot/redact.ts';
import { redactor } from '../../src/snapshot/shipped-redaction.ts';
import { root } from '../../src/root.ts';
import { python } from './pythons.ts';
import { readMachines } from '../machines/machines.ts';
import { diagnoseSnapshot } from '../../src/check/diagnose-snapshot.ts';
import samplesFile from './redaction-samples.json' with { type: 'json' };
import { harmless, seeded } from './secrets.ts';

const environment = {
  USER: 'adalove',
  HOME: '/data/people/al',
  HOSTNAME: 'node17.cluster.example',
};
const identity = identityOf(environment, 'node17.cluster.example');

/** Each text alone through redact.py; one process for all of them. */
function inPython(texts: readonly string[], about: Identity = identity): string[] {
  const program = `
import json, sys
sys.path.insert(0, ${JSON.stringify(join(root, 'src/collect/script'))})
sys.dont_write_bytecode = True
from redact import Redactor
given = json.load(sys.stdin)
print(json.dumps([Redactor(given["rules"], given["users"], given["hosts"], given["homes"]).value(t) for t in given["texts"]]))
`;
  const rules: unknown = JSON.parse(
    readFileSync(join(root, 'src/snapshot/redaction.json'), 'utf8'),
  );
  const input = JSON.stringify({ rules, ...about, texts });
  const answer: unknown = JSON.parse(
    execFileSync(python, ['-c', program], { input, encoding: 'utf8', maxBuffer: 1e8 }),
  );
  if (!Array.isArray(answer)) throw new Error('redact.py gave no list');
  return answer.map(String);
}

const texts = [...seeded.map((one) => one.text), ...harmless];
const twins = inPython(texts);

describe('redaction', () => {
  test.each(seeded)('$text', ({ text, secrets, stays = [] }) => {
    const result = redactor(identity).text(text);
    for (const secret of secrets) expect(result).not.toContain(secret);
    for (const kept of stays) expect(result).toContain(kept);
  });

  test.each(harmless)('stays as it is: %s', (text) => {
    expect(redactor(identity).text(text)).toBe(text);
  });

  test.each(texts.map((text, index) => [text, twins[index]]))(
    'the same in Python: %s',
    (text, twin) => {
      expect(redactor(identity).text(text ?? '')).toBe(twin);
    },
  );

  test('equal things stay equal, different ones different', () => {
    const full = 'GPU-12345678-9abc-def0-1234-56789abcdef0';
    const value = redactor(identity).value({
      mask: full,
      cards: [
        'GPU-12345678-9ABC-DEF0-1234-56789abcdef0',
        'GPU-ffffffff-9abc-def0-1234-56789abcdef0',
      ],
      paths: ['/home/bobbyt/a', '/home/carlos/b', '/home/bobbyt/c'],
    });
    expect(value.cards[0]).toBe(value.mask);
    expect(redactor(identity).value(['GPU-1234', full, 'GPU-12345678-9abc-def0'])).toEqual([
      'GPU-<gpu-1>',
      'GPU-<gpu-1>',
      'GPU-<gpu-1>',
    ]);
    expect(value.cards[1]).not.toBe(value.mask);
    expect(value.paths).toEqual(['/home/<user-2>/a', '/home/<user-3>/b', '/home/<user-2>/c']);
  });

  test('a name that a path gives away is taken out where it stands alone, before and after', () => {
    const value = redactor(identity).value([
      'run by bobbyt',
      '/home/bobbyt/x',
      'bobbyt@somewhere.example',
    ]);
    expect(JSON.stringify(value)).not.toContain('bobbyt');
  });

  test('nothing of it is left anywhere in a snapshot', () => {
    const text = seeded.map((one) => one.text).join('\n');
    const snapshot = redactor(identity).value({
      target: { python: '/home/adalove/tf/bin/python', host: 'ssh node17' },
      observations: {
        environment: { ok: true, data: { variables: { LD_LIBRARY_PATH: text, XLA_FLAGS: text } } },
        'nvidia-smi': { ok: true, data: { path: text, stdout: text, stderr: text } },
        nvml: { ok: false, reason: 'error', detail: text },
        packages: { ok: true, data: { distributions: [{ location: text }], broken: [text] } },
      },
      live: { log: text, importError: text },
      notebook: { variables: { PATH: text }, mappedLibraries: [text] },
    });
    const left = JSON.stringify(snapshot);
    const secrets = seeded.flatMap((one) => one.secrets);
    expect(secrets.filter((secret) => left.includes(secret))).toEqual([]);
  });

  test('what it has redacted once it leaves as it is', () => {
    const once = redactor(identity).value(seeded.map((one) => one.text));
    const again = redactor(identityOf({})).value(once);
    expect(again).toEqual(once);
  });

  test('versions with four numbers are versions in fields for versions', () => {
    const value = { version: '9.1.0.70', text: 'peer 9.1.0.70' };
    expect(redactor(identity).value(value)).toEqual({ version: '9.1.0.70', text: 'peer <ip-1>' });
  });
});

const { person, samples } = samplesFile;
const sampled = Object.values(samples).flat();
const theirs = identityOf(
  { USER: person.user, HOME: person.home, HOSTNAME: person.host },
  person.host,
);

describe('samples of what people and machines write', () => {
  const twinsOfSamples = inPython(
    sampled.map(({ text }) => text),
    theirs,
  );
  test.each(sampled.map((sample, index) => ({ ...sample, twin: twinsOfSamples[index] })))(
    '$kind: $text',
    ({ text, secret, twin }) => {
      const result = redactor(theirs).text(text);
      expect(result).not.toContain(secret);
      expect(result).toBe(twin);
    },
  );

  test('in one text and in one value nothing of them is left', () => {
    const together = redactor(theirs).value(sampled.map(({ text }) => ({ text })));
    const left = sampled.filter(({ secret }, index) => together[index]?.text.includes(secret));
    expect(left).toEqual([]);
  });
});

test('the name of a machine is taken out of a field called name, too', () => {
  const nodes = [{ name: 'node17', model: 'NVIDIA H100 80GB HBM3' }];
  expect(redactor(identity).value(nodes)).toEqual([
    { name: '<host-2>', model: 'NVIDIA H100 80GB HBM3' },
  ]);
});

test('an account without variables: the name comes from the home folder', () => {
  const service = identityOf({ HOME: '/scratch/canaryu' });
  expect(redactor(service).text('/scratch/canaryu/x run by canaryu')).toBe(
    '<home>/x run by <user-1>',
  );
});

test('a text that looks like a placeholder hides nothing', () => {
  const result = redactor(identity).text('password=<hunter2hunter2 token=<user-99>secretvalue');
  expect(result).not.toMatch(/hunter2|secretvalue/);
  expect(redactor(identity).text('\uE0000\uE001 stays \uE0023\uE003')).toBe('0 stays 3');
});

describe('facts stay what they are', () => {
  const facts = [
    'nvidia-cudnn-cu13 9.12.0.46',
    'cuBLAS 12.5.3.2',
    'cuFFT        11.2.3.61 found',
    'cuDNN version 8.9.7.29 is loaded',
    'libcublas-12.5.3.2-0.conda',
    'TensorRT 8.6.1.6',
    'NVIDIA RTX 6000 Ada Generation',
    'NVIDIA A100-SXM4-80GB',
    'Tesla V100-SXM2-16GB',
    'tf-gpu-doctor/snapshot',
    'https://github.com/tensorflow/tensorflow/issues/62075',
    'https://pypi.org/simple',
    '/usr/local/cuda-12.4/lib64',
    '/home/user/x',
  ];
  const names = ['ada', 'a100', 'sxm4', 'titan', 'doctor', 'snapshot', 'tensorflow'];
  const owners = names.map((name) => identityOf({ USER: name, HOSTNAME: name }));
  test.each(facts)('%s', (fact) => {
    for (const owner of owners) expect(redactor(owner).text(fact)).toBe(fact);
    expect(inPython([fact], owners[0])).toEqual([fact]);
  });

  test.each(['windows', 'device', 'cudnn', 'memory', 'ada', 'node7'])(
    'every recorded machine of a person named %s has the same diagnosis',
    (name) => {
      const owner = identityOf({ USER: name, HOSTNAME: name }, name);
      const differs = readMachines().filter(({ snapshot }) => {
        const open = diagnoseSnapshot(snapshot);
        const closed = diagnoseSnapshot(redactor(owner).value(snapshot));
        return idsOf(open) !== idsOf(closed);
      });
      expect(differs.map((machine) => machine.name)).toEqual([]);
    },
  );
});

function idsOf({ verdict, rootCause, findings }: ReturnType<typeof diagnoseSnapshot>): string {
  return JSON.stringify([verdict, rootCause, findings.map(({ id }) => id)]);
}

const megabyte = (start: string): string => start.repeat(Math.ceil(1_000_000 / start.length));
const inLines = (text: string): string => text.replaceAll(/[^]{15000}/g, '$&\n');

describe('a megabyte that is made to be slow', () => {
  /** What each pattern begins with, over and over. A pattern that is not linear takes minutes for these. */
  const starts = [
    [
      'a',
      'a.a.',
      'a-',
      '_',
      '  ',
      '\\n',
      'ab:',
      '00:',
      '1.1.',
      '::1',
      'deadbeef',
      '%2F',
      'a:b@',
      'x@',
    ],
    ['a://', 'a://x', 'http://', '-eyJ', 'eyJaaaaaaaa.', 'sk-sk-', 'Bearer ', 'token', 'token='],
    ['--token ', '-----BEGIN PRIVATE KEY-----', '/t/aaaaaaaa', 'hooks.slack.com/services/'],
    ['/home/a1 ', '/users/a b ', '/u/a', 'C:\\Users\\', '\\\\a', 'owned by ', 'uid=1('],
    ['nvidia-', 'cudnn ', 'NVIDIA A', 'libcu', 'GPU-abcd', 'GPU-12345678 ', 'serial ', '<user-1>'],
    ['a.local', 'host=', '|   1 ', 'Nov 24 12:00:00 ', '12:00:00Z a ', '*** A '],
  ].flat();

  test.each(starts)('%j', (start) => {
    const cut = redactor(identity).text(megabyte(start));
    expect(cut.length).toBeLessThan(40_000);
    expect(redactor(identity).text(inLines(megabyte(start)))).not.toBe('');
  });

  test('in Python', () => {
    const some = ['a://x', 'host=', 'C:\\Users\\', 'nvidia-', '-eyJ'].map(megabyte).map(inLines);
    expect(inPython(some)).toHaveLength(some.length);
  });
});
