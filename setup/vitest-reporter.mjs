import { writeFileSync } from 'node:fs';

/**
 * Writes what became of a run's tests to the file named by TF_GPU_DOCTOR_SUM, for the sum over all suites:
 * `{ passed, failed, skipped: [{ name, reason }] }`. A test file that cannot be loaded counts as a failed test.
 */
// Vitest loads a reporter as the default export of its file.
// oxlint-disable-next-line import/no-default-export
export default class SumReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const sum = { passed: 0, failed: unhandledErrors.length, skipped: [] };
    for (const module of modules) {
      sum.failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state, note } = test.result();
        if (state === 'passed') sum.passed += 1;
        else if (state === 'skipped') sum.skipped.push({ name: test.fullName, reason: note });
        else sum.failed += 1;
      }
      for (const suite of module.children.allSuites()) sum.failed += suite.errors().length;
    }
    writeFileSync(process.env.TF_GPU_DOCTOR_SUM, JSON.stringify(sum));
  }
}
