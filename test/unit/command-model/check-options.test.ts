import { expect, test } from 'vitest';

import { checkRequest } from '../../../src/command-model/check-options.ts';
import { UsageError } from '../../../src/errors.ts';
import { contextFor } from './sample-command.ts';

const request = (options: Record<string, string | true>) =>
  checkRequest(contextFor('terminal'), { options, positionals: [] });

test.each(['static', 'live', 'all-gpus', 'no-driver'])(
  'what was recorded cannot be looked at with --%s',
  (name) => {
    const call = () => request({ from: 'snapshot.json', [name]: true });
    expect(call).toThrow(UsageError);
    expect(call).toThrow(`--${name}`);
    expect(request({ [name]: true })).not.toHaveProperty('from');
  },
);

test('one that never starts TensorFlow and one that does contradict each other', () => {
  expect(() => request({ static: true, live: true })).toThrow(UsageError);
});
