import { execFileSync } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { practiceFolder, pythonOf, root } from '../clone.mjs';
import { absolute } from './figures.mjs';

const count = 10_000;
const self = fileURLToPath(import.meta.url);

/** Reads and diagnoses recorded machines in a process of its own. */
export function benchSnapshots() {
  const output = execFileSync(process.execPath, ['--expose-gc', self], {
    encoding: 'utf8',
    timeout: 300_000,
  });
  const { seconds, grownMiB } = JSON.parse(output);
  return [
    absolute(`${count} snapshots read and diagnosed`, { ours: [seconds], unit: 's', bound: 10 }),
    absolute(`${count} snapshots: growth of the heap`, { ours: [grownMiB], unit: 'MiB', bound: 5 }),
  ];
}

const load = (path) => import(pathToFileURL(join(root, 'dist/modules/src', path)).href);

async function measure() {
  const [{ collectLocal }, { readSnapshot }, { readFacts }, { diagnose }, { loadKnowledge }] =
    await Promise.all(
      [
        'collect/local.js',
        'snapshot/read-snapshot.js',
        'facts/facts.js',
        'diagnose/diagnose.js',
        'content/knowledge.js',
      ].map(load),
    );
  const python = pythonOf(practiceFolder);
  const observations = await collectLocal({ python, environment: process.env, cwd: root });
  const text = JSON.stringify({
    schema: 'tf-gpu-doctor/snapshot',
    version: 1,
    collectedAt: new Date().toISOString(),
    redacted: false,
    target: { python, chosenBecause: '--python', practice: true, host: 'local' },
    observations,
  });
  const knowledge = loadKnowledge();
  const some = (times) => {
    for (let number = 0; number < times; number++) {
      diagnose(readFacts(readSnapshot(text, 'bench')), knowledge);
    }
  };
  some(count / 10);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const start = performance.now();
  some(count);
  const seconds = (performance.now() - start) / 1000;
  globalThis.gc?.();
  const grownMiB = (process.memoryUsage().heapUsed - before) / 2 ** 20;
  console.log(JSON.stringify({ seconds, grownMiB: Math.max(0, grownMiB) }));
}

if (process.argv[1] === self) await measure();
