import type { Environment } from '../process/environment.ts';
import type { TextStyle } from '../report/text.ts';

/** What is asked of an output stream. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Longer lines are hard to read. */
const widest = 100;
const usual = 80;

/** How wide and whether coloured a stream is to be written. */
export function terminalStyle(screen: Screen, environment: Environment): TextStyle {
  return { width: widthOf(screen, environment), colour: wantsColour(screen, environment) };
}

function widthOf(screen: Screen, environment: Environment): number {
  const columns = screen.columns ?? Number(environment['COLUMNS']);
  return columns > 0 ? Math.min(Math.floor(columns), widest) : usual;
}

/** FORCE_COLOR goes before NO_COLOR (https://no-color.org), as in node itself; a dumb terminal has none. */
function wantsColour(screen: Screen, environment: Environment): boolean {
  const force = environment['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  if ((environment['NO_COLOR'] ?? '') !== '') return false;
  if (environment['TERM'] === 'dumb') return false;
  return screen.isTTY === true;
}
