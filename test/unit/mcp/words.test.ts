import { describe, expect, test } from 'vitest';

import { commands } from '../../../src/commands/index.ts';
import { tools } from '../../../src/mcp/tools.ts';
import { wordsFor } from '../../../src/mcp/words.ts';

const inRoots = { fileBelow: (path: string) => Promise.resolve(`/project/${path}`) };

async function words(name: string, given: Record<string, unknown>, allowLive = false) {
  const tool = tools.find((one) => one.name === name);
  const command = commands.find((one) => one.name === name);
  if (tool === undefined || command === undefined) throw new Error(`no tool ${name}`);
  return wordsFor(tool, command, given, { ...inRoots, allowLive });
}

describe('the words of a tool call', () => {
  test('a check never starts TensorFlow unless the person allows it and the assistant asks', async () => {
    expect(await words('gpu-check', {})).toEqual({ words: ['--static'] });
    expect(await words('gpu-check', { live: false }, true)).toEqual({ words: ['--static'] });
    expect(await words('gpu-check', {}, true)).toEqual({ words: ['--static'] });
    expect(await words('gpu-check', { live: true }, true)).toEqual({ words: [] });
    await expect(words('gpu-check', { live: true })).rejects.toThrow('--allow-live');
  });

  test('a snapshot is printed and never live, whatever is allowed', async () => {
    expect(await words('snapshot', {}, true)).toEqual({ words: ['--static'] });
    await expect(words('snapshot', { live: true }, true)).rejects.toThrow('no argument `live`');
  });

  test('values stay in their places', async () => {
    expect(
      await words('gpu-plan', {
        gpu: 'RTX 4090',
        driver: '535.183',
        os: 'linux',
        check: 'a b.txt',
      }),
    ).toEqual({
      words: ['--gpu=RTX 4090', '--driver=535.183', '--os=linux', '--check=/project/a b.txt'],
    });
    expect(await words('explain', { file: '--last' })).toEqual({
      words: ['--', '/project/--last'],
    });
    expect(await words('explain', { id: '-' })).toEqual({ words: ['--', '-'] });
    expect(await words('explain', { text: '--raw' })).toEqual({ words: ['-'], text: '--raw' });
    expect(await words('gpu-python', {})).toEqual({ words: ['list'] });
  });

  test.each([
    ['gpu-check', { python: '/tmp/evil' }],
    ['gpu-check', { raw: true }],
    ['gpu-check', { on: 'ssh:elsewhere' }],
    ['gpu-check', { via: 'sh -c {}' }],
    ['gpu-check', { from: 7 }],
    ['gpu-check', { 'no-driver': 'yes' }],
    ['gpu-check', { constructor: 'x' }],
    ['gpu-check', { __proto__: null, toString: 'x' }],
    ['gpu-plan', { python: '/tmp/evil' }],
    ['gpu-plan', { python: '3.12 --create=/tmp/x' }],
    ['gpu-plan', { create: '/tmp/x' }],
    ['gpu-plan', { yes: true }],
    ['gpu-plan', { os: 'linux --create /tmp/x' }],
    ['gpu-plan', { manager: '' }],
    ['gpu-plan', { gpu: 'x\n--create' }],
    ['gpu-plan', { format: 'junit' }],
    ['snapshot', { FILE: '/tmp/x' }],
    ['snapshot', { script: true }],
    ['gpu-python', { use: '/tmp/evil' }],
    ['gpu-python', { verb: 'use' }],
    ['explain', {}],
    ['explain', { last: true }],
    ['explain', { id: '../../etc/passwd' }],
    ['explain', { id: 'cudnn-missing', text: 'x' }],
    ['explain', { text: 'x'.repeat(1_000_001) }],
  ])('%s refuses %j', async (name, given) => {
    await expect(words(name, given, true)).rejects.toThrow(
      expect.objectContaining({ name: 'UsageError' }),
    );
  });

  test('each tool is a command, and none of its options names a program or writes', () => {
    const options = tools.flatMap((tool) => Object.keys(tool.options));
    expect(tools.map(({ name }) => name)).toEqual([
      'gpu-check',
      'cuda-versions',
      'explain',
      'gpu-plan',
      'snapshot',
      'gpu-python',
    ]);
    expect(options.filter((name) => ['create', 'yes', 'raw', 'on', 'via'].includes(name))).toEqual(
      [],
    );
    expect(tools.find(({ name }) => name === 'gpu-check')?.options).not.toHaveProperty('python');
  });
});
