/**
 * @typedef {{ what: string, before: string | null, remedy: string, after: string, undone: string | null }} Repair
 * @typedef {{ status: string, title: string, meta?: { repair?: Repair } }} Assertion
 */

/**
 * The section of docs/accuracy.md about remedies that were tried, applied and taken back.
 * @param {import('./accuracy-page.mjs').Results} results of the project `fix`
 */
export function repairSection(results) {
  /** @type {readonly Assertion[]} */
  const tests = results.testResults
    .filter(({ name }) => name.endsWith('/repairs.test.ts'))
    .flatMap(({ assertionResults }) => assertionResults);
  const rows = tests.flatMap(({ status, meta }) =>
    meta?.repair === undefined ? [] : [{ ...meta.repair, right: status === 'passed' }],
  );
  const lines = rows.map(
    (one) =>
      `| ${one.what} | ${one.before ?? '(none)'} | ${one.remedy} | ${one.after} | ${one.undone ?? '(none)'} | ${one.right ? 'yes' : 'no'} |`,
  );
  return `## Repairs

Each of these simulated machines was mended by \`gpu-fix --try\`, then \`--apply\`, and made as before by \`--undo\`: all with the real TensorFlow, venv and pip. NVIDIA's packages are small ones that hold the lab's libraries, because the real ones (3 GB) know no simulated GPU; a TensorFlow that is to be installed is the real one of PyPI, put in its place as hard links. "As before" means every file of the environment, kernel.json and settings to the letter.

| machine | root cause before | remedy | with it | after undo | as before |
| --- | --- | --- | --- | --- | --- |
${lines.join('\n')}
`;
}
