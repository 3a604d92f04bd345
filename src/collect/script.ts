import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { root } from '../root.ts';

const folder = join(root, 'src/collect');

const opening = `#!/usr/bin/env python3
"""tf-gpu-doctor: asks this machine why TensorFlow does not use its GPU, and prints what it found as one JSON text.

Run it with the Python that has TensorFlow (\`python3 FILE > machine.json\`), or paste it into a notebook's cell.
It reads files, asks the driver, and loads the CUDA libraries that TensorFlow would load; it writes nothing, sends
nothing, installs nothing and does not import TensorFlow. With --no-driver it reads files only and loads no library.
Names, addresses, tokens and serial numbers are taken out; look at the text before you pass it on. Anyone who has
tf-gpu-doctor reads it with \`tf-gpu-doctor gpu-check --from machine.json\`. The same programs with comments are
src/collect/ of tf-gpu-doctor.

Python 3.6 or newer, standard library only. The arguments --no-driver (leave the driver alone) and --raw (take nothing
out) are understood.
"""

import sys

# Not from the folder of this file, nor from the one it is run in: a json.py there is not Python's.
if not (sys.flags.isolated or getattr(sys.flags, "safe_path", False)) and "get_ipython" not in globals():
    del sys.path[0]

FILES = {}
`;

/**
 * The collector and its probes as one Python file that needs nothing but Python's standard library.
 * Run as it is, it prints one redacted snapshot; with `--lines` it prints the collector's lines.
 */
export function snapshotScript(): string {
  const probes = readdirSync(join(folder, 'probes'))
    .filter((name) => name.endsWith('.py'))
    .toSorted()
    .map((name) => [`probes.${name.slice(0, -'.py'.length)}`, `probes/${name}`] as const);
  const files = [
    ['collector', 'collector.py'],
    ...probes,
    ['redact', 'script/redact.py'],
    ['rules', '../snapshot/redaction.json'],
    ['start', 'script/start.py'],
  ] as const;
  const parts = files.map(([name, file]) => {
    const text = readFileSync(join(folder, file), 'utf8');
    return quoted(name, file.endsWith('.json') ? compact(text) : shortened(text));
  });
  const closing = `exec(compile(FILES["start"], "start.py", "exec"))\n`;
  return [opening, quoted('probes', ''), ...parts, closing].join('\n');
}

/** The rules of redaction, which are data and no program, compressed: the file has to stay under 100 kB. */
function compact(rules: string): string {
  return deflateSync(JSON.stringify(JSON.parse(rules, withoutAbout)), { level: 9 }).toString(
    'base64',
  );
}

const withoutAbout = (key: string, value: unknown): unknown =>
  key === 'about' ? undefined : value;

/** A file as a raw string of Python, so that a person can read what will run. */
function quoted(name: string, text: string): string {
  if (text.includes("'''"))
    throw new Error(`${name} holds three single quotes and cannot be quoted`);
  return `FILES["${name}"] = r'''${text}'''\n`;
}

/** A text in three quotes that is a value, or else one that stands alone: a docstring. */
const tripleQuoted = /(= *"""[^]*?""")|^ *"""[^]*?"""\n/gm;

/** The program without docstrings and comments, indented by one, and each bracket on one line. */
function shortened(program: string): string {
  return (
    program
      .replaceAll(tripleQuoted, (_, value: string | undefined) => value ?? '')
      .replaceAll(/^ *#.*\n/gm, '')
      .replaceAll(/ {2}# noqa.*$/gm, '')
      // What stands in brackets, on one line: only there does a line of Python end in a comma or begin with a bracket.
      .replaceAll(/(?<=[[({])\n +|,?\n *(?=[\]}])|\n *(?=\))/g, '')
      .replaceAll(/,\n +/g, ', ')
      .replaceAll(/\n{2,}/g, '\n')
      .replaceAll(/^(?: {4})+/gm, (indent) => ' '.repeat(indent.length / 4))
      .trimStart()
  );
}
