import { expect, test } from 'vitest';
import { accuracyPage } from '../../setup/accuracy-page.mjs';

const assertion = (status: string, title: string, ...ancestorTitles: string[]) => ({
  status,
  title,
  ancestorTitles,
});

function pageOf(status: string) {
  const machines = [
    assertion('passed', 'is cpu-only', 'no-cudnn: cuDNN is missing'),
    assertion(status, 'says what it must', 'no-cudnn: cuDNN is missing'),
    assertion('passed', 'is gpu-ready', 'desktop: nothing'),
    assertion(status, 'desktop: no finding of severity error or warning', 'healthy machines'),
  ];
  const diagnosis = [
    assertion('passed', 'masked: the cause is named'),
    assertion(status, 'healthy: the cause is named'),
    assertion('passed', 'masked: files and driver alone name it too'),
  ];
  const results = {
    testResults: [
      { name: '/test/machines/machines.test.ts', assertionResults: machines },
      { name: '/test/lab/diagnosis.test.ts', assertionResults: diagnosis },
    ],
  };
  const groups = { 'no-cudnn': 'cause', desktop: 'healthy' };
  const { text, allRight } = accuracyPage(results, groups, new Date('2026-11-24'));
  const figures = [...text.matchAll(/\| (?<right>\d+) \| (?<of>\d+) \|$/gmu)];
  return {
    text,
    allRight,
    figures: figures.map(({ groups: one }) => `${one?.['right']}/${one?.['of']}`),
  };
}

test('every case is counted in its row', () => {
  const { figures, allRight, text } = pageOf('passed');
  expect(figures).toEqual(['1/1', '0/0', '1/1', '0/0', '2/2', '1/1', '0/0']);
  expect(allRight).toBe(true);
  expect(text).toContain('on 2026-11-24');
});

test('one failed test makes its machine wrong, and the page names it', () => {
  const { figures, allRight, text } = pageOf('failed');
  expect(figures).toEqual(['0/1', '0/0', '0/1', '0/0', '1/2', '1/1', '0/0']);
  expect(allRight).toBe(false);
  expect(text).toMatch(/^- no-cudnn \(/mu);
  expect(text).toMatch(/^- healthy \(simulated/mu);
});

test('a recorded machine without a test counts as wrong', () => {
  const { allRight } = accuracyPage({ testResults: [] }, { lost: 'cause' }, new Date());
  expect(allRight).toBe(false);
});
