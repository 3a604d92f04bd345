import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { root } from './clone.mjs';
import { missingTool } from './missing.mjs';
import { npm } from './npm.mjs';
import { run } from './run.mjs';
import { readJson } from './stamp.mjs';

/**
 * @typedef {object} Sum
 * @property {number} passed
 * @property {number} failed
 * @property {{ name: string, reason?: string | undefined }[]} skipped
 * @property {{ name: string, seconds: number }[]} files how long each test file took
 * @typedef {{ name: string, run: () => Promise<Sum> }} Suite
 */

// Quick ones first, so that a plain mistake is seen at once.
const order = ['unit', 'machines', 'cli', 'wire', 'collect', 'lab', 'fix', 'setup', 'jupyter'];

/** The static checks and every folder of test/ that has tests, in the order in which they run. @returns {Suite[]} */
export function allSuites() {
  const folders = readdirSync(join(root, 'test'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && hasTests(entry.name))
    .map((entry) => entry.name);
  return [
    { name: 'check', run: staticChecks },
    ...folders
      .toSorted((left, right) => rank(left) - rank(right))
      .map((name) => ({ name, run: () => vitestProject(name) })),
  ];
}

function rank(name) {
  return order.includes(name) ? order.indexOf(name) : order.length;
}

function hasTests(folder) {
  const files = readdirSync(join(root, 'test', folder), { recursive: true, encoding: 'utf8' });
  return files.some((file) => file.endsWith('.test.ts'));
}

/** The scripts of package.json that `npm run check` calls. */
function checks() {
  const { scripts } = readJson(join(root, 'package.json'));
  return Object.keys(scripts).filter((name) => name.startsWith('check:'));
}

/** @returns {Promise<Sum>} */
async function staticChecks() {
  /** @type {Sum} */
  const sum = { passed: 0, failed: 0, skipped: [], files: [] };
  for (const check of checks()) {
    const { ok, code, how, output } = await npm(['run', '--silent', check], { minutes: 10 });
    const reason = output.trim();
    if (ok) sum.passed += 1;
    else if (code === missingTool) sum.skipped.push({ name: check, reason });
    else sum.failed += 1;
    const sign = ok ? '✓' : code === missingTool ? '↓' : '✗';
    console.log(ok ? ` ${sign} ${check}` : `${output}\n ${sign} ${check} (${how})`);
  }
  return sum;
}

async function vitestProject(name) {
  const folder = mkdtempSync(join(tmpdir(), 'tf-gpu-doctor-sum-'));
  const file = join(folder, 'sum.json');
  const browser = findBrowser();
  const { ok, how } = await run(
    process.execPath,
    [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      `--project=${name}`,
      '--reporter=default',
      `--reporter=${join(root, 'setup', 'vitest-reporter.mjs')}`,
    ],
    {
      cwd: root,
      show: true,
      minutes: 20,
      env: {
        ...process.env,
        TF_GPU_DOCTOR_SUM: file,
        ...(browser === undefined ? {} : { CHROMIUM: browser }),
      },
    },
  );
  const sum = readJson(file);
  rmSync(folder, { recursive: true });
  return judge(name, sum, ok, how);
}

/**
 * A suite that crashed, ran no test, or ended badly with no failed test to show for it has failed.
 * @param {Sum | undefined} sum what the suite itself counted
 * @returns {Sum}
 */
export function judge(name, sum, ok, how) {
  if (sum === undefined) {
    console.log(` ✗ The suite ${name} ended before it could count its tests (${how}).`);
    return { passed: 0, failed: 1, skipped: [], files: [] };
  }
  if (sum.passed + sum.failed + sum.skipped.length === 0) {
    console.log(` ✗ The suite ${name} has run no test.`);
    return { ...sum, failed: 1 };
  }
  if (!ok && sum.failed === 0) {
    console.log(` ✗ All tests of the suite ${name} passed, but it ended with ${how}.`);
    return { ...sum, failed: 1 };
  }
  return sum;
}
