import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { runPython } from '../../src/process/process.ts';
import { gpuUuid } from '../../src/lab/uuid.ts';
import { root } from '../../src/root.ts';
import { onMachine } from './on-machine.ts';
import { practicePython, whyNoLab } from './pythons.ts';

const answer = v.object({
  cuInit: v.number(),
  devices: v.array(v.object({ name: v.string(), bus: v.string(), uuid: v.string() })),
  beyond: v.array(v.number()),
  lab: v.number(),
});

const [first, second] = [gpuUuid('healthy-two-gpus', 0), gpuUuid('healthy-two-gpus', 1)];

/** CUDA_VISIBLE_DEVICES, and the GPUs that are left, in order. */
const masks: readonly (readonly [string | undefined, readonly number[]])[] = [
  [undefined, [0, 1]],
  ['', []],
  ['-1', []],
  ['0', [0]],
  ['1', [1]],
  ['2', []],
  ['1,0', [1, 0]],
  ['0,1', [0, 1]],
  ['0, 1', [0, 1]],
  ['0,2,1', [0]],
  ['0,-1,1', [0]],
  ['NoDevFiles', []],
  [second, [1]],
  [`${second},${first}`, [1, 0]],
  [second.slice(0, 12), [1]],
  ['GPU-', []], // not unique
  ['GPU-00000000', []],
];

const reason = whyNoLab();

describe.skipIf(reason !== undefined)(`the stub driver ${reason ?? ''}`, () => {
  const machine = onMachine('healthy-two-gpus');

  const ask = async (variables: Record<string, string | undefined>) => {
    const { stdout } = await runPython({
      python: practicePython,
      script: join(root, 'test/lab/driver.py'),
      environment: { ...machine().environment, ...variables },
      timeoutMs: 20_000,
    });
    return v.parse(answer, JSON.parse(stdout));
  };

  it.each(masks)('CUDA_VISIBLE_DEVICES=%s leaves %j', async (mask, visible) => {
    const { cuInit, devices } = await ask({ CUDA_VISIBLE_DEVICES: mask });
    expect(devices.map(({ uuid }) => [first, second].indexOf(uuid))).toEqual(visible);
    expect(cuInit).toBe(visible.length === 0 ? 100 : 0);
  });

  it('knows each GPU by name and by bus, and says that it is the lab', async () => {
    expect(await ask({ CUDA_VISIBLE_DEVICES: '1,0' })).toEqual({
      cuInit: 0,
      devices: [
        { name: 'NVIDIA RTX A4000', bus: '0000:02:00.0', uuid: second },
        { name: 'NVIDIA RTX A6000', bus: '0000:01:00.0', uuid: first },
      ],
      beyond: [101, 101, 101],
      lab: 1,
    });
  });

  it('returns what a variable tells it to', async () => {
    expect((await ask({ GPU_LAB_RETURN_cuInit: '999' })).cuInit).toBe(999);
  });
});
