import { compareVersions, numbersOf } from '../../knowledge/version.ts';
import type { Wanted } from './manifest.ts';

/** Longer than any requirement; a longer word is none. */
const longest = 2000;

/**
 * One requirement as pip writes it (`tensorflow[and-cuda]>=2.15,<3; python_version > "3.9"`); undefined for what is
 * none, such as an option, a path or an address.
 */
export function readRequirement(text: string, line: number): Wanted | undefined {
  if (text.length > longest) return undefined;
  const [written = ''] = text.replaceAll(/\s+/gu, ' ').split(';', 1);
  const match = /^([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]]*)\])?\s*\(?((?:[=<>!~].*)?)$/u.exec(
    written.trim(),
  );
  if (match === null) return undefined;
  const [, name = '', extras = '', spec = ''] = match;
  return {
    name: normalName(name),
    extras: extras
      .split(',')
      .map((one) => one.trim().toLowerCase())
      .filter((one) => one !== ''),
    spec: spec.replace(/\)\s*$/u, '').replace(/\s+/gu, ''),
    from: 'pip',
    line,
  };
}

/** One package as conda writes it: `conda-forge::tensorflow=2.15=cuda*`, `python 3.12.*`. */
export function readCondaSpec(text: string, line: number): Wanted | undefined {
  if (text.length > longest) return undefined;
  const match = /^(?:[\w./-]+::)?([A-Za-z0-9_][\w.-]*)\s*((?:[=<>!~\s].*)?)$/u.exec(
    text.replaceAll(/\s+/gu, ' ').trim(),
  );
  if (match === null) return undefined;
  const [, name = '', rest = ''] = match;
  const spec = rest.trim();
  return {
    name: normalName(name),
    extras: [],
    spec: /^\d/u.test(spec) ? `=${spec.split(/\s+/u).join('=')}` : spec.replace(/\s+/gu, ''),
    from: 'conda',
    line,
  };
}

const normalName = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/gu, '-');

/**
 * Whether a version satisfies a specification. Clauses that we cannot read are taken as satisfied, so that nothing is
 * called impossible for our ignorance.
 */
export function admits(spec: string, version: string): boolean {
  return spec
    .split(',')
    .filter((clause) => clause !== '')
    .every((clause) => clauseAdmits(clause, version));
}

function clauseAdmits(clause: string, version: string): boolean {
  const match = /^(===?|>=|<=|~=|!=|=|<|>|\^|~)?v?(\d[\w.+*]*)/u.exec(clause.trim());
  if (match === null) return true;
  const [, operator = '==', wanted = ''] = match;
  const numbers = numbersOf(wanted);
  const order = compareVersions(version, wanted);
  const begins = (count: number): boolean =>
    numbers.slice(0, count).every((number, at) => numbersOf(version)[at] === number);
  switch (operator) {
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    case '!=':
      return wanted.includes('*') ? !begins(numbers.length) : order !== 0;
    case '~=':
      return order >= 0 && begins(numbers.length - 1);
    case '^':
      return order >= 0 && begins(1);
    case '~':
      return order >= 0 && begins(Math.min(2, numbers.length));
    case '=':
      return begins(numbers.length);
    default:
      return wanted.includes('*') ? begins(numbers.length) : order === 0;
  }
}

/** The one version that a specification names, if it does: `==2.15.0` → `2.15.0`. */
export function pinned(spec: string): string | undefined {
  const match = /^={1,3}(\d+(?:\.\d+){1,3}(?:\.?post\d+)?)(?:=[^,]*)?$/u.exec(spec);
  return match?.[1];
}
