import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { notebookState, type NotebookState } from '../snapshot/observations/notebook.ts';
import { ProtocolError, UndeterminedError } from '../errors.ts';
import { root } from '../root.ts';

const answerWithinMs = 3000;

/** What it takes of a notebook: to run an expression silently in its idle Python. See `Notebook.ask`. */
export interface Askable {
  ask(expression: string, timeoutMs: number): Promise<unknown>;
}

/**
 * Asks the notebook's Python what TensorFlow did in it so far; nothing is imported or initialised there.
 * Undefined when Python is busy, gone, or does not answer in time.
 *
 * @throws ProtocolError when the answer has another shape
 */
export async function askNotebookState(notebook: Askable): Promise<NotebookState | undefined> {
  const expression = await stateExpression();
  try {
    return parseState(await notebook.ask(expression, answerWithinMs));
  } catch (error) {
    if (error instanceof UndeterminedError) return undefined;
    throw error;
  }
}

/** One Python expression with the whole program inside; it leaves no name behind in the notebook. */
async function stateExpression(): Promise<string> {
  const listed = await pythonLiteral('src/collect/probes/environment.py');
  const program = await pythonLiteral('src/check/notebook_state.py');
  return `(lambda names: (exec(${listed}, names), exec(${program}, names), names['state'](names['LISTED']))[2])({})`;
}

/** The text of a file as a Python string. JSON's strings are Python's too, as long as they are ASCII. */
async function pythonLiteral(path: string): Promise<string> {
  const text = JSON.stringify(await readFile(join(root, path), 'utf8'));
  return text.replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function parseState(answer: unknown): NotebookState {
  const parsed = v.safeParse(notebookState, answer);
  if (parsed.success) return parsed.output;
  throw new ProtocolError(
    `The notebook's Python described itself in another shape than expected: ${v.summarize(parsed.issues)}`,
  );
}
