import { expect, test } from 'vitest';
import { secretOf } from '../../../src/jupyter/secret.ts';

test('a token is taken out as it is and as it stands in an address', () => {
  const secret = secretOf('a/b c$&d');
  expect(secret.text('x a/b c$&d y ?token=a%2Fb%20c%24%26d')).toBe('x <token> y ?token=<token>');
  expect(secret.value({ list: ['a/b c$&d', 1, null], other: true })).toEqual({
    list: ['<token>', 1, null],
    other: true,
  });
});

test('without a token, or with one that is short as a word, nothing is changed', () => {
  const data = { text: 'a cat sat' };
  expect(secretOf('').value(data)).toBe(data);
  expect(secretOf('cat').text(data.text)).toBe(data.text);
});

test('it is taken out of an error, its stack and its causes', () => {
  const cause = new Error('the server says a-long-token');
  const error = new Error('refused: a-long-token', { cause });
  secretOf('a-long-token').error(error);
  expect([error.message, error.stack, cause.message, cause.stack].join('\n')).not.toContain(
    'a-long',
  );
  expect(error.message).toBe('refused: <token>');
});
