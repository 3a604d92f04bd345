import { expect, test } from 'vitest';
import { machineSection } from '../../setup/accuracy-machines.mjs';

const machine = (difference: string, rootCause: string | null) => ({
  difference,
  group: 'cause',
  expect: { verdict: 'cpu-only', rootCause },
});

test('a row for each machine: right only where all of its tests passed and there were any', () => {
  const results = {
    testResults: [
      {
        name: '/x/test/machines/machines.test.ts',
        assertionResults: [
          { status: 'passed', ancestorTitles: ["'masked': 'A mask.'"] },
          { status: 'passed', ancestorTitles: ['masked-too: A mask | two.'] },
          { status: 'failed', ancestorTitles: ['masked-too: A mask | two.'] },
        ],
      },
      {
        name: '/x/test/machines/remedies.test.ts',
        assertionResults: [
          { status: 'passed', title: 'its 3 lines of remedies work', ancestorTitles: ["'masked'"] },
          {
            status: 'failed',
            title: 'its 2 lines of remedies work',
            ancestorTitles: ['masked-too'],
          },
        ],
      },
    ],
  };
  const text = machineSection(results, {
    masked: machine('A mask.', 'cuda-visible-devices'),
    'masked-too': machine('A mask | two.', 'cuda-visible-devices'),
    lost: machine('Never tried.', null),
  });
  expect(text).toContain('| masked | A mask. | cpu-only | cuda-visible-devices | yes | 3 |');
  expect(text).toContain(
    '| masked-too | A mask \\| two. | cpu-only | cuda-visible-devices | **no** | **2, not all work** |',
  );
  expect(text).toContain('| lost | Never tried. | cpu-only | none | **no** | none to type |');
});
