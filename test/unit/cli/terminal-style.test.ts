import { expect, test } from 'vitest';

import { terminalStyle } from '../../../src/cli/terminal-style.ts';

const terminal = { isTTY: true, columns: 90 };
const pipe = {};

test.each([
  ['a terminal has colours', terminal, {}, true],
  ['a pipe has none', pipe, {}, false],
  ['NO_COLOR', terminal, { NO_COLOR: '1' }, false],
  ['an empty NO_COLOR says nothing', terminal, { NO_COLOR: '' }, true],
  ['FORCE_COLOR in a pipe', pipe, { FORCE_COLOR: '1' }, true],
  ['FORCE_COLOR without a value', pipe, { FORCE_COLOR: '' }, true],
  ['FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }, false],
  ['FORCE_COLOR goes before NO_COLOR', pipe, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ['a dumb terminal', terminal, { TERM: 'dumb' }, false],
])('%s', (_, screen, environment, colour) => {
  expect(terminalStyle(screen, environment).colour).toBe(colour);
});

test.each([
  [terminal, {}, 90],
  [{ isTTY: true, columns: 300 }, {}, 100],
  [{ isTTY: true, columns: 0 }, {}, 80],
  [pipe, {}, 80],
  [pipe, { COLUMNS: '60' }, 60],
  [pipe, { COLUMNS: 'wide' }, 80],
])('%j %j is %i wide', (screen, environment, width) => {
  expect(terminalStyle(screen, environment).width).toBe(width);
});
