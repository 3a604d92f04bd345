/** The middle of the samples. @param {readonly number[]} samples at least one */
function median(samples) {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * One line of the result.
 * @typedef {{ what: string, ours: number, unit: string, reference?: number, xeus?: number, compared: number, bound: number, low: number, high: number }} Figure
 *   `xeus`: what xeus-python needs, where it was measured; `compared`: what `bound` is about, a ratio where there is a reference; `low` and `high`: the smallest and largest of what is compared with `bound`, over the rounds.
 */

/**
 * Ours against the reference of the same round, so that a busy moment of the machine hits both.
 * @param {string} what
 * @param {{ ours: readonly number[], reference: readonly number[], xeus?: readonly number[], bound: number }} request times in ms
 * @returns {Figure}
 */
export function ratio(what, { ours, reference, xeus = [], bound }) {
  const ratios = ours.map((value, round) => value / reference[round]);
  return {
    what,
    ours: median(ours),
    reference: median(reference),
    ...ofXeus(xeus),
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
 * @param {{ ours: readonly number[], unit: string, xeus?: readonly number[], bound: number }} request
 * @returns {Figure}
 */
export function absolute(what, { ours, unit, xeus = [], bound }) {
  const middle = median(ours);
  const [low, high] = [Math.min(...ours), Math.max(...ours)];
  return { what, ours: middle, ...ofXeus(xeus), unit, bound, compared: middle, low, high };
}

/** @param {readonly (number | undefined)[]} samples */
function ofXeus(samples) {
  const known = samples.filter((value) => value !== undefined);
  return known.length === 0 ? {} : { xeus: median(known) };
}

/** @param {Figure} figure */
export const isWithin = ({ compared, bound }) => compared <= bound;

const head = ['', 'what', 'ours', 'reference', 'ratio', 'all rounds', 'at most', 'xeus-python'];

/** What a table shows of a figure: the verdict first. @param {Figure} figure @returns {string[]} */
function rowOf(figure) {
  const { what, ours, reference, xeus, unit, compared, low, high, bound } = figure;
  return [
    isWithin(figure) ? '✓' : '✗',
    what,
    `${short(ours)} ${unit}`,
    reference === undefined ? '' : `${short(reference)} ${unit}`,
    reference === undefined ? '' : short(compared),
    low === high ? '' : `${short(low)} to ${short(high)}`,
    `${short(bound)}${reference === undefined ? ` ${unit}` : ''}`,
    xeus === undefined ? '' : `${short(xeus)} ${unit}`,
  ];
}

/** A table for the terminal. @param {readonly Figure[]} figures */
export function printFigures(figures) {
  const rows = figures.map(rowOf);
  const widths = head.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => row[at].length)),
  );
  for (const row of [head, ...rows]) {
    console.log(
      row
        .map((text, at) => (at < 2 ? text.padEnd(widths[at]) : text.padStart(widths[at])))
        .join('  ')
        .trimEnd(),
    );
  }
}

/** A table in Markdown. @param {readonly Figure[]} figures */
export function markdownFigures(figures) {
  const alignment = head.map((_, at) => (at < 2 ? '---' : '---:'));
  const rows = [head, alignment, ...figures.map(rowOf)];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** @param {number} value */
export const short = (value) =>
  Number.isFinite(value) ? String(Number(value.toPrecision(3))) : String(value);
