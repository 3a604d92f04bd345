/** A number for people: three significant digits, thousands grouped, no exponent below a billion. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return 'not a number';
  const rounded = Number(value.toPrecision(3));
  if (Math.abs(rounded) >= 1e9 || (rounded !== 0 && Math.abs(rounded) < 1e-4)) {
    return rounded.toExponential();
  }
  return rounded.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}

/** A duration with its unit: `35.2 µs`, `1.37 ms`, `12 s`. */
export function duration(ms: number): string {
  if (ms < 1) return `${figure(ms * 1000)} µs`;
  return ms < 1000 ? `${figure(ms)} ms` : `${figure(ms / 1000)} s`;
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A moment in words: `21 November 2026, 05:00 UTC`; a text that is not a moment stays as it is. */
export function momentInWords(text: string): string {
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) return text;
  const [hours, minutes] = [moment.getUTCHours(), moment.getUTCMinutes()].map((one) =>
    String(one).padStart(2, '0'),
  );
  const day = `${moment.getUTCDate()} ${months[moment.getUTCMonth()]} ${moment.getUTCFullYear()}`;
  return `${day}, ${hours}:${minutes} UTC`;
}

/** Null, not a number and infinity alike were not measured. */
export function measured(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

/** What a chart says where a value is missing. */
export const notMeasured = 'not measured';

/** The longest bar's value; 1 when there is nothing to compare with. */
export function largest(
  series: readonly { readonly values: readonly (number | null)[] }[],
): number {
  const values = series.flatMap(({ values: all }) => all.filter(measured));
  return values.reduce((most, one) => Math.max(most, one), 0) || 1;
}
