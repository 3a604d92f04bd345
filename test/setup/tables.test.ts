import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newReleases, newRequirements, wheelsIn } from '../../setup/tables-compare.mjs';
import { runProcess } from '../../src/process/process.ts';
import { root } from '../../src/root.ts';

// What `npm run tables` finds in what pip prints, and what it says where the index cannot be reached.

/** As `pip index versions tensorflow -vvv` names files: taken ones, and those of other platforms and Pythons. */
const printed = `
  Found link https://index.example/tensorflow-2.20.0-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl#sha256=00 (from https://index.example/tensorflow/), version: 2.20.0
  Skipping link: none of the wheel's tags (cp312-cp312-win_amd64) are compatible: https://index.example/tensorflow-2.20.0-cp312-cp312-win_amd64.whl
  Skipping link: none of the wheel's tags are compatible: https://index.example/tensorflow-2.20.0-cp312-cp312-macosx_12_0_arm64.whl
  Skipping link: none of the wheel's tags are compatible: https://index.example/tensorflow-2.16.2-cp312-cp312-macosx_10_15_x86_64.whl
  Found link https://index.example/tensorflow-2.21.0rc0-cp312-cp312-manylinux_2_27_aarch64.whl, version: 2.21.0rc0
`;

const row = {
  tensorflow: '2.20',
  newest: '2.20.0',
  stable: true,
  python: { linux: ['3.12'], linuxArm: [], windows: ['3.12'], mac: ['3.12'], macIntel: [] },
};
const older = {
  tensorflow: '2.16',
  newest: '2.16.2',
  stable: true,
  python: { linux: [], linuxArm: [], windows: [], mac: [], macIntel: ['3.12'] },
};

test('wheels are read by their names; release candidates are none', () => {
  expect(wheelsIn(printed).map(({ version, platform }) => `${version} ${platform}`)).toEqual([
    '2.20.0 linux',
    '2.20.0 windows',
    '2.20.0 mac',
    '2.16.2 macIntel',
  ]);
});

test('nothing is new where the table says what is served', () => {
  expect(newReleases([older, row], wheelsIn(printed))).toEqual([]);
});

test('a new minor version, a new patch and a new Python are named', () => {
  const more = `${printed}
    tensorflow-2.20.1-cp312-cp312-win_amd64.whl
    tensorflow-2.20.1-cp313-cp313-win_amd64.whl
    tensorflow-2.22.0-cp313-cp313-win_amd64.whl`;
  expect(newReleases([older, row], wheelsIn(more))).toEqual([
    'TensorFlow 2.22 is new: 2.22.0. It has no row.',
    'TensorFlow 2.20: 2.20.1 is served, the row says 2.20.0.',
    'TensorFlow 2.20 for windows: wheels for Python 3.12, 3.13, the row says 3.12.',
  ]);
});

test('requirements are compared whatever their order and brackets', () => {
  const asked = ['numpy>=1.26', "nvidia-cudnn-cu12 (<10.0,>=9.3.0.75) ; extra == 'and-cuda'"];
  expect(newRequirements('2.21.0', ['nvidia-cudnn-cu12>=9.3.0.75,<10.0'], asked)).toBeUndefined();
  expect(newRequirements('2.21.0', ['nvidia-cudnn-cu12==9.3.0.75'], asked)).toContain('<10.0');
  expect(newRequirements('2.22.0', undefined, asked)).toContain('no row for 2.22.0');
});

test('an index that cannot be reached is a sentence and exit code 2', async () => {
  const { end, stderr } = await runProcess({
    file: process.execPath,
    args: [join(root, 'setup/tables.mjs')],
    // Nothing listens on the port for discarding.
    environment: { ...process.env, PIP_INDEX_URL: 'http://127.0.0.1:9/simple', PIP_NO_INPUT: '1' },
    timeoutMs: 60_000,
  });
  expect(end).toEqual({ how: 'exit', code: 2 });
  expect(stderr).toMatch(/pip could not ask its package index.*Nothing was compared/su);
});
