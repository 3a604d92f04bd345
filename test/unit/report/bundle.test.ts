import { expect, test } from 'vitest';

import { toBundles } from '../../../src/report/bundle.ts';
import { chart, report } from './samples.ts';

const value = { schema: 'tf-gpu-doctor/diagnosis', version: 1 };

test('a report is one display, and one more for each chart', () => {
  const [prose, picture, ...others] = toBundles(report, { schema: value.schema, value });
  expect(Object.keys(prose ?? {})).toEqual([
    'text/plain',
    'text/html',
    'application/vnd.tf-gpu-doctor.diagnosis+json',
  ]);
  expect(prose?.['application/vnd.tf-gpu-doctor.diagnosis+json']).toBe(value);
  expect(prose?.['text/plain']).not.toContain('Matrix multiplication');
  expect(prose?.['text/html']).not.toContain('<svg');
  expect(Object.keys(picture ?? {})).toEqual([
    'application/vnd.vegalite.v5+json',
    'image/svg+xml',
    'text/plain',
  ]);
  expect(picture?.['text/plain']).toContain('Matrix multiplication');
  expect(others).toEqual([]);
});

test('charts inside details are found', () => {
  const folded = { blocks: [{ kind: 'details', summary: 'More', blocks: [chart] }] } as const;
  expect(toBundles(folded, { schema: 'diagnosis', value })).toHaveLength(2);
});
