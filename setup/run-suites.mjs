import { installBrowser } from './browser.mjs';
import { build } from './build.mjs';
import { registerKernel } from './kernel.mjs';
import { installModules } from './modules.mjs';
import { preparePractice } from './practice.mjs';
import { step } from './progress.mjs';
import { setUp } from './set-up.mjs';
import { allSuites } from './suites.mjs';

/** Suites that need neither Python nor a browser. */
const light = new Set(['check', 'unit', 'machines', 'setup']);

/**
 * What `npm test` does: every suite, or those named (`npm test -- unit`). The last line is the sum.
 * @param {readonly string[]} names
 */
export async function runSuites(names) {
  const suites = chooseSuites(names);
  if (suites === undefined) return;
  const ready = await setUp(() => prepare(suites));
  if (!ready) {
    console.log('\n0 passed, 1 failed, 0 skipped');
    return;
  }

  /** @type {{ passed: number, failed: number, skipped: { suite: string, name: string, reason?: string | undefined }[] }} */
  const total = { passed: 0, failed: 0, skipped: [] };
  const files = [];
  const failed = [];
  for (const suite of suites) {
    console.log(`\n── ${suite.name} ${'─'.repeat(60 - suite.name.length)}`);
    const sum = await suite.run();
    total.passed += sum.passed;
    total.failed += sum.failed;
    total.skipped.push(...sum.skipped.map((test) => ({ ...test, suite: suite.name })));
    files.push(...sum.files);
    if (sum.failed > 0) failed.push(`${suite.name} (${sum.failed})`);
  }

  if (total.skipped.length > 0) console.log('\nNot run here:');
  for (const { suite, name, reason } of total.skipped) {
    console.log(`  ${suite}: ${name}: ${reason ?? 'no reason was given'}`);
  }
  showSlowest(files);
  if (failed.length > 0) console.log(`\nFailed: ${failed.join(', ')}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped`);
  if (total.failed > 0) process.exitCode = 1;
}

/** @param {readonly { name: string, seconds: number }[]} files */
function showSlowest(files) {
  const slowest = files.toSorted((one, other) => other.seconds - one.seconds).slice(0, 10);
  if (slowest.length > 0) console.log('\nThe slowest test files, in seconds:');
  for (const { name, seconds } of slowest) {
    console.log(`${seconds.toFixed(1).padStart(8)}  ${name}`);
  }
}

async function prepare(suites) {
  await step('Node packages', installModules);
  await step('Kernel, built from its sources', build);
  if (suites.every(({ name }) => light.has(name))) return;
  await step('JupyterLab, TensorFlow and test tools in .venv', (tell) =>
    preparePractice(['requirements.lock', 'requirements-test.lock'], tell),
  );
  await step('Kernel registered in JupyterLab', () => registerKernel(console.warn));
  await step('Chromium and Firefox for the browser tests', installBrowser);
}

function chooseSuites(names) {
  const suites = allSuites();
  const unknown = names.find((name) => !suites.some((suite) => suite.name === name));
  if (unknown !== undefined) {
    const known = suites.map(({ name }) => name).join(', ');
    console.error(`There is no suite ${unknown}. There are: ${known}.`);
    process.exitCode = 2;
    return undefined;
  }
  return names.length === 0 ? suites : suites.filter(({ name }) => names.includes(name));
}
