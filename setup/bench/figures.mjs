/** The middle of the samples. @param {readonly number[]} samples at least one */
function median(samples) {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * One line of the result.
 * @typedef {{ what: string, ours: number, unit: string, reference?: number, compared: number, bound: number, low: number, high: number }} Figure
 *   `compared`: what `bound` is about, a ratio where there is a reference; `low` and `high`: the smallest and largest of what is compared with `bound`, over the rounds.
 */

/**
 * Ours against the reference of the same round, so that a busy moment of the machine hits both.
 * @param {string} what
 * @param {{ ours: readonly number[], reference: readonly number[], bound: number }} request times in ms
 * @returns {Figure}
 */
export function ratio(what, { ours, reference, bound }) {
  const ratios = ours.map((value, round) => value / reference[round]);
  return {
    what,
    ours: median(ours),
    reference: median(reference),
    unit: 'ms',
    bound,
    compared: median(ratios),
    low: Math.min(...ratios),
    high: Math.max(...ratios),
  };
}

/**
 * A figure with a bound of its own.
 * @param {string} what
 * @param {{ ours: readonly number[], unit: string, bound: number }} request
 * @returns {Figure}
 */
export function absolute(what, { ours, unit, bound }) {
  const middle = median(ours);
  const [low, high] = [Math.min(...ours), Math.max(...ours)];
  return { what, ours: middle, unit, bound, compared: middle, low, high };
}

/** @param {Figure} figure */
export const isWithin = ({ compared, bound }) => compared <= bound;

/** A table for the terminal. @param {readonly Figure[]} figures */
export function printFigures(figures) {
  const rows = figures.map((figure) => [
    isWithin(figure) ? '✓' : '✗',
    figure.what,
    `${short(figure.ours)} ${figure.unit}`,
    figure.reference === undefined ? '' : `${short(figure.reference)} ${figure.unit}`,
    figure.reference === undefined ? '' : short(figure.compared),
    `${short(figure.low)} to ${short(figure.high)}`,
    `${short(figure.bound)}${figure.reference === undefined ? ` ${figure.unit}` : ''}`,
  ]);
  const head = ['', 'what', 'ours', 'reference', 'ratio', 'all rounds', 'at most'];
  const widths = head.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => row[at].length)),
  );
  for (const row of [head, ...rows]) {
    console.log(
      row
        .map((text, at) => (at < 2 ? text.padEnd(widths[at]) : text.padStart(widths[at])))
        .join('  '),
    );
  }
}

const short = (value) =>
  Number.isFinite(value) ? String(Number(value.toPrecision(3))) : String(value);
