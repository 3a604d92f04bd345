import stringWidth from 'fast-string-width';

import { throttle } from '../command-model/throttle.ts';
import type { Report } from '../report/report.ts';
import { toText, type TextStyle } from '../report/text.ts';
import type { Progress, ProgressScreen } from './progress.ts';

/** Two drawings are at least this far apart, in ms. */
const drawEvery = 80;

/** Progress on a terminal: redrawn in place, taken away at the end. */
export function drawingOn(screen: ProgressScreen, style: TextStyle): Progress {
  let shown = 0;

  const erase = (): string => (shown === 0 ? '' : `\u001b[${shown}A\r\u001b[J`);
  const drawing = throttle(
    (report: Report) => {
      // A terminal that does not know its size says 0.
      const columns = screen.columns || style.width;
      const rows = Math.max((screen.rows || 24) - 1, 1);
      const text = toText(report, { ...style, width: Math.min(style.width, columns) - 1 });
      const kept = text.split('\n').slice(-rows);
      const before = erase();
      shown = kept.reduce(
        (sum, line) => sum + Math.max(Math.ceil(stringWidth(line) / columns), 1),
        0,
      );
      screen.write(`${before}${kept.join('\n')}\n`);
    },
    drawEvery,
    0,
  );
  return {
    show: drawing.take,
    end() {
      drawing.stop();
      if (shown > 0) screen.write(erase());
      shown = 0;
    },
  };
}
