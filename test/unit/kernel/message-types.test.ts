import { expect, it } from 'vitest';

import { channelOf, messageType } from '../../../kernel/message-types.ts';

/** What a client may send, by channel: jupyter-client.readthedocs.io/en/stable/messaging.html, version 5.5. */
const protocol = {
  shell: [
    'execute_request',
    'inspect_request',
    'complete_request',
    'history_request',
    'is_complete_request',
    'connect_request',
    'comm_info_request',
    'kernel_info_request',
    'comm_open',
    'comm_msg',
    'comm_close',
  ],
  control: [
    'shutdown_request',
    'interrupt_request',
    'debug_request',
    'create_subshell_request',
    'delete_subshell_request',
    'list_subshell_request',
    'kernel_info_request',
    'usage_request',
  ],
  stdin: ['input_reply'],
} as const;
const all = (['shell', 'control', 'stdin'] as const).flatMap((channel) =>
  protocol[channel].map((type) => [type, channel] as const),
);

it.each(all)('%s on %s is in the table', (type, channel) => {
  const entry = messageType(type, channel);
  expect(entry).toBeDefined();
  // Whoever asks Python must know what happens without it.
  expect(entry?.withoutPython === undefined).toBe(entry?.answeredBy === 'kernel');
});

it.each([
  ['execute_request', 'control'],
  ['debug_request', 'shell'],
  ['input_reply', 'shell'],
  ['execute_request', 'stdin'],
  ['strange_request', 'shell'],
  ['constructor', 'shell'],
  ['__proto__', 'control'],
] as const)('%s on %s is not', (type, channel) => {
  expect(messageType(type, channel)).toBeUndefined();
});

it('knows on which channel a request to Python came', () => {
  expect(channelOf('debug_request')).toBe('control');
  expect(channelOf('history_request')).toBe('shell');
});
