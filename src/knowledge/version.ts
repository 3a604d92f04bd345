/** The numbers of a version: `12.5.1` → [12, 5, 1]. What follows the numbers (`rc0`, `.post1`) is left out. */
export function numbersOf(version: string): readonly number[] {
  const match = /^\D*(\d+(?:\.\d+)*)/.exec(version);
  return match?.[1]?.split('.').map(Number) ?? [];
}

/** Below zero when `a` is older than `b`. Missing numbers count as zero: 12.5 equals 12.5.0. */
export function compareVersions(a: string, b: string): number {
  const left = numbersOf(a);
  const right = numbersOf(b);
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether `a` is older than `b`. */
export const olderThan = (a: string, b: string): boolean => compareVersions(a, b) < 0;

/** `2.21.0` → `2.21`; null when there are not two numbers. */
export function minorOf(version: string): string | null {
  const [major, minor] = numbersOf(version);
  return major === undefined || minor === undefined ? null : `${major}.${minor}`;
}

/** `12.5.1` → 12; null when there is no number. */
export const majorOf = (version: string): number | null => numbersOf(version)[0] ?? null;
