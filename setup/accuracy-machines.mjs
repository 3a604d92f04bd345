/**
 * @typedef {{ difference: string, group: string, expect: { verdict: string, rootCause: string | null } }} Machine a file of `test/machines`
 * @typedef {{ status: string, title?: string, ancestorTitles: readonly string[] }} Assertion a test, as Vitest's JSON has it
 * @typedef {{ testResults: readonly { name: string, assertionResults: readonly Assertion[] }[] }} Results
 */

/**
 * The part of docs/accuracy.md with a row for each recorded machine: what it is, the verdict and the root cause that are
 * right for it, whether the diagnosis said exactly that, and how many lines of its remedies were checked.
 * @param {Results} results of the project `machines`
 * @param {Readonly<Record<string, Machine>>} machines by name
 */
export function machineSection(results, machines) {
  const tests = testsIn(results, 'machines.test.ts');
  const typed = testsIn(results, 'remedies.test.ts');
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
      remediesOf(typed, name),
    ];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return `## Every recorded machine

A row says what the machine is, which verdict and root cause are right for it, and whether the diagnosis gave exactly these and no other finding. The last column counts the lines of its remedies: the shell understands each, its program has these words and options, and the packages exist, those of PyPI for the Python and platform of the machine (\`test/machines/remedies\`). Names that begin with \`field-\` are machines drawn from practice, where trouble was to be expected.

| machine | what it is | verdict | root cause | right | lines of remedies checked |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

/** @param {Results} results @param {string} file @returns {Assertion[]} */
function testsIn(results, file) {
  return results.testResults
    .filter(({ name }) => name.endsWith(`/${file}`))
    .flatMap(({ assertionResults }) => assertionResults);
}

/** How many lines of a machine's remedies work as printed. @param {readonly Assertion[]} tests @param {string} name */
function remediesOf(tests, name) {
  const own = tests.find(({ ancestorTitles }) =>
    ancestorTitles.some((one) => one === name || one === `'${name}'`),
  );
  if (own === undefined) return 'none to type';
  const count = /\d+/u.exec(own.title ?? '')?.[0] ?? '';
  return own.status === 'passed' ? count : `**${count}, not all work**`;
}

/** Whether a title begins with a machine's name; Vitest quotes what it puts there. @param {string} title @param {string} name */
export function isAbout(title, name) {
  return title.startsWith(`${name}: `) || title.startsWith(`'${name}': `);
}
