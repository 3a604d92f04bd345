import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { practiceFolder, pythonOf, root } from '../clone.mjs';
import { absolute, ratio } from './figures.mjs';

const python = pythonOf(practiceFolder);
const listGpus = "import tensorflow as tf; tf.config.list_physical_devices('GPU')";
const check = (...words) => [
  process.execPath,
  [join(root, 'dist/src/cli/main.js'), 'gpu-check', '--json', '--python', python, ...words],
];

const collector = (...words) => [python, [join(root, 'src/collect/collector.py'), ...words]];
const recorded = join(root, 'test/machines/bases/desktop.json');

/** The checks of the terminal against a bare process that imports TensorFlow and lists GPUs. */
export function benchChecks(rounds) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-checks-'));
  try {
    return measure(rounds, hangingEnvironment(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure(rounds, hanging) {
  const contestants = {
    bare: () => time(python, ['-c', listGpus]),
    static: () => time(...check('--static')),
    noDriver: () => time(...check('--static', '--no-driver')),
    full: () => time(...check('--live')),
    usual: () => time(...check()),
    emptyPython: () => time(python, ['-c', '0']),
    // The collector's own modules and one process for a probe that asks nobody.
    oneProbe: () => time(...collector('--probes', 'environment')),
    allProbes: () => time(...collector()),
    emptyNode: () => time(process.execPath, ['-e', '0']),
    recorded: () =>
      time(process.execPath, [join(root, 'dist/src/cli/main.js'), 'gpu-check', '--from', recorded]),
  };
  /** @type {Record<string, number[]>} */
  const ms = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (const one of Object.values(contestants)) one();
  for (let round = 0; round < rounds; round++) {
    const order = Object.entries(contestants);
    for (const [name, one] of round % 2 === 0 ? order : order.toReversed()) ms[name].push(one());
  }
  const hung = time(...check('--static'), hanging);
  return [
    absolute('gpu-check --static, terminal', { ours: ms.static, unit: 'ms', bound: 300 }),
    absolute('gpu-check --static --no-driver', { ours: ms.noDriver, unit: 'ms', bound: 300 }),
    ratio('gpu-check --static against import and list', {
      ours: ms.static,
      reference: ms.bare,
      bound: 0.06,
    }),
    absolute('part of it: an empty Python', { ours: ms.emptyPython, unit: 'ms', bound: 30 }),
    absolute('part of it: the collector with one probe', {
      ours: ms.oneProbe,
      unit: 'ms',
      bound: 70,
    }),
    absolute('part of it: the collector with all probes', {
      ours: ms.allProbes,
      unit: 'ms',
      bound: 150,
    }),
    ratio('gpu-check --live against import and list', {
      ours: ms.full,
      reference: ms.bare,
      bound: 1.25,
    }),
    ratio('a recorded machine against an empty Node.js', {
      ours: ms.recorded,
      reference: ms.emptyNode,
      bound: 2.2,
    }),
    absolute('gpu-check, as it is called here', { ours: ms.usual, unit: 'ms', bound: 300 }),
    absolute('nvidia-smi hangs: what it costs', {
      ours: [hung - Math.min(...ms.static)],
      unit: 'ms',
      bound: 5000,
    }),
  ];
}

/** Runs a program to its end; ms it took. */
function time(file, args, env = process.env) {
  const start = performance.now();
  const { stderr, error, status } = spawnSync(file, args, {
    env: { ...env, TF_CPP_MIN_LOG_LEVEL: '2' },
    encoding: 'utf8',
    timeout: 180_000,
  });
  const ms = performance.now() - start;
  // gpu-check ends with 1 for bad news; 2 and more is no measurement.
  if (error !== undefined || status === null || status === 2 || status > 3) {
    throw new Error(`${file} ${args.join(' ')} failed: ${error?.message ?? stderr}`);
  }
  return ms;
}

/** PATH begins with an nvidia-smi that never answers. */
function hangingEnvironment(folder) {
  writeFileSync(join(folder, 'nvidia-smi'), '#!/bin/sh\nexec sleep 600\n', { mode: 0o755 });
  return { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` };
}
