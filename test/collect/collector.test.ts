import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { probeNames } from '../../src/snapshot/probe-answers.ts';
import { collectLocal } from '../../src/collect/local.ts';
import { root } from '../../src/root.ts';
import { askAll, data } from './ask.ts';
import { pyenvPython, python } from './pythons.ts';

const collectFolder = join(root, 'src/collect');
const versions = ['3.6', '3.8', '3.11', '3.13'];

/** The exit code of a Python that does import TensorFlow with the traps in place. */
const execTrap = (traps: string): number | null =>
  spawnSync(python, ['-c', 'import tensorflow'], { env: { PYTHONPATH: traps } }).status;

describe.each(versions)('Python %s', (version) => {
  const found = pyenvPython(version);

  test.skipIf(found === undefined)(
    'every probe answers, in the shape that was agreed',
    async () => {
      const { observations, order, result } = await askAll([], { python: found ?? '' });
      expect(result.end).toEqual({ how: 'exit', code: 0 });
      expect(result.stderr).toBe('');
      expect(order.toSorted()).toEqual([...probeNames].toSorted());
      const unanswered = Object.entries(observations).filter(([, one]) => !one.ok);
      // Without TensorFlow nothing is opened; anything else has an answer on Linux.
      expect(unanswered.map(([name, one]) => [name, one.ok || one.reason])).toEqual(
        unanswered.length === 0 ? [] : [['cuda-libraries', 'not-applicable']],
      );
      expect(observations.interpreter).toMatchObject({
        ok: true,
        data: { version: expect.stringMatching(new RegExp(`^${version}\\.`)), bits: 64 },
      });
    },
  );
});

