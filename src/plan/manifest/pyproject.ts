import { parse } from 'smol-toml';
import { UsageError } from '../../errors.ts';
import { emptyManifest, type Manifest, type Wanted } from './manifest.ts';
import { readRequirement } from './requirement.ts';

/**
 * A `pyproject.toml`: `[project]` with its optional dependencies, dependency groups, and the tables of uv and Poetry.
 * @throws UsageError when it is no TOML
 */
export function readPyproject(text: string): Manifest {
  const table = parsed(text);
  const lines = linesOf(text);
  const project = tableIn(table, 'project');
  const groups = [
    listIn(project, 'dependencies'),
    ...Object.values(tableIn(project, 'optional-dependencies')),
    ...Object.values(tableIn(table, 'dependency-groups')),
    listIn(tableIn(tableIn(table, 'tool'), 'uv'), 'dev-dependencies'),
  ];
  const standard = groups
    .flatMap((group): unknown[] => (Array.isArray(group) ? group : []))
    .filter((one) => typeof one === 'string')
    .flatMap((one) => readRequirement(one, lines.holding(one)) ?? []);
  const poetry = tableIn(tableIn(table, 'tool'), 'poetry');
  const poetryTables = [
    tableIn(poetry, 'dependencies'),
    ...Object.values(tableIn(poetry, 'group')).map((group) =>
      tableIn(asTable(group), 'dependencies'),
    ),
  ];
  const ofPoetry = poetryTables.flatMap((one) => poetryPackages(one, lines));
  const requires = project['requires-python'];
  const python = ofPoetry.find((one) => one.name === 'python');
  return {
    ...emptyManifest,
    kind: 'pyproject',
    packages: [...standard, ...ofPoetry.filter((one) => one.name !== 'python')],
    python:
      typeof requires === 'string'
        ? { spec: requires, line: lines.beginning('requires-python') }
        : python === undefined
          ? null
          : { spec: python.spec, line: python.line },
  };
}

function poetryPackages(table: Table, lines: Lines): Wanted[] {
  return Object.entries(table).flatMap(([name, value]) => {
    const detail = asTable(value);
    const version = typeof value === 'string' ? value : detail['version'];
    const extras = detail['extras'];
    const written = Array.isArray(extras) ? `[${extras.join(',')}]` : '';
    const read = readRequirement(`${name}${written}`, lines.beginning(name));
    const spec = typeof version === 'string' && version !== '*' ? version.replace(/\s+/gu, '') : '';
    return read === undefined ? [] : [{ ...read, spec: /^\d/u.test(spec) ? `==${spec}` : spec }];
  });
}

type Table = Readonly<Record<string, unknown>>;

function parsed(text: string): Table {
  try {
    return parse(text);
  } catch (cause) {
    const [because = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n', 1);
    throw new UsageError(`This is no valid TOML: ${because}`, { cause });
  }
}

const asTable = (value: unknown): Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

const tableIn = (table: Table, name: string): Table => asTable(table[name]);

const listIn = (table: Table, name: string): unknown => table[name];

/** The parser keeps no positions, so a text is looked for again: each time from where the last one was found. */
interface Lines {
  /** The line with this string in it, in quotes. */
  readonly holding: (text: string) => number;
  /** The line that begins with this key. */
  readonly beginning: (key: string) => number;
}

function linesOf(text: string): Lines {
  const lines = text.split(/\r\n|\n|\r/u);
  const first = new Map<string, number>();
  for (const [at, line] of lines.entries()) {
    const key = /^\s*["']?([\w.-]+)["']?\s*=/u.exec(line)?.[1];
    if (key !== undefined && !first.has(key)) first.set(key, at + 1);
    for (const [, , quoted = ''] of line.matchAll(/(["'])(.*?)\1/gu)) {
      if (!first.has(`"${quoted}`)) first.set(`"${quoted}`, at + 1);
    }
  }
  return {
    holding: (wanted) => first.get(`"${wanted}`) ?? 1,
    beginning: (key) => first.get(key) ?? 1,
  };
}
