import { expect, test } from 'vitest';

import { complete } from '../../../src/command-model/complete.ts';
import { plain, sample, withVerbs } from './sample-command.ts';

const commands = [
  sample,
  plain,
  withVerbs,
  { ...sample, name: 'gpu-check', cell: false, interfaces: ['notebook'] },
] as const;

/** `|` is the cursor; `expected` are the lines that Tab can make of it. */
test.each<[string, string[]]>([
  ['%|', ['%matmul-bench|', '%lab|', '%gpu-check|']],
  ['%mat|', ['%matmul-bench|']],
  ['  %mat|', ['  %matmul-bench|']],
  ['x = %gpu-c|', ['x = %gpu-check|']],
  ['a, b["c"] = %gpu-c|', ['a, b["c"] = %gpu-check|']],
  ['%%|', ['%%matmul-bench|']],
  ['%mat| --static', ['%matmul-bench| --static']],
  ['%ker|', []],
  ['%matmul-bench --st|', ['%matmul-bench --static|']],
  ['%matmul-bench --static --s|', ['%matmul-bench --static --sizes|']],
  ['%matmul-bench --ver|', ['%matmul-bench --verbose|']],
  ['%matmul-bench |', ['%matmul-bench first|', '%matmul-bench second|']],
  ['%matmul-bench s|', ['%matmul-bench second|']],
  ['%matmul-bench --dtypes b|', ['%matmul-bench --dtypes bfloat16|']],
  ['%matmul-bench --dtypes=b|', ['%matmul-bench --dtypes=bfloat16|']],
  ['%matmul-bench --dtypes float32,b|', ['%matmul-bench --dtypes float32,bfloat16|']],
  ['%matmul-bench --sizes |', []],
  ['%matmul-bench first second |', []],
  ['%lab |', ['%lab list|', '%lab start|']],
  ['%lab s|', ['%lab start|']],
  ['%lab run |', []],
  ['%lab start |', ['%lab start first|', '%lab start second|']],
  ['%lab start --yes f|', ['%lab start --yes first|']],
  ['%lab start --timeout 5 f|', ['%lab start --timeout 5 first|']],
  ['%lab start first |', []],
  ['%lab start --y|', ['%lab start --yes|']],
  ['%lab list --y|', []],
  ['%nothing --st|', []],
  ['gpu-c|', []],
  ['x % gpu|', []],
  ['print("%mat|', []],
])('%s', (marked, expected) => {
  const cursor = marked.indexOf('|');
  const line = marked.replace('|', '');
  const { matches, start, end } = complete(commands, line, cursor);
  const lines = matches.map((match) => `${line.slice(0, start)}${match}|${line.slice(end)}`);
  expect(lines).toEqual(expected);
});
