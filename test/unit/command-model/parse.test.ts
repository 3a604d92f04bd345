import { describe, expect, test } from 'vitest';

import { asksForJson, parseArguments, splitWords } from '../../../src/command-model/parse.ts';
import { UsageError } from '../../../src/errors.ts';
import { plain, sample } from './sample-command.ts';

describe('what is understood', () => {
  test.each<[string, Record<string, string | true>, string[]]>([
    ['', {}, []],
    ['--static', { static: true }, []],
    ['--sizes 512,1024 --json', { sizes: '512,1024', json: true }, []],
    ['--sizes=512', { sizes: '512' }, []],
    ['--sizes=a=b', { sizes: 'a=b' }, []],
    ['--sizes=--odd', { sizes: '--odd' }, []],
    ['--sizes 1 --sizes 2', { sizes: '2' }, []],
    ['one --static two', { static: true }, ['one', 'two']],
    ['--static -- --sizes --json', { static: true }, ['--sizes', '--json']],
    ['-', {}, ['-']],
    ['-h', { help: true }, []],
    ['--timeout 0.5', { timeout: '0.5' }, []],
    ['--python "/a b/python"', { python: '/a b/python' }, []],
  ])('%s', (line, options, positionals) => {
    expect(parseArguments(sample, splitWords(line))).toEqual({ options, positionals });
  });

  test('the body of a cell is kept as it is', () => {
    expect(parseArguments(sample, [], ' x\n').cell).toBe(' x\n');
  });

  test('help is given whatever else is wrong with the words', () => {
    expect(parseArguments(plain, ['install', '--help']).options['help']).toBe(true);
  });

  test('names of the object prototype are no options', () => {
    expect(() => parseArguments(sample, ['--constructor'])).toThrow(UsageError);
    expect(() => parseArguments(sample, ['--__proto__=x'])).toThrow(UsageError);
  });
});

test.each([
  ['--statik --json', true],
  ['--sizes=--json', false],
  ['run x -- python --json', false],
  ['"a --json"', false],
])('whether wrong words ask for JSON: %s', (line, expected) => {
  expect(asksForJson(splitWords(line))).toBe(expected);
});

describe('what is refused', () => {
  test.each([
    ['--statik', 'There is no option `--statik`. Did you mean `--static`?'],
    ['--size 512', 'There is no option `--size`. Did you mean `--sizes`?'],
    ['--xyz', 'There is no option `--xyz`.'],
    ['-x', 'There is no option `-x`.'],
    ['--static=yes', '`--static` is a switch and takes no value, but `yes` was given.'],
    ['--sizes', '`--sizes` needs a value: `--sizes LIST` or `--sizes=LIST`.'],
    ['--sizes=', '`--sizes` needs a value: `--sizes LIST` or `--sizes=LIST`.'],
    [
      '--sizes --json',
      '`--sizes` needs a value before `--json`: `--sizes LIST` or `--sizes=LIST`.',
    ],
    ...['0', '-1', 'soon', 'NaN', 'Infinity', '1e9', "' '"].map((value) => [
      `--timeout=${value}`,
      `\`--timeout\` takes a number of seconds above 0 and up to 86400, not \`${splitWords(value).join('')}\`.`,
    ]),
  ])('%s', (line, message) => {
    expect(() => parseArguments(sample, splitWords(line))).toThrow(new UsageError(message));
  });

  test('words and cells that a command does not take', () => {
    expect(() => parseArguments(plain, ['install'])).toThrow('`kernel` takes no words after it');
    expect(() => parseArguments(plain, [], 'x = 1')).toThrow('`kernel` takes no cell below it');
  });
});
