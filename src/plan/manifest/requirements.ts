import { emptyManifest, type Manifest, type Wanted } from './manifest.ts';
import { readRequirement } from './requirement.ts';

/** A `requirements.txt`: one requirement a line, with comments, continued lines and pip's own options. */
export function readRequirements(text: string): Manifest {
  const packages: Wanted[] = [];
  const indexes: { url: string; line: number }[] = [];
  for (const { line, text: written } of logicalLines(text)) {
    const index = /^(?:--extra-index-url|--index-url|-i|--find-links|-f)(?:\s+|=)(\S+)/u.exec(
      written,
    );
    if (index !== null) indexes.push({ url: index[1] ?? '', line });
    if (written.startsWith('-')) continue;
    const requirement = readRequirement(withoutOptions(written), line);
    if (requirement !== undefined) packages.push(requirement);
  }
  return { ...emptyManifest, kind: 'requirements', packages, indexes };
}

/** `--hash=…` and other options behind a requirement. */
const withoutOptions = (text: string): string => {
  const at = text.indexOf(' --');
  return at === -1 ? text : text.slice(0, at);
};

/** Lines with a backslash at their end go on in the next one; the number is that of the first. */
export function logicalLines(text: string): { line: number; text: string }[] {
  const lines: { line: number; text: string }[] = [];
  let begun: { line: number; parts: string[] } | undefined;
  for (const [at, raw] of text.split(/\r\n|\n|\r/u).entries()) {
    const bare = withoutComment(raw);
    const goesOn = bare.endsWith('\\');
    begun ??= { line: at + 1, parts: [] };
    begun.parts.push(goesOn ? bare.slice(0, -1) : bare);
    if (goesOn) continue;
    lines.push({ line: begun.line, text: begun.parts.join(' ').trim() });
    begun = undefined;
  }
  if (begun !== undefined) lines.push({ line: begun.line, text: begun.parts.join(' ').trim() });
  return lines.filter((one) => one.text !== '');
}

/** A comment begins at the start of a line or after a space. */
function withoutComment(line: string): string {
  if (line.trimStart().startsWith('#')) return '';
  const at = line.search(/\s#/u);
  return (at === -1 ? line : line.slice(0, at)).trimEnd();
}
