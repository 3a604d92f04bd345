import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { UsageError } from '../errors.ts';
import type { Json } from '../json.ts';
import { linesOf, notebookText } from '../notebook-file.ts';

const text = v.union([v.string(), v.array(v.string())]);
const cellSchema = v.looseObject({
  cell_type: v.string(),
  id: v.optional(v.string()),
  metadata: v.looseObject({ tags: v.optional(v.array(v.string())) }),
  source: text,
});
const notebookSchema = v.looseObject({
  nbformat: v.literal(4),
  nbformat_minor: v.number(),
  metadata: v.looseObject({ kernelspec: v.optional(v.looseObject({ name: v.string() })) }),
  cells: v.array(cellSchema),
});

/** One thing a cell showed, as nbformat stores it, but with every text in one string. */
export interface CellOutput {
  output_type: 'stream' | 'display_data' | 'execute_result' | 'error';
  [field: string]: Json | undefined;
}

/** A cell of a notebook while it is run. What we do not know of it is kept as it was. */
export interface RunnableCell {
  readonly cell_type: string;
  id?: string | undefined;
  readonly metadata: { readonly tags?: readonly string[] | undefined };
  readonly source: string | readonly string[];
  outputs?: CellOutput[];
  execution_count?: number | null;
}

/** A notebook of format 4, changed in place while it is run. */
export interface Notebook {
  nbformat_minor: number;
  readonly metadata: {
    readonly kernelspec?: { readonly name: string } | undefined;
    language_info?: object;
  };
  readonly cells: RunnableCell[];
}

/**
 * Reads a notebook of format 4 and makes it 4.5, in which every cell has an id.
 * @throws UsageError when it is none, or of an older or newer format
 */
export function parseNotebook(content: string, name: string): Notebook {
  const data = json(content, name);
  const format = v.safeParse(v.looseObject({ nbformat: v.number() }), data);
  if (format.success && format.output.nbformat !== 4) {
    const wrong = String(format.output.nbformat);
    throw new UsageError(
      `${name} is of notebook format ${wrong}, and format 4 is read here. Convert it: \`jupyter nbconvert --to notebook ${name}\`.`,
    );
  }
  const { issues } = v.safeParse(notebookSchema, data);
  if (issues !== undefined) {
    const where = v.getDotPath<typeof notebookSchema>(issues[0]) ?? 'its top';
    throw new UsageError(`${name} is no Jupyter notebook: ${issues[0].message} at \`${where}\`.`);
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- just checked; the parsed copy has its keys in another order
  const notebook = data as Notebook;
  notebook.nbformat_minor = Math.max(notebook.nbformat_minor, 5);
  for (const cell of notebook.cells) cell.id ??= randomUUID().slice(0, 8);
  return notebook;
}

function json(content: string, name: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new UsageError(`${name} is no Jupyter notebook: it is not JSON.`, { cause });
  }
}

/** What a cell says to Python. */
export function cellSource(cell: RunnableCell): string {
  return typeof cell.source === 'string' ? cell.source : cell.source.join('');
}

/** The notebook's file, laid out as Jupyter saves it. */
export function savedNotebookText(notebook: Notebook): string {
  const cells = notebook.cells.map((cell) =>
    cell.outputs === undefined ? cell : { ...cell, outputs: cell.outputs.map(inLines) },
  );
  return notebookText({ ...notebook, cells });
}

/** Jupyter stores longer texts line by line, so that a difference between two files can be read. */
function inLines(output: CellOutput): CellOutput {
  if (typeof output['text'] === 'string') return { ...output, text: linesOf(output['text']) };
  const data = output['data'];
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return output;
  const split = Object.entries(data).map(([type, value]: [string, Json | undefined]) => [
    type,
    typeof value === 'string' && isText(type) ? linesOf(value) : value,
  ]);
  return { ...output, data: Object.fromEntries(split) };
}

const isText = (type: string): boolean =>
  type.startsWith('text/') || type === 'image/svg+xml' || type === 'application/javascript';
