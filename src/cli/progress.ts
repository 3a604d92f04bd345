import type { Report } from '../report/report.ts';
import { stepOf } from '../report/step.ts';

/** Where progress is written: standard error. */
export interface ProgressScreen {
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

export interface Progress {
  show(report: Report): void;
  /** Takes away what is shown, so that the result begins on a clean line. */
  end(): void;
}

/** A step is named only when it takes longer than this, in ms. */
const slowStep = 1000;

/** Progress on what cannot be redrawn, a file or a pipe: one line for each slow step. */
export function linesOn(screen: ProgressScreen): Progress {
  let step = '';
  let timer: NodeJS.Timeout | undefined;
  return {
    show(report) {
      const next = stepOf(report);
      if (next === undefined || next === step) return;
      step = next;
      clearTimeout(timer);
      timer = setTimeout(() => screen.write(`${next} …\n`), slowStep);
    },
    end: () => clearTimeout(timer),
  };
}
