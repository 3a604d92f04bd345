import { expect, it } from 'vitest';

import { parseKernelArguments } from '../../../kernel/arguments.ts';

it.each([
  ['--connection-file c.json', ['c.json', undefined, []]],
  ['-f c.json --python /usr/bin/python3', ['c.json', '/usr/bin/python3', []]],
  ['--connection-file=c.json --matplotlib=inline', ['c.json', undefined, ['--matplotlib=inline']]],
  ['--debug --connection-file c.json s.py', ['c.json', undefined, ['--debug', 's.py']]],
  [
    '--kernel tf-gpu-doctor s.py --python=p -f c.json',
    ['c.json', 'p', ['--kernel', 'tf-gpu-doctor', 's.py']],
  ],
  [
    '--IPKernelApp.pylab inline --connection-file c.json -x',
    ['c.json', undefined, ['--IPKernelApp.pylab', 'inline', '-x']],
  ],
  ['--connection-file', [undefined, undefined, []]],
  ['', [undefined, undefined, []]],
])('%s', (line, expected) => {
  const args = line === '' ? [] : line.split(' ');
  const { connectionFile, python, others } = parseKernelArguments(args);
  expect([connectionFile, python, others]).toEqual(expected);
});
