import { describe, expect, it } from 'vitest';
import { runProcess } from '../../src/process/process.ts';
import { onMachine } from './on-machine.ts';
import { whyNoLab } from './pythons.ts';

// What the usual programs say of a simulated machine: ls, cat, stat and Python see the same.

const reason = whyNoLab();

describe.skipIf(reason !== undefined)(`the files of a simulated machine ${reason ?? ''}`, () => {
  const machine = onMachine('healthy-two-gpus');

  const sh = async (line: string): Promise<string> => {
    const { stdout } = await runProcess({
      file: 'sh',
      args: ['-c', line],
      environment: { ...machine().environment, LC_ALL: 'C' },
      timeoutMs: 20_000,
    });
    return stdout.trim();
  };

  it.each([
    ['ls /dev', 'nvidia-modeset\nnvidia-uvm\nnvidia0\nnvidia1\nnvidiactl', /kmsg|dxg/],
    ['stat -c "%F %t" /dev/nvidia1', 'character special file c3', undefined],
    ['ls -l /dev/nvidia1 | cut -c1-10', 'crw-rw-rw-', undefined],
    ['test -c /dev/nvidia0 && test ! -e /dev/nvidia2 && echo right', 'right', undefined],
    ['ls /proc/driver/nvidia/gpus', '0000:01:00.0\n0000:02:00.0', undefined],
    ['cat /sys/module/nvidia/version', '555.42.02', undefined],
    ['basename $(readlink /sys/bus/pci/devices/0000:02:00.0/driver)', 'nvidia', undefined],
    ['lspci | grep -c NVIDIA', '2', undefined],
    ['nvidia-smi -L | wc -l', '2', undefined],
    ['nvidia-smi -q | grep -c "Product Name"', '2', undefined],
    ['nvidia-smi dmon | grep -vc "#"', '2', undefined],
    ['ls -d /.dockerenv 2>/dev/null || echo none', 'none', undefined],
  ])('%s', async (line, expected, without) => {
    const said = await sh(line);
    const lines = said.split('\n').filter((one) => without?.test(one) !== true);
    expect(lines.join('\n')).toBe(expected);
  });

  it('has libraries with their versions in their names', async () => {
    const files = await sh(`ls ${machine().folder}/cuda/lib64`);
    expect(files).toContain('libcublas.so.12.5.3.2');
    expect(files).toContain('libcudnn.so.9.10.2');
    expect(files).not.toContain('0.0.0');
  });

  it('leaves the rest of the computer as it is', async () => {
    expect(await sh('cat /proc/self/comm')).toBe('cat');
    expect(await sh('ls /dev/null')).toBe('/dev/null');
  });
});
