/** @typedef {import('./accuracy-page.mjs').Results} Results */

/** At least this share of the texts must get the right answer first. */
const bound = 0.97;

/** File, what its tests are about, and the titles of those that are about one text. @type {readonly (readonly [string, string, RegExp])[]} */
const kinds = [
  [
    'samples.test.ts',
    'texts that people paste, each with where its wording was seen',
    /^'?\w+\.txt:\d+/u,
  ],
  [
    'logs.test.ts',
    'logs that TensorFlow 2.4, 2.12 and 2.21 printed under a fault made on purpose',
    / shows /u,
  ],
  ['explain-lab.test.ts', 'logs that TensorFlow 2.21 prints on a simulated machine', / prints /u],
];

/**
 * The section about `explain`, and whether it reaches its bound.
 * @param {Results} results of the projects `machines` and `lab`
 */
export function logSection(results) {
  const rows = kinds.map(([file, what, title]) => {
    const tests = results.testResults
      .filter(({ name }) => name.endsWith(`/${file}`))
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(
        (test) => title.test(test.title) && test.status !== 'skipped' && test.status !== 'pending',
      );
    return { what, tests, right: tests.filter(({ status }) => status === 'passed').length };
  });
  const all = rows.reduce((sum, { tests }) => sum + tests.length, 0);
  const right = rows.reduce((sum, row) => sum + row.right, 0);
  const wrong = rows.flatMap(({ tests }) =>
    tests.filter(({ status }) => status !== 'passed').map(({ title }) => `- ${title}`),
  );
  const percent = all === 0 ? 0 : Math.floor((1000 * right) / all) / 10;
  const text = `## What \`explain\` says of a text

A text is right when the first cause is the one that it shows, or one of those that print the very same lines. A harmless text is right when no cause is named, and a text of something else when nothing is.

| what | right | of |
| ---- | ----- | -- |
${rows.map((row) => `| ${row.what} | ${row.right} | ${row.tests.length} |`).join('\n')}

That is ${percent} %; at least ${bound * 100} % are asked for. ${wrong.length === 0 ? 'No text was wrong.' : `Wrong were:\n\n${wrong.join('\n')}`}

Each sample stands in \`test/machines/logs/samples\` with where its wording was seen: a public thread, the program's version, or TensorFlow's source. Numbers, dates and paths in them are made up.
`;
  return { text, reached: all > 0 && right / all >= bound };
}
