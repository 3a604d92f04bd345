import { writeFileSync } from 'node:fs';

/**
 * Writes what became of a run's tests to the file named by TF_GPU_DOCTOR_SUM, for the sum over all suites:
 * `{ passed, failed, skipped: [{ name, reason }], files: [{ name, seconds }] }`. A test file that cannot be loaded counts as a failed test.
 */
// Vitest loads a reporter as the default export of its file.
// oxlint-disable-next-line import/no-default-export
export default class SumReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    /** @type {import('./suites.mjs').Sum} */
    const sum = { passed: 0, failed: unhandledErrors.length, skipped: [], files: [] };
    for (const module of modules) {
      sum.failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') sum.passed += 1;
        else if (result.state === 'skipped')
          sum.skipped.push({ name: test.fullName, reason: result.note });
        else sum.failed += 1;
      }
      const { duration, collectDuration, setupDuration } = module.diagnostic();
      const seconds = (duration + collectDuration + setupDuration) / 1000;
      sum.files.push({ name: module.relativeModuleId, seconds });
      for (const suite of module.children.allSuites()) sum.failed += suite.errors().length;
    }
    writeFileSync(process.env.TF_GPU_DOCTOR_SUM ?? '', JSON.stringify(sum));
  }
}
