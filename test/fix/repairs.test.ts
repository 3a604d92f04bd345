import { readdirSync, readFileSync, lstatSync, rmSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/command-model/command.ts';
import { root } from '../../src/root.ts';
import { whyNoLab } from '../lab/pythons.ts';
import { leftToAccuracy, runAll } from '../sampled.ts';
import type { FixMachine } from './machine.ts';
import { cudaWheels, packageMachine, unpacked } from './package-machine.ts';
import { serveIndex } from './package-index.ts';
import { repairs, type Repair, type Stores } from './repairs.ts';

// Real TensorFlow, venv and pip on simulated machines: what is tried, applied and undone is so for good.

const schema: unknown = JSON.parse(readFileSync(join(root, 'content/schema/fix.json'), 'utf8'));
const validate = new Ajv({ allErrors: true }).compile(Object(schema));
const reason = whyNoLab();

let stores: Stores = { wheels: '', cpuOnly: '' };
beforeAll(async () => {
  if (reason !== undefined) return;
  const tensorflows = runAll ? [await unpacked('tensorflow==2.20.0')] : [];
  const cpuOnly = runAll ? await unpacked('tensorflow-cpu==2.20.0') : '';
  stores = { wheels: await cudaWheels(tensorflows), cpuOnly };
}, 600_000);
afterAll(() => {
  rmSync(stores.wheels, { recursive: true, force: true });
});

let machine: FixMachine | undefined;
afterEach(async () => {
  await machine?.remove();
  machine = undefined;
});

const valid = ({ value }: Outcome): Outcome['value'] => {
  if (!validate(value)) throw new Error(JSON.stringify(validate.errors));
  return value;
};

/** Every file of a folder as its path, place on the disk, size and time; what Python caches is left out. */
function filesBelow(folder: string): readonly string[] {
  const entries: readonly Dirent[] = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('__pycache__'))
    .map((path) => {
      const { ino, size, mtimeMs } = lstatSync(path);
      return `${path} ${ino} ${size} ${mtimeMs}`;
    });
}

const below = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(
      (path) => `${path}: ${textOf(join(folder, path))}`,
    );
  } catch {
    return [];
  }
};

const textOf = (path: string): string =>
  statSync(path).isFile() ? readFileSync(path, 'utf8') : '';

/** What a person or Jupyter has there, to the letter; empty folders do not count. */
const written = ({ folder }: FixMachine): readonly string[] =>
  ['config', 'data'].flatMap((name) =>
    below(join(folder, name)).filter((one) => !one.endsWith(': ')),
  );

/** The verdict after the trial. */
const verdictOf = ({ value }: Outcome): unknown =>
  JSON.parse(JSON.stringify(value['tried']))[0]?.after?.verdict;

const rootOf = ({ root: other, finding }: Repair): string | null =>
  other === undefined ? finding : other;

const run = repairs.filter((one) => runAll || one.sampled);
const left = repairs.length - run.length;

describe.skipIf(reason !== undefined)(`repairs on simulated machines ${reason ?? ''}`, () => {
  for (const repair of run) {
    it(`${repair.what}: ${repair.remedy}`, { timeout: 300_000 }, async ({ task }) => {
      machine = await repair.make(stores);
      const { folder, activate, inNotebook } = machine;
      const fix = repair.where === 'notebook' ? inNotebook.fix : machine.fix;
      const lasting = repair.lasting ? ['--lasting'] : [];
      const script = readFileSync(activate, 'utf8');
      const environment = filesBelow(join(folder, 'venv'));
      const others = written(machine);

      const tried = await fix('--try', repair.remedy);
      expect(valid(tried)).toMatchObject({
        rootCause: rootOf(repair),
        tried: [{ finding: repair.finding, outcome: 'proven', after: { rootCause: null } }],
      });
      expect(tried.exitCode).toBe(0);
      expect(below(join(folder, 'cache/tf-gpu-doctor/trials'))).toEqual([]);
      expect(filesBelow(join(folder, 'venv'))).toEqual(environment);

      // Without --lasting nothing is asked in a notebook, as no variables would be lost.
      const asks = repair.where === undefined || repair.lasting === true;
      const asked = asks ? await fix('--apply', repair.remedy, ...lasting) : undefined;
      expect(asked?.exitCode ?? 1).toBe(1);
      expect(asked === undefined ? null : valid(asked)['applied']).toBeNull();
      expect(written(machine)).toEqual(others);
      expect(readFileSync(activate, 'utf8')).toBe(script);

      const applied = await fix('--apply', repair.remedy, ...lasting, '--yes');
      expect(valid(applied)).toMatchObject({
        rootCause: null,
        applied: { id: repair.remedy, finding: repair.finding },
      });
      expect(applied.exitCode).toBe(0);
      const now = [readFileSync(activate, 'utf8'), written(machine), inNotebook.changes()];
      expect(now).not.toEqual([script, others, {}]);

      const undone = await fix('--undo');
      // `npm run accuracy` writes it into its table.
      const { what, remedy } = repair;
      const before = tried.value['rootCause'];
      Object.assign(task.meta, {
        repair: {
          what,
          before,
          remedy,
          after: verdictOf(tried),
          undone: undone.value['rootCause'],
        },
      });
      expect(valid(undone)).toMatchObject({
        rootCause: rootOf(repair),
        undo: null,
      });
      expect(undone.exitCode).toBe(0);
      expect(readFileSync(activate, 'utf8')).toBe(script);
      expect(written(machine)).toEqual(others);
      expect(
        filesBelow(join(folder, 'venv')).filter((one) => !one.startsWith(`${activate} `)),
      ).toEqual(environment.filter((one) => !one.startsWith(`${activate} `)));
    });
  }

  it('asks before anything is downloaded, and says how much', { timeout: 120_000 }, async () => {
    const index = await serveIndex(stores.wheels);
    machine = await packageMachine({
      wheels: stores.wheels,
      cudnn: '9.1.0.70',
      environment: { PIP_NO_INDEX: '', PIP_FIND_LINKS: '', PIP_INDEX_URL: `${index.url}/simple` },
    });
    const asked = await machine.fix('--try', 'upgrade-cudnn');
    expect(valid(asked)).toMatchObject({
      tried: [],
      download: { packages: ['nvidia-cudnn-cu12 9.28.0.42'], bytes: index.bytes('9.28.0.42') },
    });
    expect(asked.exitCode).toBe(3);
    expect(below(join(machine.folder, 'cache/tf-gpu-doctor/trials'))).toEqual([]);
    await index.close();
  });

  it(`all other ${left} repairs`, (context) => {
    if (!runAll) context.skip(leftToAccuracy);
    expect(left).toBe(0);
  });
});
