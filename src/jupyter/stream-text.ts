/**
 * What a screen shows after `more` is printed below `text`: a carriage return goes back to the line's begin, so that a
 * progress bar is kept once and not a thousand times.
 */
export function printed(text: string, more: string): string {
  const open = text.lastIndexOf('\n') + 1;
  const whole = text + more;
  if (!whole.includes('\r', open)) return whole;
  const lines = whole.slice(open).split('\n');
  const last = lines.length - 1;
  // The end of the open line still counts: what comes next may write over it.
  const shown = lines.map((line, at) => overwritten(at < last ? line.replace(/\r+$/u, '') : line));
  return whole.slice(0, open) + shown.join('\n');
}

function overwritten(line: string): string {
  const back = line.endsWith('\r') ? '\r' : '';
  const parts = line.split('\r');
  return parts.reduce((shown, part) => part + shown.slice(part.length), '') + back;
}