describe('the collector', () => {
  test.each([{}, { PYTHONSAFEPATH: '1' }])(
    'sees the packages that `import` would take, from PYTHONPATH first: %j',
    async (more) => {
      const site = mkdtempSync(join(tmpdir(), 'tgd-site-'));
      for (const folder of ['tensorflow/python', 'tensorflow-9.9.9.dist-info'])
        mkdirSync(join(site, folder), { recursive: true });
      writeFileSync(join(site, 'tensorflow/__init__.py'), '');
      writeFileSync(join(site, 'tensorflow-9.9.9.dist-info/METADATA'), 'Name: tensorflow\n');
      const packages = await data('packages', { environment: { PYTHONPATH: site, ...more } });
      rmSync(site, { recursive: true });
      expect(packages.tensorflow).toMatchObject({
        path: join(site, 'tensorflow'),
        version: '9.9.9',
      });
    },
  );

  test('asks the driver after the files, and step by step', async () => {
    const machine = mkdtempSync(join(tmpdir(), 'tgd-machine-'));
    mkdirSync(join(machine, 'proc/driver/nvidia'), { recursive: true });
    const { order } = await askAll([], { args: ['--root', machine] });
    rmSync(machine, { recursive: true });
    expect(order).toHaveLength(probeNames.length);
    const at = (name: string): number => order.indexOf(name);
    expect(Math.max(at('pci'), at('driver-files'))).toBeLessThan(
      Math.min(at('nvml'), at('nvidia-smi')),
    );
    expect(Math.max(at('nvml'), at('nvidia-smi'))).toBeLessThan(at('cuda-driver'));
    expect(at('cuda-driver')).toBeLessThan(at('cuda-libraries'));
  });

  test('without fork, as on Windows, threads do the same', async () => {
    const script = join(root, 'test/collect/stubs/without_fork.py');
    const { observations, order, result } = await askAll([], { script });
    expect(result.end).toEqual({ how: 'exit', code: 0 });
    expect(order.toSorted()).toEqual([...probeNames].toSorted());
    const unanswered = Object.entries(observations).filter(([, one]) => !one.ok);
    // The libraries that TensorFlow opens are asked on Linux only, where there is a fork.
    expect(unanswered.map(([name]) => name)).toEqual(['cuda-libraries']);
  });

  test('the process that asked the management library lives until the others have asked the driver', () => {
    const program = `
import json, os, sys
sys.dont_write_bytecode = True
sys.path.insert(0, ${JSON.stringify(collectFolder)})
import collector
collector.install_probes(sys.path[0] + "/probes")
from probes.run_forked import run_forked
def alive(pid):
    return os.path.exists("/proc/%d" % pid)
pids = []
def answer(name):
    return {"pid": os.getpid(), "alive": [alive(pid) for pid in pids]}
def show(name, started, found):
    pids.append(found["pid"])
    shown.append(found["alive"])
shown = []
run_forked([["nvml"], ["cuda-driver"], ["cuda-libraries"]], [], answer, lambda name: 20, show)
print(json.dumps([shown, [alive(pid) for pid in pids]]))
`;
    const { stdout } = spawnSync(python, ['-c', program], { encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual([
      [[], [true], [true, false]],
      [false, false, false],
    ]);
  });

  test('writes nothing beside its files', async () => {
    // The set-up makes bytecode here, which would be read.
    for (const folder of ['', 'probes']) {
      rmSync(join(collectFolder, folder, '__pycache__'), { recursive: true, force: true });
    }
    const before = readdirSync(collectFolder, { recursive: true });
    await askAll([], { environment: { PYTHONDONTWRITEBYTECODE: '' } });
    expect(readdirSync(collectFolder, { recursive: true })).toEqual(before);
  });

  test('imports no TensorFlow and nothing outside the standard library', async () => {
    // Whoever imports one of these ends at once, which would show as a crash.
    const traps = join(root, 'test/collect/stubs/traps');
    const { observations } = await askAll([], { environment: { PYTHONPATH: traps } });
    expect(execTrap(traps)).toBe(1);
    const crashed = Object.values(observations).filter(
      (one) => !one.ok && one.reason === 'crashed',
    );
    expect(crashed).toEqual([]);
    expect(Object.keys(observations)).toHaveLength(probeNames.length);
  });

  test('collects the listed variables and no others', async () => {
    const { variables } = await data('environment', {
      environment: {
        CUDA_VISIBLE_DEVICES: '',
        AWS_SECRET_ACCESS_KEY: 'secret',
        TF_CONFIG: '{"cluster": {}}',
        SLURM_JOB_ACCOUNT: 'physics',
        SLURM_GPUS: '2',
      },
    });
    expect(variables).toEqual({ CUDA_VISIBLE_DEVICES: '', PATH: '/usr/bin:/bin', SLURM_GPUS: '2' });
  });
});

describe('collectLocal', () => {
  const base = { environment: { PATH: '/usr/bin:/bin' }, cwd: '/' };

  test('streams what it gives', async () => {
    const streamed: string[] = [];
    const observations = await collectLocal({
      ...base,
      python,
      probes: ['environment', 'pci'],
      onObservation: (name) => streamed.push(name),
    });
    expect(Object.keys(observations).toSorted()).toEqual(['environment', 'pci']);
    expect(streamed.toSorted()).toEqual(['environment', 'pci']);
  });

  test('a Python that cannot start is the reason of every probe', async () => {
    const observations = await collectLocal({ ...base, python: '/no/such/python' });
    expect(Object.keys(observations)).toHaveLength(probeNames.length);
    expect(observations.pci).toMatchObject({ ok: false, reason: 'not-found' });
  });

  test('a program that is no Python', async () => {
    const observations = await collectLocal({ ...base, python: '/bin/false', probes: ['pci'] });
    expect(observations.pci).toMatchObject({ ok: false, reason: 'crashed' });
  });

  test('an interruption leaves what was not answered out', async () => {
    const observations = await collectLocal({
      ...base,
      python,
      probes: ['pci'],
      signal: AbortSignal.abort(),
    });
    expect(observations.pci).toMatchObject({ ok: false, reason: 'left-out' });
  });
});
