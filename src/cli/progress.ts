import stringWidth from 'string-width';

import { cleanLine } from '../report/foreign.ts';
import type { Block, Report } from '../report/report.ts';
import { toText, type TextStyle } from '../report/text.ts';

/** Where progress is written: standard error. */
export interface ProgressScreen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

export interface Progress {
  show(report: Report): void;
  /** Takes away what is shown, so that the result begins on a clean line. */
  end(): void;
}

/** Two drawings are at least this far apart, in ms. */
const drawEvery = 80;
/** A step is named on a stream that cannot be redrawn only when it takes longer than this, in ms. */
const slowStep = 1000;

/** A drawing that is redrawn in place on a terminal; elsewhere one line for each slow step. */
export function progressOn(screen: ProgressScreen, style: TextStyle): Progress {
  return screen.isTTY === true ? drawing(screen, style) : lines(screen);
}

function drawing(screen: ProgressScreen, style: TextStyle): Progress {
  let shown = 0;
  let latest: Report | undefined;
  let timer: NodeJS.Timeout | undefined;

  const erase = (): string => (shown === 0 ? '' : `\u001b[${shown}A\r\u001b[J`);
  const draw = (): void => {
    timer = undefined;
    if (latest === undefined) return;
    // A terminal that does not know its size says 0.
    const columns = screen.columns || style.width;
    const rows = Math.max((screen.rows || 24) - 1, 1);
    const text = toText(latest, { ...style, width: Math.min(style.width, columns) - 1 });
    const kept = text.split('\n').slice(-rows);
    const before = erase();
    shown = kept.reduce(
      (sum, line) => sum + Math.max(Math.ceil(stringWidth(line) / columns), 1),
      0,
    );
    screen.write(`${before}${kept.join('\n')}\n`);
  };
  return {
    show(report) {
      latest = report;
      timer ??= setTimeout(draw, shown === 0 ? 0 : drawEvery);
    },
    end() {
      clearTimeout(timer);
      latest = undefined;
      if (shown > 0) screen.write(erase());
      shown = 0;
    },
  };
}

function lines(screen: ProgressScreen): Progress {
  let step = '';
  let timer: NodeJS.Timeout | undefined;
  return {
    show(report) {
      const next = stepOf(report.blocks);
      if (next === undefined || next === step) return;
      step = next;
      clearTimeout(timer);
      timer = setTimeout(() => screen.write(`${next} …\n`), slowStep);
    },
    end: () => clearTimeout(timer),
  };
}

function stepOf(blocks: readonly Block[]): string | undefined {
  const block = blocks.find((one) => one.kind === 'progress' || one.kind === 'headline');
  return block && cleanLine(block.text);
}
