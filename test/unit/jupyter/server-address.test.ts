import { expect, test } from 'vitest';
import { UsageError } from '../../../src/errors.ts';
import { isReadOnTheWay, readServerAddress } from '../../../src/jupyter/server-address.ts';

test.each([
  ['http://localhost:8888', { url: 'http://localhost:8888/' }],
  ['http://localhost:8888/lab?token=abc%2Fd', { url: 'http://localhost:8888/', token: 'abc/d' }],
  ['http://h:1/base/tree/x/y.ipynb', { url: 'http://h:1/base/' }],
  ['https://hub.example/user/ada/lab/tree/a.ipynb', { url: 'https://hub.example/user/ada/' }],
  ['https://hub.example/user/ada?token=', { url: 'https://hub.example/user/ada/' }],
])('%s', (text, address) => {
  expect(readServerAddress(text)).toEqual(address);
});

test.each(['localhost:8888', 'ftp://h/?token=secret', 'no?token=secret', 'http://a:secret@h/'])(
  '%s is none, and the sentence holds no secret',
  (text) => {
    expect(() => readServerAddress(text)).toThrow(UsageError);
    expect(() => readServerAddress(text)).toThrow(/^(?!.*secret)/u);
  },
);

test.each([
  ['http://localhost:8888/', false],
  ['http://127.0.0.1:8888/', false],
  ['http://[::1]:8888/', false],
  ['https://gpu-box:8888/', false],
  ['http://gpu-box:8888/', true],
  ['http://10.0.0.7/', true],
  ['http://localhost.example.com/', true],
])('%s: others can read what is sent there: %s', (url, expected) => {
  expect(isReadOnTheWay({ url })).toBe(expected);
});
