import { constants } from 'node:os';
import { describeEnd, type ProcessEnd } from '../../src/process-end.ts';
import type { ErrorName } from '../requests/failure.ts';

/** How a Python process ended, and what it wrote last. */
export interface Death {
  readonly end: Extract<ProcessEnd, { readonly how: 'exit' | 'signal' | 'not-started' }>;
  /** The last lines that native code wrote to stdout and stderr since the last cell began. */
  readonly lastLines: readonly string[];
  /** What the system's log says of it; empty where that may not be read. */
  readonly kernelLines: readonly string[];
  /** What the lines are known to mean, in one sentence. */
  readonly cause?: string | undefined;
  /** Whether the system counted a process that it killed because memory ran out, within seconds of this SIGKILL. */
  readonly outOfMemory: boolean;
  /** The memory that it was last seen using, in MiB; looked at every few seconds. */
  readonly memoryMiB: number | undefined;
  /** What its control group may use, in MiB, if that is limited. */
  readonly memoryLimitMiB: number | undefined;
}

/** The Python process ended while a request waited for it. */
export class PythonDied extends Error {
  override readonly name = 'PythonDied' satisfies ErrorName;
  readonly death: Death;

  constructor(death: Death) {
    super(describeDeath(death));
    this.death = death;
  }
}

/** The exit code by which `launch.py` reports that ipykernel is not installed. */
const noIpykernel = 83;

export function lacksIpykernel({ end }: Death): boolean {
  return end.how === 'exit' && end.code === noIpykernel;
}

/** What the signals mean that end a Python process. */
const meanings: Readonly<Record<string, string>> = {
  SIGSEGV: 'native code touched memory that does not belong to it (a segmentation fault)',
  SIGBUS: 'native code touched memory that does not exist; a full /dev/shm does this, too',
  SIGABRT: 'native code found an impossible state and gave up (abort)',
  SIGILL: 'native code used an instruction that this processor does not have',
  SIGFPE: 'native code divided by zero',
  SIGKILL: 'another process or the system killed it; most often memory ran out',
  SIGTERM: 'another process asked it to end',
  SIGINT: 'it was interrupted where Python could not catch it',
};

/** How it ended, in one sentence, and what is known of its memory if that may have been the reason. */
export function describeDeath(death: Death): string {
  const { end } = death;
  if (end.how !== 'signal') return `Python ${describeEnd(end)}${exitMeaning(end)}.`;
  const memory = end.signal === 'SIGKILL' ? memoryOf(death) : '';
  if (death.outOfMemory) {
    return `Python ${describeEnd(end)}, and at that time the system counted a process that it killed because memory ran out.${memory}`;
  }
  const meaning = meanings[end.signal];
  return `Python ${describeEnd(end)}${meaning === undefined ? '' : `: ${meaning}`}.${memory}`;
}

/** What an exit code means, where that is known. Code 0 is no failure, and a shell says a signal by 128 more. */
function exitMeaning(end: Death['end']): string {
  if (end.how !== 'exit') return '';
  if (end.code === 0) {
    return ', so it did not crash: the code ended it itself, by `exit()`, `quit()` or `os._exit(0)`';
  }
  const signal = Object.entries(constants.signals).find(([, number]) => number === end.code - 128);
  return signal === undefined ? '' : `, which stands for the signal ${signal[0]}`;
}

function memoryOf({ memoryMiB, memoryLimitMiB }: Death): string {
  if (memoryMiB === undefined) return '';
  const limit =
    memoryLimitMiB === undefined ? '' : ` of the ${Math.round(memoryLimitMiB)} MiB allowed here`;
  return ` It was last seen using ${Math.round(memoryMiB)} MiB${limit}.`;
}

/** The lines of a cell's error: how Python ended, what native code wrote, and what it means for the notebook. */
export function deathLines(death: Death): string[] {
  return [
    describeDeath(death),
    ...nativeLinesOf(death),
    ...(death.kernelLines.length > 0
      ? ["The system's log says:", ...death.kernelLines.map((line) => `    ${line}`)]
      : []),
    'Its variables are gone. The next cell starts a new Python.',
  ];
}

/** So many of the last lines are shown; the others are kept to find a cause in them. */
const shownLines = 20;

/** What native code wrote before the end, and the cause that can be read from it. */
export function nativeLinesOf({ lastLines, cause }: Death): string[] {
  if (lastLines.length === 0) return ['Native code wrote nothing to stdout or stderr before that.'];
  return [
    'Last lines that native code wrote to stdout or stderr:',
    ...lastLines.slice(-shownLines).map((line) => `    ${line}`),
    ...(cause === undefined ? [] : [`The likely cause: ${cause}`]),
  ];
}

/** Below this confidence a cause is a guess that a person should not read. */
const sure = 0.6;

/** The signals that native code causes itself. Any other signal has a reason that no log line tells. */
const ownFaults = ['SIGABRT', 'SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE'];

/** Whether the reason of an end may stand in the last lines. */
const mayBeExplained = (end: Death['end']): boolean =>
  (end.how === 'exit' && end.code !== 0) ||
  (end.how === 'signal' && ownFaults.includes(end.signal));

/**
 * What the last lines of a Python process mean, in one sentence, when they show a cause that can end a process.
 * Never rejects.
 */
export async function explainLastLines({
  end,
  lastLines,
  kernelLines,
}: Death): Promise<string | undefined> {
  const lines = [...lastLines, ...kernelLines];
  if (!mayBeExplained(end) || lines.length === 0) return undefined;
  try {
    // Imported here because Python seldom dies, and reading the tables takes time.
    const [{ explainText }, { canEndProcess }, { loadKnowledge }] = await Promise.all([
      import('../../src/explain/explain.ts'),
      import('../../src/explain/can-end-process.ts'),
      import('../../src/content/knowledge.ts'),
    ]);
    const { causes } = explainText(lines.join('\n'), loadKnowledge());
    const cause = causes.find(({ id, confidence }) => canEndProcess(id) && confidence >= sure);
    return cause && `${cause.summary} (%explain ${cause.id})`;
  } catch {
    // The end is reported without its cause.
    return undefined;
  }
}
