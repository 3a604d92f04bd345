import { describe, expect, test } from 'vitest';

import { asksForJson, parseArguments, splitWords } from '../../../src/command-model/parse.ts';
import { UsageError } from '../../../src/errors.ts';
import { plain, sample, withVerbs } from './sample-command.ts';

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
    expect(parseArguments(sample, splitWords(line)).args).toEqual({ options, positionals });
  });

  test('the body of a cell is kept as it is', () => {
    expect(parseArguments(sample, [], ' x\n').args.cell).toBe(' x\n');
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

describe('a command with verbs', () => {
  test.each<[string, string, Record<string, string | true>, string[]]>([
    ['', 'lab list', {}, []],
    ['--json', 'lab list', { json: true }, []],
    ['start first', 'lab start', {}, ['first']],
    ['--yes start --timeout 5 first', 'lab start', { yes: true, timeout: '5' }, ['first']],
    ['run first -- python --yes', 'lab run', {}, ['first', 'python', '--yes']],
  ])('%s', (line, name, options, positionals) => {
    const { call, args } = parseArguments(withVerbs, splitWords(line));
    expect(call.name).toBe(name);
    expect(args).toEqual({ options, positionals });
  });

  test.each([
    ['strat', '`lab` takes `list`, `start` or `run` after it, not `strat`. Did you mean `start`?'],
    ['first', '`lab` takes `list`, `start` or `run` after it, not `first`.'],
    ['constructor', '`lab` takes `list`, `start` or `run` after it, not `constructor`.'],
    ['--from x.json', '`lab list` has no option `--from`.'],
    ['list --yes', '`lab list` has no option `--yes`. It belongs to `lab start`.'],
    ['start first --raw', '`lab start` has no option `--raw`.'],
    ['start first --yse', 'There is no option `--yse`. Did you mean `--yes`?'],
    ['list first', '`lab list` takes no words after it, but `first` was given.'],
    [
      'start first second',
      '`lab start` takes one word after it, and `second` is one more. A word with blanks needs quotes.',
    ],
  ])('refuses %s', (line, message) => {
    expect(() => parseArguments(withVerbs, splitWords(line))).toThrow(new UsageError(message));
  });

  test('without a default a verb is needed', () => {
    const { defaultVerb: _, ...needed } = withVerbs;
    expect(() => parseArguments(needed, [])).toThrow(
      '`lab` takes `list`, `start` or `run` after it.',
    );
  });
});

describe('what is refused', () => {
  test.each([
    ['--statik', 'There is no option `--statik`. Did you mean `--static`?'],
    ['--size 512', 'There is no option `--size`. Did you mean `--sizes`?'],
    ['--xyz', 'There is no option `--xyz`.'],
    ['--from x.json', '`matmul-bench` has no option `--from`.'],
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
