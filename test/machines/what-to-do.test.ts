import { expect, test } from 'vitest';
import { findingIds, findingText } from '../../src/content/pages.ts';
import { remedyBlocks, type RemedyReader } from '../../src/guide/what-to-do.ts';
import { toText } from '../../src/report/text.ts';

const text = (id: string, reader: RemedyReader): string => {
  const blocks = remedyBlocks(id, findingText(id) ?? '', reader);
  return toText({ blocks }, { width: 200, colour: false });
};

test.each(findingIds())('%s says what to do, to every reader', (id) => {
  for (const ui of ['notebook', 'terminal'] as const) {
    for (const os of ['linux', 'windows', 'mac', null] as const) {
      expect(text(id, { ui, os }).trim()).not.toBe('');
    }
  }
});

test('a notebook and a terminal get lines that work there', () => {
  const notebook = text('cuda-visible-devices', { ui: 'notebook', os: 'linux' });
  expect(notebook.indexOf('%gpu-env unset CUDA_VISIBLE_DEVICES')).toBeGreaterThan(0);
  const terminal = text('cuda-visible-devices', { ui: 'terminal', os: 'linux' });
  expect(terminal).not.toContain('gpu-env');
  expect(terminal).toContain('    unset CUDA_VISIBLE_DEVICES');
  expect(text('cudnn-missing', { ui: 'notebook', os: null })).toContain('    %pip install');
});

test('what is for another system is left out', () => {
  const linux = text('cuda-visible-devices', { ui: 'terminal', os: 'linux' });
  expect(linux).not.toContain('PowerShell');
  const windows = text('cuda-visible-devices', { ui: 'terminal', os: 'windows' });
  expect(windows).toContain('Remove-Item');
  expect(windows).not.toContain('    unset ');
});

test('a page without such a section says nothing', () => {
  expect(remedyBlocks('x', '# X\n\n## What it is\n\nY\n', { ui: 'terminal', os: null })).toEqual(
    [],
  );
});
