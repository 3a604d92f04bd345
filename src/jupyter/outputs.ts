import type { Json } from '../json.ts';
import type { CellOutput, RunnableCell } from './notebook-format.ts';
import { printed } from './stream-text.ts';

/** Puts what a kernel publishes into the cells of a notebook, as Jupyter's own clients show and save it. */
export interface Outputs {
  /** Empties a cell; what is published for this request goes there from now on. */
  begin(cell: RunnableCell, request: string): void;
  /** True when the notebook was changed. */
  take(message: Published): boolean;
}

/** A message of the kernel's iopub channel. */
export interface Published {
  readonly header: { readonly msg_type: string };
  readonly parent_header: object;
  readonly content: object;
}

/** Outputs that a later message may change carry the same id as long as the notebook is run. */
export function collectOutputs(): Outputs {
  const cells = new Map<string, RunnableCell>();
  const displays = new Map<string, CellOutput[]>();
  /** Cells that are to be emptied before their next output. */
  const stale = new Set<RunnableCell>();

  const add = (cell: RunnableCell, output: CellOutput, id?: string): void => {
    cell.outputs ??= [];
    if (stale.delete(cell)) cell.outputs.length = 0;
    cell.outputs.push(output);
    if (id !== undefined) displays.set(id, [...(displays.get(id) ?? []), output]);
  };
  const stream = (cell: RunnableCell, name: string, text: string): void => {
    const last = stale.has(cell) ? undefined : cell.outputs?.at(-1);
    if (last?.output_type === 'stream' && last['name'] === name) {
      last['text'] = printed(textOf(last['text']), text);
    } else add(cell, { name, output_type: 'stream', text: printed('', text) });
  };

  return {
    begin(cell, request) {
      cells.set(request, cell);
      cell.outputs = [];
      cell.execution_count = null;
    },
    take({ header, parent_header, content }) {
      const fields = fieldsOf(content);
      if (header.msg_type === 'update_display_data') {
        const shown = displays.get(displayId(fields) ?? '') ?? [];
        for (const output of shown) Object.assign(output, bundle(fields));
        return shown.length > 0;
      }
      const cell = cells.get('msg_id' in parent_header ? String(parent_header.msg_id) : '');
      if (cell === undefined) return false;
      switch (header.msg_type) {
        case 'execute_input':
          cell.execution_count = Number(fields['execution_count']);
          return true;
        case 'stream':
          stream(cell, textOf(fields['name']), textOf(fields['text']));
          return true;
        case 'display_data':
          add(cell, { ...bundle(fields), output_type: 'display_data' }, displayId(fields));
          return true;
        case 'execute_result': {
          const { data, metadata } = bundle(fields);
          const execution_count = Number(fields['execution_count']);
          const output_type = 'execute_result';
          add(cell, { data, execution_count, metadata, output_type }, displayId(fields));
          return true;
        }
        case 'error': {
          const { ename = '', evalue = '', traceback = [] } = fields;
          add(cell, { ename, evalue, output_type: 'error', traceback });
          return true;
        }
        case 'clear_output':
          if (fields['wait'] === true) stale.add(cell);
          else cell.outputs = [];
          return true;
        default:
          return false;
      }
    },
  };
}

type Fields = Readonly<Record<string, Json | undefined>>;

/** The library has checked the message; here it is plain data. */
function fieldsOf(content: object): Fields {
  const fields: Fields = { ...content };
  return fields;
}

function bundle(fields: Fields): { data: Json; metadata: Json } {
  return { data: fields['data'] ?? {}, metadata: fields['metadata'] ?? {} };
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

function displayId(fields: Fields): string | undefined {
  const transient = fields['transient'];
  if (typeof transient !== 'object' || transient === null || Array.isArray(transient)) return;
  const id = Object.entries(transient).find(([name]) => name === 'display_id')?.[1];
  return typeof id === 'string' ? id : undefined;
}
