import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

import { root } from '../../src/root.ts';

/** A file of ours, its path relative to the package with `/` on every system. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export interface Import {
  /** A path relative to the package for our own files, else the name that was written. */
  readonly what: string;
  readonly how: 'static' | 'dynamic' | 'type';
}

/** All files below these folders whose names end so; what does not exist is empty. */
export function sourceFiles(folders: readonly string[], endings: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !path.includes('node_modules'))
      .map((path) => ({
        path: relative(root, path).split(sep).join('/'),
        text: readFileSync(path, 'utf8'),
      })),
  );
}

/** The text of a file of the package. @param path relative to the package */
export function ownText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** The code without its comments. Not a parser: enough for files that the formatter has laid out. */
export function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*$/gmu, '');
}

/** What a file imports. */
export function importsOf({ path, text }: SourceFile): Import[] {
  const code = withoutComments(text);
  const written = [
    ...code.matchAll(/^(?<verb>import|export)(?<type> type)?\b[^;'"]*? from '(?<what>[^']+)'/gmu),
    ...code.matchAll(/^(?<verb>import) '(?<what>[^']+)'/gmu),
    ...code.matchAll(/(?<verb>typeof import|import)\('(?<what>[^']+)'/gu),
  ];
  return written.map(({ 0: whole, groups = {} }) => {
    const type = groups['type'] !== undefined || groups['verb'] === 'typeof import';
    const dynamic = whole.includes("import('");
    return {
      what: resolved(path, groups['what'] ?? ''),
      how: type ? 'type' : dynamic ? 'dynamic' : 'static',
    };
  });
}

function resolved(importer: string, what: string): string {
  return what.startsWith('.') ? join(dirname(importer), what).split(sep).join('/') : what;
}
