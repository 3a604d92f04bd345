import type { Knowledge, TableName } from '../src/knowledge/tables.ts';
import type { Content } from './content.ts';
import { element, made } from './elements.ts';

/** The tables that people look into, with what they are called. */
const shown = {
  tensorflow: 'What each TensorFlow was built for',
  cuda: 'The driver that each CUDA needs',
  drivers: 'Branches of the NVIDIA driver',
  cudnn: 'cuDNN',
  gpus: 'GPUs and their compute capability',
} as const satisfies Partial<Record<TableName, string>>;

/** Makes the tables when they are first looked at. */
export function prepareTables(content: Content): () => void {
  let isReady = false;
  return () => {
    if (isReady) return;
    isReady = true;
    const place = element('compat', HTMLElement);
    for (const [name, title] of Object.entries(shown)) {
      place.append(...tableOf(name, title, content));
    }
  };
}

type AnyRow = Readonly<Record<string, unknown>>;

function tableOf(name: string, title: string, { knowledge, sources }: Content): Node[] {
  // The columns are those of the first row; every row has the same.
  const tables: Readonly<Record<string, readonly AnyRow[]>> = knowledge satisfies Knowledge;
  const rows = tables[name] ?? [];
  const columns = Object.keys(rows[0] ?? {});
  const body = made('tbody', {}, ...rows.map((row) => rowOf(row, columns)));
  const heads = columns.map((column, at) => headOf(column, at, body));
  const table = made(
    'table',
    {},
    made('caption', {}, `${rows.length} rows. A column's name sorts by it.`),
    made('thead', {}, made('tr', {}, ...heads)),
    body,
  );
  const cited = Object.entries(sources[name] ?? {});
  return [
    made('h2', {}, title),
    made('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': title }, table),
    made(
      'details',
      {},
      made('summary', {}, 'Where this comes from'),
      made(
        'ul',
        {},
        ...cited.map(([key, text]) => made('li', {}, made('code', {}, key), `: ${text}`)),
      ),
    ),
  ];
}

function rowOf(row: AnyRow, columns: readonly string[]): HTMLElement {
  return made('tr', {}, ...columns.map((column) => made('td', {}, inWords(row[column]))));
}

/** A value of a table as a person reads it; `null` is what nobody knows or what there is none of. */
function inWords(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(inWords).join(', ');
  return Object.entries(value)
    .map(([key, one]) => `${key} ${inWords(one)}`)
    .join(', ');
}

/** `lowestCapability` → `lowest capability`. */
const spaced = (column: string): string =>
  column.replaceAll(/[A-Z]+/gu, (letters) => ` ${letters.toLowerCase()}`);

function headOf(column: string, at: number, body: HTMLElement): HTMLElement {
  const button = made('button', { type: 'button' }, spaced(column));
  const head = made('th', { scope: 'col' }, button);
  button.addEventListener('click', () => {
    const up = head.getAttribute('aria-sort') !== 'ascending';
    for (const other of head.parentElement?.children ?? []) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
    const order = new Intl.Collator('en', { numeric: true });
    const rows = [...body.children].toSorted((a, b) => order.compare(textAt(a, at), textAt(b, at)));
    body.append(...(up ? rows : rows.toReversed()));
  });
  return head;
}

const textAt = (row: Element, at: number): string => row.children[at]?.textContent ?? '';
