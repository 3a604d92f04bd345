import { describe, expect, it } from 'vitest';

import {
  endpointOf,
  parseConnection,
  readConnectionFile,
} from '../../../../kernel/wire/connection-file.ts';

const usable = {
  transport: 'tcp',
  ip: '127.0.0.1',
  shell_port: 1,
  control_port: 2,
  stdin_port: 3,
  iopub_port: 4,
  hb_port: 5,
  key: 'secret',
  signature_scheme: 'hmac-sha256',
  kernel_name: 'whatever',
};
const parse = (change: object) =>
  parseConnection(JSON.stringify({ ...usable, ...change }), 'c.json');

describe('a connection file', () => {
  it('is read', () => {
    expect(parse({})).toEqual({
      transport: 'tcp',
      ip: '127.0.0.1',
      ports: { shell: 1, control: 2, stdin: 3, iopub: 4, hb: 5 },
      key: 'secret',
    });
  });

  it('may say with an empty key that nothing is signed', () => {
    expect(parse({ key: '' }).key).toBe('');
  });

  it('may have CurveZMQ keys', () => {
    const [publicKey, secretKey] = ['p'.repeat(40), 's'.repeat(40)];
    const { curve } = parse({ curve_publickey: publicKey, curve_secretkey: secretKey });
    expect(curve).toEqual({ publicKey, secretKey });
  });

  it.each([
    [{ shell_port: 0 }, 'shell_port is below 1'],
    [{ hb_port: 70_000 }, 'hb_port is above 65535'],
    [{ iopub_port: 'x' }, 'iopub_port is not a number'],
    [{ stdin_port: undefined }, 'stdin_port is missing'],
    [{ transport: 'udp' }, 'transport is neither "tcp" nor "ipc"'],
    [{ ip: '' }, 'ip is empty'],
    [{ key: undefined }, 'key is missing'],
    [{ key: null }, 'key is not a text'],
    [{ signature_scheme: 'hmac-md5' }, 'signature_scheme is not "hmac-sha256"'],
    [
      { curve_publickey: 'short', curve_secretkey: 'short' },
      'curve_publickey is not 40 characters',
    ],
    [{ curve_publickey: 'p'.repeat(40) }, 'lacks the other'],
  ])('with %j is refused with the reason', (change, words) => {
    expect(() => parse(change)).toThrow(words);
    expect(() => parse(change)).toThrow('c.json');
  });

  it.each([
    ['{', 'is not JSON'],
    ['[]', 'not usable'],
    ['', 'is not JSON'],
  ])('with the text %j is refused', (text, words) => {
    expect(() => parseConnection(text, 'c.json')).toThrow(words);
  });

  it('that cannot be read is named', () => {
    expect(() => readConnectionFile('/nowhere/c.json')).toThrow('/nowhere/c.json cannot be read');
  });
});

describe('an endpoint', () => {
  it.each([
    [{}, 'tcp://127.0.0.1:1'],
    [{ ip: '::1' }, 'tcp://[::1]:1'],
    [{ transport: 'ipc', ip: '/run/k' }, 'ipc:///run/k-1'],
  ])('with %j is %s', (change, expected) => {
    expect(endpointOf(parse(change), 'shell')).toBe(expected);
  });
});
