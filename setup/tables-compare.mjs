/**
 * One wheel of TensorFlow by its file name.
 * @typedef {{ version: string, minor: string, python: string, platform: 'linux' | 'linuxArm' | 'windows' | 'mac' | 'macIntel' }} Wheel
 */

const fileName = /\btensorflow-(\d[^-\s]*)-(?:cp|py)(\d)(\d+)-\w+-([\w.]+)\.whl/gu;

/**
 * The wheels of final releases that a text names, such as what `pip index versions -vvv` prints.
 * @param {string} text
 * @returns {Wheel[]}
 */
export function wheelsIn(text) {
  return [...text.matchAll(fileName)].flatMap(([, version = '', major, minor, tags = '']) => {
    if (!/^\d+(?:\.\d+)+(?:\.post\d+)?$/u.test(version)) return [];
    const platform = platformOf(tags);
    return [{ version, minor: minorOf(version), python: `${major}.${minor}`, platform }];
  });
}

/** @param {string} tags @returns {Wheel['platform']} */
function platformOf(tags) {
  if (tags.includes('win')) return 'windows';
  if (tags.includes('macosx')) return tags.includes('arm64') ? 'mac' : 'macIntel';
  return tags.includes('aarch64') ? 'linuxArm' : 'linux';
}

/**
 * What differs between the table of releases and the wheels that are served, a sentence each.
 * @param {readonly { tensorflow: string, newest: string, stable: boolean, python: Record<string, string[]> }[]} rows
 * @param {readonly Wheel[]} wheels
 */
export function newReleases(rows, wheels) {
  const served = new Map();
  for (const wheel of wheels) served.set(wheel.minor, [...(served.get(wheel.minor) ?? []), wheel]);
  const known = rows.filter((row) => row.stable);
  const oldest = known.map((row) => row.tensorflow).toSorted(byNumber)[0] ?? '0';
  const unknown = [...served.keys()]
    .filter(
      (minor) => byNumber(oldest, minor) < 0 && !known.some((row) => row.tensorflow === minor),
    )
    .toSorted(byNumber)
    .map((minor) => `TensorFlow ${minor} is new: ${newestOf(served.get(minor))}. It has no row.`);
  return [
    ...unknown,
    ...known.flatMap((row) => differences(row, served.get(row.tensorflow) ?? [])),
  ];
}

function differences({ tensorflow, newest, python }, wheels) {
  if (wheels.length === 0) return [`TensorFlow ${tensorflow} is served no more.`];
  const last = newestOf(wheels);
  const newer =
    last === newest ? [] : [`TensorFlow ${tensorflow}: ${last} is served, the row says ${newest}.`];
  const pythons = Object.entries(python).flatMap(([platform, listed]) => {
    const found = wheels.filter((one) => one.platform === platform).map((one) => one.python);
    const there = [...new Set(found)].toSorted(byNumber).join(', ') || 'none';
    const said = listed.join(', ') || 'none';
    return there === said
      ? []
      : [
          `TensorFlow ${tensorflow} for ${platform}: wheels for Python ${there}, the row says ${said}.`,
        ];
  });
  return [...newer, ...pythons];
}

/**
 * What `tensorflow[and-cuda]` asks for, against the row of the release; undefined when they agree.
 * @param {readonly string[] | undefined} listed @param {readonly string[]} asked Requires-Dist of the release
 */
export function newRequirements(version, listed, asked) {
  const served = asked.filter((one) => /extra\s*==\s*['"]and-cuda['"]/u.test(one)).map(plain);
  if (listed === undefined) {
    return served.length === 0
      ? undefined
      : `and-cuda.json has no row for ${version}: ${served.join(' ')}`;
  }
  const said = listed.map(plain);
  const added = served.filter((one) => !said.includes(one));
  const gone = said.filter((one) => !served.includes(one));
  if (added.length + gone.length === 0) return undefined;
  return `tensorflow[and-cuda] ${version}: served ${added.join(' ') || 'nothing more'}; in the row only ${gone.join(' ') || 'nothing more'}`;
}

/** `nvidia-x (<2,>=1) ; extra == 'and-cuda'` and `nvidia-x>=1,<2` alike. */
const plain = (requirement) =>
  (requirement.split(';')[0] ?? '')
    .replace(/[()\s]/gu, '')
    .replace(/^[\w-]+/u, (name) => `${name} `)
    .split(' ')
    .map((part, index) => (index === 0 ? part : part.split(',').toSorted().join(',')))
    .join('');

/** `2.21.0` → `2.21` */
export const minorOf = (version) => version.split('.').slice(0, 2).join('.');

const newestOf = (wheels) =>
  wheels
    .map((one) => one.version)
    .toSorted(byNumber)
    .at(-1);

/** Orders versions by their numbers; `2.15.0.post1` comes after `2.15.0`. */
export function byNumber(a, b) {
  const [left, right] = [a, b].map((text) => text.replace('post', '').split('.').map(Number));
  const at = Array.from(
    { length: Math.max(left.length, right.length) },
    (_, index) => (left[index] ?? -1) - (right[index] ?? -1),
  );
  return at.find((difference) => difference !== 0) ?? 0;
}
