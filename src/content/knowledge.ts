import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.ts';
import type { Knowledge, Row, TableName } from '../knowledge/tables.ts';

let loaded: Knowledge | undefined;

/**
 * Reads `content/compat/` once and keeps it. Our own files are taken as they are: that each row has its shape is what
 * a test checks, and not every start of the product, which it would make 30 ms longer.
 */
export function loadKnowledge(): Knowledge {
  loaded ??= {
    tensorflow: readTable('tensorflow'),
    'and-cuda': readTable('and-cuda'),
    cuda: readTable('cuda'),
    ptxas: readTable('ptxas'),
    drivers: readTable('drivers'),
    gpus: readTable('gpus'),
    peaks: readTable('peaks'),
    cudnn: readTable('cudnn'),
    'pci-ids': readTable('pci-ids'),
    'cuda-errors': readTable('cuda-errors'),
    xid: readTable('xid'),
  };
  return loaded;
}

function readTable<Name extends TableName>(name: Name): readonly Row<Name>[] {
  const file = join(root, 'content', 'compat', `${name}.json`);
  const table: { readonly rows: readonly Row<Name>[] } = JSON.parse(readFileSync(file, 'utf8'));
  return table.rows;
}
