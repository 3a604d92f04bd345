import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { identityOf, redactor } from '../../src/snapshot/redact.ts';
import { root } from '../../src/root.ts';
import { python } from './pythons.ts';
import { harmless, seeded } from './secrets.ts';

const environment = {
  USER: 'adalove',
  HOME: '/data/people/al',
  HOSTNAME: 'node17.cluster.example',
};
const identity = identityOf(environment, 'node17.cluster.example');

/** Each text alone through redact.py; one process for all of them. */
function inPython(texts: readonly string[]): string[] {
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
  const input = JSON.stringify({ rules, ...identity, texts });
  const answer: unknown = JSON.parse(
    execFileSync(python, ['-c', program], { input, encoding: 'utf8' }),
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
