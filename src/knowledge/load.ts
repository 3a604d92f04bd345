import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { root } from '../root.ts';
import { tableOf, type Knowledge, type Row, type TableName } from './tables.ts';

let loaded: Knowledge | undefined;

/**
 * Reads `content/compat/` once and keeps it.
 * @throws Error naming the table and the row when a table does not have its shape.
 */
export function loadKnowledge(): Knowledge {
  loaded ??= {
    tensorflow: readTable('tensorflow'),
    'and-cuda': readTable('and-cuda'),
    sonames: readTable('sonames'),
    cuda: readTable('cuda'),
    ptxas: readTable('ptxas'),
    drivers: readTable('drivers'),
    gpus: readTable('gpus'),
    peaks: readTable('peaks'),
    cudnn: readTable('cudnn'),
    'cuda-errors': readTable('cuda-errors'),
    xid: readTable('xid'),
  };
  return loaded;
}

function readTable<Name extends TableName>(name: Name): readonly Row<Name>[] {
  const file = join(root, 'content', 'compat', `${name}.json`);
  const result = v.safeParse(tableOf(name), JSON.parse(readFileSync(file, 'utf8')));
  if (result.success) return result.output.rows;
  const issue = result.issues[0];
  throw new Error(`${file}: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`);
}
