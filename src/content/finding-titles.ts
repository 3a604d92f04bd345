import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findingFolder } from './page-ids.ts';

/** The title of a finding's page; the id itself where there is no page. Reads that one file only. */
export function titleOf(id: string): string {
  const file = join(findingFolder, `${id}.md`);
  if (!/^[a-z0-9-]+$/u.test(id) || !existsSync(file)) return id;
  return /^title: (.+)$/mu.exec(readFileSync(file, 'utf8'))?.[1] ?? id;
}
