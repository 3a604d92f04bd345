import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.ts';

const folder = join(root, 'src/collect');

const opening = `#!/usr/bin/env python3
"""tf-gpu-doctor: asks this machine why TensorFlow does not use its GPU, and prints what it found as one JSON text.

Run it with the Python that has TensorFlow (\`python3 FILE > machine.json\`), or paste it into a notebook's cell.
It reads files and asks the driver; it writes nothing, sends nothing, installs nothing and does not import TensorFlow.
Names, addresses, tokens and serial numbers are taken out; look at the text before you pass it on. Whoever has
tf-gpu-doctor reads it with \`tf-gpu-doctor gpu-check --from machine.json\`.

Python 3.6 or newer, standard library only. The arguments --no-driver (leave the driver alone) and --raw (take nothing
out) are understood.
"""

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
  const parts = files.map(([name, file]) => quoted(name, readFileSync(join(folder, file), 'utf8')));
  const closing = `exec(compile(FILES["start"], "start.py", "exec"))\n`;
  return [opening, quoted('probes', ''), ...parts, closing].join('\n');
}

/** A file as a raw string of Python, so that a person can read what will run; indented by one to keep it small. */
function quoted(name: string, text: string): string {
  if (text.includes("'''"))
    throw new Error(`${name} holds three single quotes and cannot be quoted`);
  const narrow = text.replaceAll(/^(?: {4})+/gm, (indent) => ' '.repeat(indent.length / 4));
  return `FILES["${name}"] = r'''${narrow}'''\n`;
}
