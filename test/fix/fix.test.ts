import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/command-model/command.ts';
import { root } from '../../src/root.ts';
import { whyNoLab } from '../lab/pythons.ts';
import { fixMachine, type FixMachine } from './machine.ts';

// Real TensorFlow on simulated machines: what is tried, applied and undone is tried, applied and undone for good.

const schema: unknown = JSON.parse(readFileSync(join(root, 'content/schema/fix.json'), 'utf8'));
const validate = new Ajv({ allErrors: true }).compile(Object(schema));

const machines: FixMachine[] = [];
afterEach(async () => {
  for (const one of machines.splice(0)) await one.remove();
});

async function machine(scenario: string): Promise<FixMachine> {
  const made = await fixMachine(scenario);
  machines.push(made);
  return made;
}

const valid = ({ value }: Outcome): Outcome['value'] => {
  if (!validate(value)) throw new Error(JSON.stringify(validate.errors));
  return value;
};

const reason = whyNoLab();

describe.skipIf(reason !== undefined)(`gpu-fix on simulated machines ${reason ?? ''}`, () => {
  it('what was not proven is not applied', async () => {
    const { fix, check, activate, folder } = await machine('masked');
    const original = readFileSync(activate, 'utf8');
    const early = await fix('--apply', '1', '--yes');
    expect(early).toMatchObject({ exitCode: 2 });
    expect(early.value['message']).toMatch(/was not proven/);
    expect(readFileSync(activate, 'utf8')).toBe(original);
    expect((await fix('--try')).exitCode).toBe(0);
    expect(statSync(join(folder, 'state/tf-gpu-doctor/fix.json')).mode & 0o777).toBe(0o600);
    expect(valid(await fix())['remedies']).toContainEqual(
      expect.objectContaining({ number: 1, proof: 'proven' }),
    );
    const later = await check();
    expect(later.value).toMatchObject({
      findings: [{ remedies: [{ proof: 'proven', provenAt: expect.stringMatching(/Z$/) }] }],
    });
    expect(JSON.stringify(later.report)).toContain('gpu-fix --apply unset-mask');
  });

  it(
    'in a notebook its Python is started again under the change, and undone so',
    { timeout: 300_000 },
    async () => {
      const { inNotebook, activate } = await machine('masked');
      const original = readFileSync(activate, 'utf8');
      const tried = await inNotebook.fix('--try');
      expect(valid(tried)['remedies']).toContainEqual(
        expect.objectContaining({
          proof: 'proven',
          commands: ['%gpu-env unset CUDA_VISIBLE_DEVICES'],
        }),
      );
      const applied = await inNotebook.fix('--apply');
      expect(applied.exitCode).toBe(0);
      expect(valid(applied)).toMatchObject({
        rootCause: null,
        applied: { where: 'notebook', path: null },
      });
      expect(inNotebook.changes()).toEqual({ CUDA_VISIBLE_DEVICES: null });
      const undone = await inNotebook.fix('--undo');
      expect(valid(undone)).toMatchObject({ rootCause: 'cuda-visible-devices', undo: null });
      expect(inNotebook.changes()).toEqual({ CUDA_VISIBLE_DEVICES: '-1' });
      expect(readFileSync(activate, 'utf8')).toBe(original);
    },
  );

  it('a change that something else takes back is refuted', async () => {
    const { fix, folder, environment } = await machine('masked');
    expect(environment['CUDA_VISIBLE_DEVICES']).toBe('-1');
    const python = readFileSync(join(folder, 'site'), 'utf8');
    writeFileSync(
      join(python, 'sitecustomize.py'),
      "import os\nos.environ['CUDA_VISIBLE_DEVICES'] = '-1'\n",
    );
    const tried = await fix('--try');
    expect(tried.exitCode).toBe(1);
    expect(valid(tried)).toMatchObject({ tried: [{ outcome: 'refuted' }] });
    expect(valid(await fix())).toMatchObject({ remedies: [{ proof: 'refuted', provenAt: null }] });
    expect((await fix('--apply', '1', '--yes')).exitCode).toBe(2);
  });

  it.each([
    ['memory-held', ['--try', 'end-own']],
    ['old-cudnn', ['--try', 'newer-cudnn']],
    ['driver-not-loaded', ['--try', '1']],
  ])('%s: what cannot be tried is said to be untriable, with its commands', async (name, words) => {
    const { fix } = await machine(name);
    const tried = await fix(...words);
    expect(tried.exitCode).toBe(3);
    expect(valid(tried)).toMatchObject({ tried: [{ outcome: 'untriable', after: null }] });
  });

  it('a healthy machine has nothing to mend, and nothing to undo', async () => {
    const { fix } = await machine('healthy');
    const listed = await fix();
    expect(listed.exitCode).toBe(0);
    expect(valid(listed)).toMatchObject({ rootCause: null, remedies: [] });
    expect((await fix('--try')).exitCode).toBe(3);
    expect((await fix('--undo')).exitCode).toBe(2);
  });
});
