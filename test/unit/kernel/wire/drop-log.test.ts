import { expect, it } from 'vitest';

import { createDropLog } from '../../../../kernel/wire/drop-log.ts';

it('logs each reason once', () => {
  const logged: string[] = [];
  const drop = createDropLog((sentence) => void logged.push(sentence));
  for (const reason of ['unsigned', 'unsigned', 'replayed', 'malformed', 'replayed'] as const) {
    drop(reason);
  }
  expect(logged).toHaveLength(3);
  expect(logged[0]).toContain('does not match the key');
  expect(logged[1]).toContain('same signature');
  expect(logged[2]).toContain('does not follow');
});
