/**
 * @typedef {{ difference: string, group: string, expect: { verdict: string, rootCause: string | null } }} Machine a file of `test/machines`
 * @typedef {{ status: string, ancestorTitles: readonly string[] }} Assertion a test, as Vitest's JSON has it
 * @typedef {{ testResults: readonly { name: string, assertionResults: readonly Assertion[] }[] }} Results
 */

/**
 * The part of docs/accuracy.md with a row for each recorded machine: what it is, the verdict and the root cause that are
 * right for it, and whether the diagnosis said exactly that.
 * @param {Results} results of the project `machines`
 * @param {Readonly<Record<string, Machine>>} machines by name
 */
export function machineSection(results, machines) {
  const tests = results.testResults
    .filter(({ name }) => name.endsWith('/machines.test.ts'))
    .flatMap(({ assertionResults }) => assertionResults);
  const rows = Object.entries(machines).map(([name, { difference, expect }]) => {
    const own = tests.filter(({ ancestorTitles }) =>
      ancestorTitles.some((one) => isAbout(one, name)),
    );
    const right = own.length > 0 && own.every(({ status }) => status === 'passed');
    const cells = [
      name,
      difference,
      expect.verdict,
      expect.rootCause ?? 'none',
      right ? 'yes' : '**no**',
    ];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return `## Every recorded machine

A row says what the machine is, which verdict and root cause are right for it, and whether the diagnosis gave exactly these and no other finding. Names that begin with \`field-\` are machines drawn from practice, where trouble was to be expected.

| machine | what it is | verdict | root cause | right |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

/** Whether a title begins with a machine's name; Vitest quotes what it puts there. @param {string} title @param {string} name */
export function isAbout(title, name) {
  return title.startsWith(`${name}: `) || title.startsWith(`'${name}': `);
}
