import type { Import } from './source-files.ts';

/** A row of the tables of modules in docs/architecture.md. */
export interface Module {
  /** Its folder; `src/commands/*` stands for the folder of each command. */
  readonly folder: string;
  readonly allowed: readonly { readonly folder: string; readonly typesOnly: boolean }[];
  readonly pure: boolean;
}

/** The modules with what they may import, and the files that every module may import. */
export function readModules(document: string): { modules: Module[]; common: string[] } {
  const names = rowsAfter(document, 'module').map(([name = '']) => folderOf(name));
  const modules = rowsAfter(document, 'module').map(([name = '', , may = '', pure], at) => ({
    folder: folderOf(name),
    allowed: may.startsWith('every module below')
      ? names.slice(at + 1).map((folder) => ({ folder, typesOnly: false }))
      : listed(may, folderOf),
    pure: pure === 'yes',
  }));
  const parts = rowsAfter(document, 'folder').map(([name = '', , may = '']) => ({
    folder: unquoted(name),
    allowed: listed(may, (part) => `kernel/${unquoted(part)}`),
    pure: false,
  }));
  const sentence = /^Every module may also import (?<files>.*?), which import/mu.exec(document);
  const common = [...(sentence?.groups?.['files'] ?? '').matchAll(/`([^`]+)`/gu)];
  return { modules: [...modules, ...parts], common: common.map(([, file = '']) => file) };
}

/** The libraries that are imported in one folder only. */
export function readLibraries(document: string): { library: string; place: string }[] {
  return rowsAfter(document, 'library').map(([library = '', place = '']) => ({
    library: unquoted(library),
    place: unquoted(place),
  }));
}

/** Whether the table allows an import; what is no file of ours is always allowed. */
export function allowedBy(
  modules: readonly Module[],
  common: readonly string[],
  { from, what, how }: Import & { readonly from: string },
): boolean {
  if (!/^(?:src|kernel)\//u.test(what)) return true;
  const importer = moduleOf(modules, from);
  if (what === 'src/root.ts') return importer?.pure === false;
  if (common.includes(what)) return true;
  const imported = moduleOf(modules, what);
  if (importer === undefined || imported === undefined) return false;
  if (ownFolder(importer, from) === ownFolder(imported, what)) return true;
  const allowed = (folder: string) =>
    modules
      .filter((module) => module.folder === folder)
      .flatMap((module) => module.allowed)
      .some(
        ({ folder: other, typesOnly }) =>
          other === imported.folder && (!typesOnly || how === 'type'),
      );
  if (allowed(importer.folder)) return true;
  if (!importer.folder.startsWith('kernel')) return false;
  // The kernel's folders may import what the kernel may, its own types, and the table of message types; the kernel may
  // import its folders.
  if (imported.folder === 'kernel') return how === 'type' || what === 'kernel/message-types.ts';
  return importer.folder === 'kernel' && imported.folder.startsWith('kernel/')
    ? true
    : imported.folder.startsWith('src/') && importer.folder !== 'kernel/wire' && allowed('kernel');
}

function moduleOf(modules: readonly Module[], path: string): Module | undefined {
  const fitting = modules.filter(({ folder }) =>
    folder.endsWith('/*') ? /^src\/commands\/[^/]+\//u.test(path) : path.startsWith(`${folder}/`),
  );
  return fitting.toSorted((a, b) => b.folder.length - a.folder.length)[0];
}

/** For a command its own folder: it may import no other command's. */
function ownFolder({ folder }: Module, path: string): string {
  return folder.endsWith('/*') ? path.split('/').slice(0, 3).join('/') : folder;
}

function listed(cell: string, folder: (name: string) => string): Module['allowed'] {
  return cell
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => ({
      folder: folder(part.replace('types of ', '')),
      typesOnly: part.startsWith('types of '),
    }));
}

function folderOf(cell: string): string {
  const name = unquoted(cell);
  return name === 'kernel' ? name : `src/${name}`;
}

const unquoted = (cell: string): string => cell.replaceAll('`', '');

/** The cells of each row of the table whose first heading is this. */
function rowsAfter(document: string, heading: string): string[][] {
  const lines = document.split('\n');
  const start = lines.findIndex((line) => new RegExp(`^\\| ${heading} +\\|`, 'u').test(line));
  if (start === -1) return [];
  const rest = lines.slice(start + 2);
  const end = rest.findIndex((line) => !line.startsWith('|'));
  return (end === -1 ? rest : rest.slice(0, end)).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
