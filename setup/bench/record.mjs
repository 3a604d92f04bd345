import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from '../clone.mjs';
import { chartOf } from './chart.mjs';
import { isWithin, markdownFigures, short } from './figures.mjs';

const page = join(root, 'docs/performance.md');
const data = join(root, 'docs/performance.json');
const picture = join(root, 'docs/img/performance.svg');
const kept = 3;
const [begin, end] = ['<!-- figures -->', '<!-- end of figures -->'];

/**
 * One run of the whole benchmark.
 * @typedef {{ date: string, machine: string, load: number, rounds: number, figures: import('./figures.mjs').Figure[] }} Run
 */

/**
 * Writes a run into docs/performance.md, its chart, and the data behind them, which keep the last three runs.
 * @param {Run} run
 */
export async function record(run) {
  const earlier = existsSync(data) ? JSON.parse(readFileSync(data, 'utf8')) : [];
  const runs = [run, ...earlier].slice(0, kept);
  await write(data, JSON.stringify(runs));
  writeFileSync(picture, chartOf(run.figures, `${run.machine}, ${run.date}`));
  await write(page, pageWith(readFileSync(page, 'utf8'), runs));
}

/** In the style of the clone, which a test checks. @param {string} file @param {string} text */
async function write(file, text) {
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}

/** @internal @param {string} text of the page @param {readonly Run[]} runs the latest first */
export function pageWith(text, runs) {
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`docs/performance.md has no ${begin} … ${end}.`);
  return `${before}${begin}\n\n${figuresOf(runs)}\n\n${end}${after}`;
}

/** @param {readonly Run[]} runs */
function figuresOf(runs) {
  const [{ date, machine, load, rounds, figures }] = runs;
  const broken = figures.filter((figure) => !isWithin(figure));
  const verdict =
    broken.length === 0
      ? `All ${figures.length} bounds hold.`
      : `${broken.length} of ${figures.length} bounds do not hold: ${broken.map(({ what }) => what).join('; ')}.`;
  return `On ${date}: ${machine}; medians over ${rounds} rounds; load before it began ${load.toFixed(1)}. ${verdict}

${markdownFigures(figures)}

![The ratios as bars, with their bounds](img/performance.svg)

${severalRuns(runs)}`;
}

/** What is compared with the bounds, run by run. @param {readonly Run[]} runs */
function severalRuns(runs) {
  if (runs.length < 2) return 'Only one run was recorded so far.';
  const rows = runs[0].figures.map(({ what, bound }) => {
    const values = runs.map(({ figures }) => figures.find((one) => one.what === what));
    const cells = values.map((figure) =>
      figure === undefined ? '' : `${isWithin(figure) ? '' : '✗ '}${short(figure.compared)}`,
    );
    return `| ${[what, ...cells, short(bound)].join(' | ')} |`;
  });
  const head = runs.map(({ date, load }) => `${date}, load ${load.toFixed(1)}`);
  return `The last runs, the latest first:

| ${['what', ...head, 'at most'].join(' | ')} |
| --- |${' ---: |'.repeat(runs.length + 1)}
${rows.join('\n')}`;
}
