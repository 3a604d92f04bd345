/** The last run of TensorFlow in a text that holds several. */
export interface LastRun {
  /** How many there are. */
  readonly runs: number;
  /** The line in which the last one begins, counted from 1. */
  readonly line: number;
  /** The text from there on. */
  readonly text: string;
}

/** A line of a shell that starts Python, after its prompt. */
const command =
  /^(?:[^$#%>\n]{0,100}[$#%>]|\+) *(?:\w+=\S* +)*(?:\S*[/\\])?i?python[\d.]*(?:\.exe)?(?= |$)/u;
/**
 * What a process says when it imports TensorFlow, 2.5 and newer; 2.21 says it twice. Newer releases put the number of the
 * thread before it, which differs from process to process.
 */
const imported = /(?:^|\s)(?<thread>\d*) ?\S*port\.cc:\d+\] oneDNN custom operations are on/u;
/** TensorFlow's log says this when a process has tried its GPU, which is after all of its imports. */
const tried =
  /failed call to cuInit|Could not load dynamic library|Cannot dlopen some GPU libraries|Ignoring visible gpu device|Created (?:TensorFlow )?device/u;
/** What the program itself prints then. In a file it can stand far from the log, so it says nothing of the order. */
const printed = /physical_device:GPU:\d|Num GPUs Available/u;

/**
 * Finds the last run that has come to its GPU. A sign of a start counts only after the run before it has come so far:
 * processes that start together write into one another. Undefined for a text with fewer than two such runs.
 */
export function lastRunOf(text: string): LastRun | undefined {
  const lines = text.split('\n');
  let begun = 0;
  let last = 0;
  let runs = 0;
  let thread = '';
  let hasTried = false;
  let hasPrinted = false;
  for (const [place, line] of lines.entries()) {
    const isCommand = command.test(line);
    const again = imported.exec(line)?.groups?.['thread'];
    const isOther = again !== undefined && (again === '' || again !== thread);
    thread = again ?? thread;
    if ((isCommand && (hasTried || hasPrinted)) || (isOther && hasTried)) {
      begun = place;
      hasTried = false;
      hasPrinted = false;
    }
    if (isCommand || (hasTried && hasPrinted)) continue;
    const wasCounted = hasTried || hasPrinted;
    hasTried ||= tried.test(line);
    hasPrinted ||= printed.test(line);
    if (wasCounted || !(hasTried || hasPrinted)) continue;
    last = begun;
    runs += 1;
  }
  return runs < 2 ? undefined : { runs, line: last + 1, text: lines.slice(last).join('\n') };
}
