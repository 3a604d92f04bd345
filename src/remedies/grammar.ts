/**
 * Names and versions in a snapshot may be anything: it can come from another machine. What stands in a command is
 * checked here against the grammar of its kind; what does not fit gives no command.
 */

const version = String.raw`\d+(?:\.\d+)*(?:(?:a|b|rc)\d+)?(?:\.post\d+)?(?:\.dev\d+)?(?:\+[a-z0-9]+(?:[._-][a-z0-9]+)*)?`;
const name = String.raw`[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?`;
const clause = String.raw`(?:===?|~=|!=|<=|>=|<|>)\s*${version}(?:\.\*)?`;

const versionOnly = new RegExp(`^${version}$`, 'iu');
const nameOnly = new RegExp(`^${name}$`, 'iu');
const requirementOnly = new RegExp(
  String.raw`^(${name})(\[${name}(?:,${name})*\])?\s*((?:${clause})(?:\s*,\s*${clause})*)?$`,
  'iu',
);

/** A version as PEP 440 writes it, without an epoch. */
export function isVersion(text: string): boolean {
  return text.length <= 64 && versionOnly.test(text);
}

/** The name of a Python distribution: PEP 503 and 508. */
export function isPackageName(text: string): boolean {
  return text.length <= 64 && nameOnly.test(text);
}

/** A requirement of PEP 508 without marker and address; undefined for anything else. Blanks are taken out. */
export function requirementOf(text: string): string | undefined {
  const [before = ''] = text.split(';');
  const bare = before.trim();
  return bare.length <= 200 && requirementOnly.test(bare)
    ? bare.replaceAll(/\s+/gu, '')
    : undefined;
}

/** The name of a user or group as `useradd` takes it (NAME_REGEX of Debian's adduser). */
export function isGroupName(text: string): boolean {
  return /^[a-z_][a-z0-9_-]{0,31}$/u.test(text);
}
