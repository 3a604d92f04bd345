import { describe, expect, it } from 'vitest';

import { readMagics } from '../../../../kernel/magics/read-magics.ts';
import type { Command } from '../../../../src/command-model/command.ts';

const command = (name: string, interfaces: Command['interfaces'] = ['notebook']): Command => ({
  name,
  summary: '',
  interfaces,
  options: [],
  uses: [],
  examples: [],
  run: () => Promise.reject(new Error('not run here')),
});
const commands = [command('gpu-check'), command('explain'), command('fleet', ['terminal'])];
const calls = (code: string) => readMagics(code, commands)?.calls;

describe('a cell of magics', () => {
  it.each([
    ['%gpu-check', [{ name: 'gpu-check', line: '' }]],
    ['%gpu-check --static  ', [{ name: 'gpu-check', line: '--static' }]],
    [
      '\n# why?\n%gpu-check\n\n%explain a b\n',
      [
        { name: 'gpu-check', line: '' },
        { name: 'explain', line: 'a b' },
      ],
    ],
    ['%gpu-check;', [{ name: 'gpu-check', line: ';' }]],
    ['%gpu-check  # why?', [{ name: 'gpu-check', line: '# why?' }]],
    ['%gpu-check \\\n  --static', [{ name: 'gpu-check', line: '--static' }]],
    [
      '%gpu-check\r\n%explain x\r\n',
      [
        { name: 'gpu-check', line: '' },
        { name: 'explain', line: 'x' },
      ],
    ],
    ['%%explain\nline 1\n\n  line 2', [{ name: 'explain', line: '', cell: 'line 1\n\n  line 2' }]],
    ['\n%%explain --json', [{ name: 'explain', line: '--json', cell: '' }]],
    ['%gpu-check?', [{ name: 'gpu-check', line: '', help: true }]],
    ['%%explain ??', [{ name: 'explain', line: '', help: true }]],
    ['?%gpu-check', [{ name: 'gpu-check', line: '', help: true }]],
    ['%gpu-chek', [{ name: 'gpu-chek', line: '', meant: 'gpu-check' }]],
    ['%gpu_check -h', [{ name: 'gpu_check', line: '-h', meant: 'gpu-check' }]],
  ])('%j is ours', (code, expected) => {
    expect(calls(code)).toMatchObject(expected);
    expect(calls(code)).toHaveLength(expected.length);
  });

  it.each([
    '',
    '# only a comment',
    'x = %gpu-check',
    '    %gpu-check',
    '%gpu-check\nprint(1)',
    'text = """\n%gpu-check\n"""',
    '%timeit 1',
    '%gpu-check\n%timeit 1',
    '%fleet',
    '%%time\n%gpu-check',
    '!ls',
    '%gpu-check;x',
    '% gpu-check',
    '%',
    '%%',
  ])('%j is Python’s', (code) => {
    expect(calls(code)).toBeUndefined();
  });

  it.each([
    ['%explain {path}', true],
    ['%explain $path', true],
    ['%explain 5$ {}', false],
    ['%gpu-check', false],
  ])('%j needs values of variables: %s', (code, expected) => {
    expect(readMagics(code, commands)?.expands).toBe(expected);
  });
});
