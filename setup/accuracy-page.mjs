import { isAbout } from './accuracy-machines.mjs';

/**
 * @typedef {{ status: string, title: string, ancestorTitles: readonly string[] }} Assertion a test, as Vitest's JSON has it
 * @typedef {{ testResults: readonly { name: string, assertionResults: readonly Assertion[] }[] }} Results
 * @typedef {{ what: string, cases: readonly { name: string, right: boolean }[] }} Row
 */

const groups = {
  cause: 'recorded machines with a cause: exactly the expected findings, the right root cause',
  world: 'recorded machines that other tools take for one another',
  healthy: 'recorded healthy machines: no error, no warning',
  undecided: 'recorded machines on which the cause cannot be decided: nothing is claimed',
};

/**
 * The text of docs/accuracy.md, and whether every case was right.
 * @param {Results} results of the projects `machines` and `lab`
 * @param {Readonly<Record<string, string>>} groupOf each recorded machine
 * @param {Date} date
 */
export function accuracyPage(results, groupOf, date) {
  const rows = [...recorded(results, groupOf), ...simulated(results)];
  const wrong = rows.flatMap(({ what, cases }) =>
    cases.filter(({ right }) => !right).map(({ name }) => `- ${name} (${what})`),
  );
  const text = `# How often the answer is right

\`npm run accuracy\` wrote this page on ${date.toISOString().slice(0, 10)}. It diagnoses every recorded machine of \`test/machines\` and every simulated machine of the lab, on which the real TensorFlow runs.

| what                                        | right | of  |
| ------------------------------------------- | ----- | --- |
${rows.map(({ what, cases }) => `| ${what} | ${cases.filter(({ right }) => right).length} | ${cases.length} |`).join('\n')}

${wrong.length === 0 ? 'No case was wrong.' : `Wrong were:\n\n${wrong.join('\n')}`}

These figures say that the answers are the expected ones on machines that we know. Most recorded machines were derived from a real one by changing what the fault changes, and simulated GPUs compute on the processor. Neither stands for a machine that nobody has seen yet.
`;
  return { text, allRight: wrong.length === 0 };
}

/** @param {Results} results @param {Readonly<Record<string, string>>} groupOf @returns {Row[]} */
function recorded(results, groupOf) {
  const tests = testsOf(results, 'machines.test.ts');
  const machines = Object.keys(groupOf).map((name) => {
    const own = tests.filter(({ title, ancestorTitles }) =>
      [...ancestorTitles, title].some((one) => isAbout(one, name)),
    );
    return { name, group: groupOf[name], right: own.length > 0 && own.every(passed) };
  });
  return Object.entries(groups).map(([group, what]) => ({
    what,
    cases: machines.filter((machine) => machine.group === group),
  }));
}

/** @param {Results} results @returns {Row[]} */
function simulated(results) {
  const diagnosis = testsOf(results, 'diagnosis.test.ts');
  const ending = (words) =>
    diagnosis
      .filter(({ title }) => title.endsWith(`: ${words}`))
      .map((test) => ({ name: test.title.slice(0, -words.length - 2), right: passed(test) }));
  return [
    {
      what: 'simulated machines: the check with TensorFlow names the cause',
      cases: ending('the cause is named'),
    },
    {
      what: 'simulated machines whose cause shows in files or the driver: `--static` names it',
      cases: ending('files and driver alone name it too'),
    },
    {
      what: 'simulated machines on which TensorFlow 2.21 does what such a machine makes it do',
      cases: testsOf(results, 'tensorflow-2.21.test.ts')
        .filter(
          ({ title, status }) =>
            status !== 'skipped' &&
            title !== 'leaves out no scenario' &&
            !title.startsWith('all other '),
        )
        .map((test) => ({ name: test.title, right: passed(test) })),
    },
  ];
}

/** @param {Results} results @param {string} file */
function testsOf(results, file) {
  return results.testResults
    .filter(({ name }) => name.endsWith(`/${file}`))
    .flatMap(({ assertionResults }) => assertionResults);
}

/** @param {Assertion} test */
function passed({ status }) {
  return status === 'passed';
}
