import { describe, expect, it } from 'vitest';
import { runProcess } from '../../../src/process/process.ts';
import { nvidiaSmiScript } from '../../../src/lab/nvidia-smi.ts';
import { readScenario } from '../../../src/lab/scenario.ts';

/** Runs the script of a scenario's machine. */
async function smi(scenario: string, ...args: readonly string[]) {
  const { machine } = readScenario(scenario);
  const script = nvidiaSmiScript(machine, ['GPU-a', 'GPU-b']);
  const { end, stdout } = await runProcess({
    file: 'sh',
    args: ['-c', script, 'nvidia-smi', ...args],
    environment: { PATH: process.env['PATH'] },
    timeoutMs: machine.nvidiaSmi === 'hangs' ? 300 : 10_000,
  });
  return { code: end.how === 'exit' ? end.code : end.how, stdout };
}

describe.skipIf(process.platform === 'win32')('the nvidia-smi of a simulated machine', () => {
  it('prints a table with straight edges', async () => {
    const { code, stdout } = await smi('healthy-two-gpus');
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(new Set(lines.map((line) => line.length).filter(Boolean))).toEqual(new Set([91]));
    expect(stdout).toContain('Driver Version: 555.42.02      CUDA Version: 12.5');
    expect(stdout).toMatch(/\|   1 {2}NVIDIA RTX A4000 +Off \| +00000000:02:00\.0 Off \|/);
    expect(stdout).toContain('0MiB / 49140MiB');
  });

  it('lists GPUs with their UUIDs', async () => {
    expect((await smi('healthy-two-gpus', '-L')).stdout).toBe(
      'GPU 0: NVIDIA RTX A6000 (UUID: GPU-a)\nGPU 1: NVIDIA RTX A4000 (UUID: GPU-b)\n',
    );
  });

  it('answers a query with and without units and header', async () => {
    const fields = '--query-gpu=name,memory.used,compute_cap';
    expect((await smi('memory-held', fields, '--format=csv')).stdout).toBe(
      'name, memory.used, compute_cap\nNVIDIA GeForce RTX 3080, 10100 MiB, 8.6\n',
    );
    expect((await smi('memory-held', fields, '--format=csv,noheader,nounits')).stdout).toBe(
      'NVIDIA GeForce RTX 3080, 10100, 8.6\n',
    );
    const unknown = await smi('healthy', '--query-gpu=name,colour', '--format=csv');
    expect(unknown).toEqual({
      code: 2,
      stdout: 'Field "colour" is not a valid field to query.\n\n',
    });
  });

  it('fails as the real one does', async () => {
    expect(await smi('half-updated-driver')).toEqual({
      code: 18,
      stdout:
        'Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 555.42\n',
    });
    const failed = await smi('driver-not-loaded', '-L');
    expect(failed.code).toBe(9);
    expect(failed.stdout).toContain("couldn't communicate with the NVIDIA driver");
    const hanging = await smi('hanging-driver');
    expect(hanging).toEqual({ code: 'timeout', stdout: '' });
  });
});
