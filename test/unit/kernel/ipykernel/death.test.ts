import { describe, expect, it } from 'vitest';

import {
  type Death,
  lacksIpykernel,
  linesOf,
  sentenceOf,
  startLinesOf,
} from '../../../../kernel/ipykernel/death.ts';

const death = (how: Death['how'], more: Partial<Death> = {}): Death => ({
  how,
  lastLines: [],
  outOfMemory: false,
  memoryMiB: undefined,
  memoryLimitMiB: undefined,
  ...more,
});
const killed = (signal: string, more?: Partial<Death>) => death({ kind: 'signal', signal }, more);

describe('how Python died', () => {
  it.each([
    [death({ kind: 'exit', code: 3 }), 'Python ended with exit code 3.'],
    [killed('SIGSEGV'), 'segmentation fault'],
    [killed('SIGABRT'), 'abort'],
    [killed('SIGKILL'), 'when memory runs out'],
    [
      killed('SIGKILL', { outOfMemory: true, memoryMiB: 7999.6 }),
      'counted a process that it killed because memory ran out. It was last seen using 8000 MiB.',
    ],
    [
      killed('SIGKILL', { memoryMiB: 100, memoryLimitMiB: 4096 }),
      'It was last seen using 100 MiB of the 4096 MiB allowed here.',
    ],
    [killed('SIGUSR1'), 'Python was ended by SIGUSR1.'],
    [
      death({ kind: 'not-started', detail: 'spawn x ENOENT' }),
      'could not be started: spawn x ENOENT.',
    ],
  ])('%j is said in words', (one, words) => {
    expect(sentenceOf(one)).toContain(words);
  });

  it('comes with the last lines', () => {
    expect(linesOf(killed('SIGABRT', { lastLines: ['a', 'b'] }))).toEqual([
      expect.stringContaining('SIGABRT'),
      'The last lines it wrote below Python:',
      '    a',
      '    b',
      expect.stringContaining('variables are gone'),
    ]);
    expect(linesOf(killed('SIGKILL')).join('\n')).toContain('wrote nothing');
    const many = Array.from({ length: 100 }, (_, line) => `line ${line}`);
    const text = linesOf(killed('SIGABRT', { lastLines: many, cause: 'a full disk.' })).join('\n');
    expect(text).not.toContain('line 79');
    expect(text).toContain('line 80');
    expect(text).toContain('The likely cause: a full disk.');
  });

  it('says nothing of variables when it never started', () => {
    const text = startLinesOf(death({ kind: 'exit', code: 1 }, { lastLines: ['boom'] })).join('\n');
    expect(text).toContain('did not start');
    expect(text).toContain('boom');
    expect(text).not.toContain('variables');
  });

  it('is told apart from a Python without ipykernel', () => {
    expect(lacksIpykernel(death({ kind: 'exit', code: 83 }))).toBe(true);
    expect(lacksIpykernel(death({ kind: 'exit', code: 1 }))).toBe(false);
    expect(lacksIpykernel(killed('SIGKILL'))).toBe(false);
  });
});
