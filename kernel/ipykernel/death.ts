/** How a Python ended, and its last words. */
export interface Death {
  readonly how:
    | { readonly kind: 'exit'; readonly code: number }
    | { readonly kind: 'signal'; readonly signal: string }
    | { readonly kind: 'not-started'; readonly detail: string };
  /** The last lines that were written below Python, to the process's own stdout and stderr. */
  readonly lastLines: readonly string[];
  /** What the lines are known to mean, in one sentence. */
  readonly cause?: string | undefined;
  /** Whether the system counted a process that it killed for want of memory, within seconds of this SIGKILL. */
  readonly outOfMemory: boolean;
  /** Memory last seen in use by it, in MiB; looked at every few seconds. */
  readonly memoryMiB: number | undefined;
  /** What its control group may use, in MiB, if that is limited. */
  readonly memoryLimitMiB: number | undefined;
}

/** Python ended while somebody waited for it. */
export class PythonDied extends Error {
  override readonly name = 'PythonDied';
  readonly death: Death;

  constructor(death: Death) {
    super(sentenceOf(death));
    this.death = death;
  }
}

/** The exit code with which `launch.py` says that there is no ipykernel. */
const noIpykernel = 83;

export function lacksIpykernel({ how }: Death): boolean {
  return how.kind === 'exit' && how.code === noIpykernel;
}

/** What the signals mean that end a Python, in plain words. */
const meanings: Readonly<Record<string, string>> = {
  SIGSEGV: 'native code touched memory that is not its own (a segmentation fault)',
  SIGBUS: 'native code touched memory that is not there; a full /dev/shm does this, too',
  SIGABRT: 'native code found itself in an impossible state and gave up (abort)',
  SIGILL: 'native code used an instruction that this processor does not have',
  SIGFPE: 'native code divided by zero',
  SIGKILL: 'it was killed from outside; most often that is the system when memory runs out',
  SIGTERM: 'it was asked to end from outside',
  SIGINT: 'it was interrupted where Python could not catch it',
};

/** How it ended, in one sentence, and what is known of its memory if that may have been the reason. @internal */
export function sentenceOf(death: Death): string {
  const { how } = death;
  if (how.kind === 'not-started') return `Python could not be started: ${how.detail}.`;
  if (how.kind === 'exit') return `Python ended with exit code ${how.code}.`;
  const memory = how.signal === 'SIGKILL' ? memoryOf(death) : '';
  if (death.outOfMemory) {
    return `Python was killed (${how.signal}), and at that time the system counted a process that it killed because memory ran out.${memory}`;
  }
  const meaning = meanings[how.signal];
  return `Python was ended by ${how.signal}${meaning === undefined ? '' : `: ${meaning}`}.${memory}`;
}

function memoryOf({ memoryMiB, memoryLimitMiB }: Death): string {
  if (memoryMiB === undefined) return '';
  const limit =
    memoryLimitMiB === undefined ? '' : ` of the ${Math.round(memoryLimitMiB)} MiB allowed here`;
  return ` It was last seen using ${Math.round(memoryMiB)} MiB${limit}.`;
}

/** The same as lines for a cell's error: how, the last native lines, and what it means for the notebook. */
export function linesOf(death: Death): string[] {
  return [
    sentenceOf(death),
    ...lastWords(death),
    'Its variables are gone. The next cell starts a new Python.',
  ];
}

/** The lines for a Python that ended before it could run a cell. */
export function startLinesOf(death: Death): string[] {
  if (death.how.kind === 'not-started') return [sentenceOf(death)];
  return [`Python did not start. ${sentenceOf(death)}`, ...lastWords(death)];
}

/** So many of the last lines are shown; the others were kept to find a cause in them. */
const shownLines = 20;

function lastWords({ lastLines, cause }: Death): string[] {
  if (lastLines.length === 0) return ['It wrote nothing below Python before it ended.'];
  return [
    'The last lines it wrote below Python:',
    ...lastLines.slice(-shownLines).map((line) => `    ${line}`),
    ...(cause === undefined ? [] : [`The likely cause: ${cause}`]),
  ];
}
