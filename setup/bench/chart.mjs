import { short } from './figures.mjs';

const [left, right, rowHeight, top] = [300, 60, 30, 56];
const barsWidth = 420;

/**
 * The ratios as a picture: a bar for us, a mark for the bound, a dot for xeus-python, and a line at 1 for what we are
 * compared with. On a light ground of its own, so that it can be read on every page.
 * @param {readonly import('./figures.mjs').Figure[]} figures those without a reference are left out
 * @param {string} about what stands under the title
 */
export function chartOf(figures, about) {
  const rows = figures.filter(({ reference }) => reference !== undefined);
  const most = Math.max(1.2, ...rows.map(({ compared, bound }) => Math.max(compared, bound)));
  const x = (value) => left + (barsWidth * Math.min(value, most)) / most;
  const height = top + rows.length * rowHeight + 44;
  const width = left + barsWidth + right;
  const lines = rows.map((figure, at) => rowOf(figure, top + at * rowHeight, x, most));
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13" fill="#222">
<title>Time needed, as a ratio; shorter is faster</title>
<rect width="${width}" height="${height}" fill="#fff"/>
<text x="16" y="22" font-size="15" font-weight="bold">Time needed, as a ratio; shorter is faster</text>
<text x="16" y="40" fill="#555">${escaped(about)}</text>
<line x1="${x(1)}" y1="${top - 6}" x2="${x(1)}" y2="${height - 36}" stroke="#555" stroke-dasharray="4 3"/>
${lines.join('\n')}
<text x="16" y="${height - 14}" fill="#555">Bar: this kernel. Dashed line: ipykernel, or for gpu-check importing TensorFlow. | bound. ● xeus-python (at the edge: ▸ more).</text>
</svg>
`;
}

/** @param {import('./figures.mjs').Figure} figure @param {number} y @param {(value: number) => number} x @param {number} most */
function rowOf({ what, compared, bound, xeus, reference }, y, x, most) {
  const middle = y + 14;
  const ofXeus = xeus === undefined || reference === undefined ? undefined : xeus / reference;
  const parts = [
    `<text x="${left - 8}" y="${middle + 4}" text-anchor="end">${escaped(what)}</text>`,
    `<rect x="${left}" y="${y + 4}" width="${(x(compared) - left).toFixed(1)}" height="20" fill="${compared <= bound ? '#0072b2' : '#d55e00'}"/>`,
    `<line x1="${x(bound).toFixed(1)}" y1="${y + 1}" x2="${x(bound).toFixed(1)}" y2="${y + 27}" stroke="#222" stroke-width="2"/>`,
    `<text x="${left + barsWidth + 10}" y="${middle + 4}">${short(compared)}</text>`,
  ];
  if (ofXeus !== undefined && ofXeus <= most) {
    parts.push(
      `<circle cx="${x(ofXeus).toFixed(1)}" cy="${middle}" r="4" fill="#e69f00" stroke="#222"/>`,
    );
  } else if (ofXeus !== undefined) {
    parts.push(`<text x="${x(most) - 10}" y="${middle + 4}" fill="#e69f00">▸</text>`);
  }
  return parts.join('');
}

const escaped = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
