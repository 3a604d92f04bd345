import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { root } from '../root.ts';
import { findingsNotebookOf } from '../guide/findings-notebook.ts';
import { findingIds, findingText, loadPages } from './pages.ts';
import { notebookText } from '../notebook-file.ts';
import { findingsNotebook } from '../guide/notebook-links.ts';
import { notebookName, notebookOf } from '../guide/notebook.ts';

const folder = join(root, 'notebooks');

/** What `notebooks/` should hold: name of the file and its text. */
export function notebooks(): ReadonlyMap<string, string> {
  const pages = loadPages();
  const names = new Map(pages.map((page) => [page.id, notebookName(page)]));
  const texts = new Map(findingIds().map((id) => [id, findingText(id, pages) ?? '']));
  const files = new Map(pages.map((page) => [notebookName(page), notebookOf(page, names)]));
  files.set(findingsNotebook, findingsNotebookOf(texts, names));
  return new Map([...files].map(([name, file]) => [name, notebookText(file)]));
}

/** The notebooks that are missing, differ from their page, or have no page any more. */
export function outOfDate(): string[] {
  const wanted = notebooks();
  const there = readdirSync(folder).filter((name) => name.endsWith('.ipynb'));
  const stale = [...wanted].filter(
    ([name, text]) => !there.includes(name) || readFileSync(join(folder, name), 'utf8') !== text,
  );
  return [...stale.map(([name]) => name), ...there.filter((name) => !wanted.has(name))];
}

function write(): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of notebooks()) writeFileSync(join(folder, name), text);
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  if (!argv.includes('--check')) write();
  const stale = outOfDate();
  if (stale.length > 0) {
    stdout.write(`Not up to date: ${stale.join(', ')}. Run: npm run notebooks\n`);
    process.exitCode = 1;
  } else stdout.write('The notebooks are up to date with content/guide and content/findings.\n');
}
