import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { root } from '../../src/root.ts';
import { practicePython, startTestKernel } from './kernel.ts';
import { fuzz } from './soak/fuzz.ts';
import { killKernels, killPythons } from './soak/kills.ts';
import { restart, runMixedCells } from './soak/mixed.ts';
import { memoryGoalMiB, reliabilityPage, type Figures } from './soak/page.ts';

/**
 * `npm run soak` runs all of it and writes docs/reliability.md. The variable is the share of the whole: 1, or 0.1 for a
 * tenth. Without it, as in `npm test`, the run is short and without ipykernel.
 */
const share = Number(process.env['TF_GPU_DOCTOR_SOAK'] ?? 0);
const isWhole = share > 0;
const part = (all: number, least: number) => Math.max(least, Math.round(all * share));
const size = {
  pythonKills: part(200, 12),
  kernelKills: part(50, 6),
  frames: part(100_000, 2000),
  cells: part(10_000, 300),
  restarts: part(30, 2),
};
const minutes = 60_000;
const seed = 20_261_124;

const figures: { -readonly [name in keyof Figures]?: Figures[name] } = {};

describe.skipIf(process.platform !== 'linux')('the kernel under abuse', () => {
  it(
    'outlives its Pythons',
    async () => {
      const kernel = await startTestKernel();
      figures.pythonKills = await killPythons(kernel, size.pythonKills);
      await kernel.stop();
      expect(figures.pythonKills.faults).toEqual([]);
    },
    15 * minutes,
  );

  it(
    'leaves nothing when it is killed',
    async () => {
      figures.kernelKills = await killKernels(size.kernelKills);
      expect(figures.kernelKills.faults).toEqual([]);
    },
    10 * minutes,
  );

  it(
    'goes on under mutated messages',
    async () => {
      const kernel = await startTestKernel();
      const ours = await fuzz(kernel, size.frames, seed);
      await kernel.stop();
      expect(ours.faults).toEqual([]);
      if (!isWhole) return;
      const plain = await startTestKernel({ ipykernel: true });
      figures.fuzz = [ours, await fuzz(plain, size.frames, seed)];
      plain.process.kill('SIGKILL');
      await plain.exited;
      await plain.discard();
    },
    20 * minutes,
  );

  it(
    'keeps order, numbers and memory over many cells',
    async () => {
      const kernel = await startTestKernel();
      const ours = await runMixedCells(kernel, size.cells, seed);
      await kernel.stop();
      expect(ours.faults).toEqual([]);
      if (!isWhole) return;
      const plain = await startTestKernel({ ipykernel: true });
      figures.mixed = [ours, await runMixedCells(plain, size.cells, seed)];
      plain.process.kill('SIGKILL');
      await plain.exited;
      await plain.discard();
      expect(ours.memoryMiB[1] - ours.memoryMiB[0]).toBeLessThan(memoryGoalMiB);
    },
    20 * minutes,
  );

  it(
    'starts again and again',
    async () => {
      const ours = await restart(() => startTestKernel(), size.restarts);
      expect(ours.faults).toEqual([]);
      if (!isWhole) return;
      figures.restarts = [
        ours,
        await restart(() => startTestKernel({ ipykernel: true }), size.restarts),
      ];
    },
    10 * minutes,
  );

  it.runIf(isWhole)('writes down what was measured', () => {
    const version =
      'import ipykernel, platform; print(platform.python_version(), ipykernel.__version__)';
    const [python = '', ipykernel = ''] = execFileSync(practicePython, ['-c', version], {
      encoding: 'utf8',
    })
      .trim()
      .split(' ');
    const day = new Date().toISOString().slice(0, 10);
    const versions = `Measured on ${day} with Node.js ${process.versions.node}, Python ${python}, ipykernel ${ipykernel}.`;
    const { pythonKills, kernelKills, fuzz: frames, mixed, restarts } = figures;
    // When a part of the run failed, docs/reliability.md stays as it was.
    expect([pythonKills, kernelKills, frames, mixed, restarts]).not.toContain(undefined);
    if (!pythonKills || !kernelKills || !frames || !mixed || !restarts) return;
    const page = reliabilityPage({
      versions,
      pythonKills,
      kernelKills,
      fuzz: frames,
      mixed,
      restarts,
    });
    writeFileSync(join(root, 'docs/reliability.md'), page);
  });
});
