import { describe, expect, test } from 'vitest';
import { parseSmi } from '../../../src/facts/smi.ts';

const classic = `+---------------------------------------------------------------------------------------+
| NVIDIA-SMI 535.183.01             Driver Version: 535.183.01   CUDA Version: 12.2     |
|-----------------------------------------+----------------------+----------------------+
|   0  NVIDIA GeForce RTX 3060        Off | 00000000:01:00.0  On |                  N/A |
|  0%   41C    P8              12W / 170W |    400MiB / 12288MiB |      3%      Default |
|   1  Tesla T4                       On  | 00000000:02:00.0 Off |                    0 |
| N/A   41C    P8              12W /  70W |      2MiB / 15360MiB |      0%      Default |
`;

describe('parseSmi', () => {
  test('the table of a driver of 2024', () => {
    expect(parseSmi(classic)).toEqual({
      smiVersion: '535.183.01',
      driverVersion: '535.183.01',
      cudaVersion: '12.2',
      complaint: null,
      gpus: [
        {
          name: 'NVIDIA GeForce RTX 3060',
          busId: '00000000:01:00.0',
          memoryUsedMiB: 400,
          memoryTotalMiB: 12288,
        },
        { name: 'Tesla T4', busId: '00000000:02:00.0', memoryUsedMiB: 2, memoryTotalMiB: 15360 },
      ],
    });
  });

  test('the header of drivers from 610 on', () => {
    const header = '| NVIDIA-SMI 610.43.02    KMD Version: 610.43.02    CUDA UMD Version: 13.3 |';
    expect(parseSmi(header)).toMatchObject({ driverVersion: '610.43.02', cudaVersion: '13.3' });
  });

  test.each([
    [
      "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.",
      /communicate/,
    ],
    [
      'Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 550.90',
      /mismatch$/,
    ],
    ['Failed to initialize NVML: Unknown Error', /Unknown Error/],
    ['No devices were found', /No devices/],
  ])('the complaint %s', (text, complaint) => {
    expect(parseSmi(text).complaint).toMatch(complaint);
    expect(parseSmi(text).gpus).toEqual([]);
  });

  test('a table that breaks off at any place gives nothing wrong', () => {
    const whole = parseSmi(classic);
    for (let end = 0; end < classic.length; end += 1) {
      const part = parseSmi(classic.slice(0, end));
      for (const gpu of part.gpus) {
        const full = whole.gpus.find((one) => one.name === gpu.name);
        expect(full?.busId).toBe(gpu.busId);
        expect([full?.memoryTotalMiB, null]).toContain(gpu.memoryTotalMiB);
      }
      expect(whole.driverVersion?.startsWith(part.driverVersion ?? '')).toBe(true);
    }
  });

  test('rubbish gives nulls', () => {
    let seed = 7;
    const next = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31);
    for (let round = 0; round < 300; round += 1) {
      const text = Array.from({ length: next() % 400 }, () =>
        String.fromCharCode(next() % 0x2fff),
      ).join('');
      expect(parseSmi(text)).toEqual({
        smiVersion: null,
        driverVersion: null,
        cudaVersion: null,
        gpus: [],
        complaint: null,
      });
    }
  });
});
