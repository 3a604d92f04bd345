import { describe, expect, it } from 'vitest';

import {
  type Death,
  lacksIpykernel,
  explainLastLines,
  deathLines,
  describeDeath,
} from '../../../../kernel/ipykernel/death.ts';

const death = (end: Death['end'], more: Partial<Death> = {}): Death => ({
  end,
  lastLines: [],
  kernelLines: [],
  outOfMemory: false,
  memoryMiB: undefined,
  memoryLimitMiB: undefined,
  ...more,
});
const killed = (signal: string, more?: Partial<Death>) => death({ how: 'signal', signal }, more);

describe('how Python died', () => {
  it.each([
    [death({ how: 'exit', code: 3 }), 'Python ended with exit code 3.'],
    [death({ how: 'exit', code: 0 }), 'it did not crash: the code ended it itself, by `exit()`'],
    [death({ how: 'exit', code: 137 }), 'exit code 137, which stands for the signal SIGKILL.'],
    [killed('SIGSEGV'), 'segmentation fault'],
    [killed('SIGABRT'), 'abort'],
    [killed('SIGKILL'), 'memory ran out'],
    [
      killed('SIGKILL', { outOfMemory: true, memoryMiB: 7999.6 }),
      'counted a process that it killed because memory ran out. It was last seen using 8000 MiB.',
    ],
    [
      killed('SIGKILL', { memoryMiB: 100, memoryLimitMiB: 4096 }),
      'It was last seen using 100 MiB of the 4096 MiB allowed here.',
    ],
    [killed('SIGUSR1'), 'Python was killed by SIGUSR1.'],
    [
      death({ how: 'not-started', detail: 'spawn x ENOENT' }),
      'could not be started: spawn x ENOENT.',
    ],
  ])('%j is one sentence', (one, words) => {
    expect(describeDeath(one)).toContain(words);
  });

  it('comes with the last lines', () => {
    expect(deathLines(killed('SIGABRT', { lastLines: ['a', 'b'] }))).toEqual([
      expect.stringContaining('SIGABRT'),
      'Last lines that native code wrote to stdout or stderr:',
      '    a',
      '    b',
      expect.stringContaining('variables are gone'),
    ]);
    expect(deathLines(killed('SIGKILL')).join('\n')).toContain('wrote nothing');
    const many = Array.from({ length: 100 }, (_, line) => `line ${line}`);
    const text = deathLines(killed('SIGABRT', { lastLines: many, cause: 'a full disk.' })).join(
      '\n',
    );
    expect(text).not.toContain('line 79');
    expect(text).toContain('line 80');
    expect(text).toContain('The likely cause: a full disk.');
  });

  const cudnn = 'Could not load library libcudnn_cnn_infer.so.8. Error: libnvrtc.so: cannot open';
  const cpuOnly =
    'E external/local_xla/xla/stream_executor/cuda/cuda_platform.cc:51] failed call to cuInit: INTERNAL: CUDA error: Failed call to cuInit: UNKNOWN ERROR (303)';
  it.each([
    [killed('SIGABRT', { lastLines: [cudnn] }), 'cuDNN'],
    [killed('SIGABRT', { lastLines: [cpuOnly] }), undefined],
    [killed('SIGSEGV', { lastLines: [cpuOnly] }), undefined],
    [killed('SIGKILL', { lastLines: [cudnn] }), undefined],
    [death({ how: 'exit', code: 1 }, { lastLines: [cudnn] }), 'cuDNN'],
    [death({ how: 'exit', code: 0 }, { lastLines: [cudnn] }), undefined],
    [killed('SIGABRT'), undefined],
  ])('%# has a cause only in traces that end a process', async (one, words) => {
    expect(/cuDNN/u.exec((await explainLastLines(one)) ?? '')?.[0]).toBe(words);
    expect((await explainLastLines(one)) === undefined).toBe(words === undefined);
  });

  it('differs from a Python without ipykernel', () => {
    expect(lacksIpykernel(death({ how: 'exit', code: 83 }))).toBe(true);
    expect(lacksIpykernel(death({ how: 'exit', code: 1 }))).toBe(false);
    expect(lacksIpykernel(killed('SIGKILL'))).toBe(false);
  });
});
