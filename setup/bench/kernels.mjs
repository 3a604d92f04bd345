import { join } from 'node:path';
import { practiceFolder, pythonOf, root } from '../clone.mjs';
import { run } from '../run.mjs';
import { absolute, ratio } from './figures.mjs';
import { xeusArgv, xeusPython } from './xeus.mjs';

const python = pythonOf(practiceFolder);
const cells = 10_000;

const ours = {
  argv: [
    process.execPath,
    join(root, 'dist/kernel/main.js'),
    '--connection-file',
    '{connection_file}',
    '--python',
    python,
  ],
  // The help does nothing but answer and show.
  magics: { magic: '%gpu-check --help', staticCheck: '%gpu-check --static' },
  interrupt: 'message',
  python: 'child',
};
const ipykernel = {
  argv: [python, '-m', 'ipykernel_launcher', '-f', '{connection_file}'],
  magics: {},
  interrupt: 'signal',
  python: 'itself',
};

/**
 * Our kernel against a plain ipykernel, both driven by the same client; xeus-python is measured after each round, so
 * that it does not take the caches of the two.
 * @param {number} rounds
 */
export async function benchKernels(rounds) {
  /** @type {object[]} */
  const groups = [{ ours, ipykernel }];
  const xeus = await xeusPython();
  if (xeus.python !== undefined) {
    // It dies of an interrupt.
    groups.push({
      xeus: { argv: xeusArgv(xeus.python), magics: {}, interrupt: null, python: 'itself' },
    });
  }
  /** @type {Record<string, Record<string, number>[]>} */
  const seen = { ours: [], ipykernel: [], xeus: [] };
  await script('kernels.py', { rounds, groups }, (line) => {
    if (!line.startsWith('{')) return;
    for (const [name, figures] of Object.entries(JSON.parse(line))) seen[name].push(figures);
  });
  let afterCells = 0;
  await script('many_cells.py', { argv: ours.argv, cells }, (line) => {
    if (Number(line) > 0) afterCells = Number(line);
  });
  const valuesOf = (kernel, name) => seen[kernel].map((figures) => figures[name]);
  const against = (what, name, bound, other = name) =>
    ratio(what, {
      ours: valuesOf('ours', name),
      reference: valuesOf('ipykernel', other),
      xeus: valuesOf('xeus', other),
      bound,
    });
  const own = (what, name, unit, bound, ofXeus = []) =>
    absolute(what, { ours: valuesOf('ours', name), unit, bound, xeus: ofXeus });
  return [
    against('first kernel_info', 'kernelInfo', 0.4),
    against('first Python cell', 'firstExecute', 1.1),
    against('no-op Python cell, p50', 'cellP50', 1.03),
    against('no-op Python cell, p95', 'cellP95', 1.12),
    against('20,000 prints', 'prints', 1.03),
    own('20,000 prints: lines lost', 'printsLost', 'lines', 0, valuesOf('xeus', 'printsLost')),
    against('no-op magic, p50', 'magic', 0.4, 'cellP50'),
    against('control request in a busy loop', 'control', 0.1),
    against('interrupt of a loop', 'interruptLoop', 1.1),
    against('interrupt of a sleep', 'interruptSleep', 1.1),
    against('interrupt of a subprocess', 'interruptSubprocess', 1.1),
    own('memory of the kernel at rest', 'memoryMiB', 'MiB', 72),
    absolute('memory of the kernel after 10,000 cells', {
      ours: [afterCells],
      unit: 'MiB',
      bound: 110,
    }),
    own('memory of its Python before a debug request', 'pythonMiB', 'MiB', 45),
    own('in a warm kernel: %gpu-check --static', 'staticCheck', 'ms', 120),
  ];
}

/** @param {string} file @param {object} request @param {(line: string) => void} onLine */
async function script(file, request, onLine) {
  const args = [join(root, 'setup/bench', file), JSON.stringify(request)];
  const { ok, how, output } = await run(python, args, { minutes: 9, onLine });
  if (!ok) throw new Error(`The kernels could not be measured (${file}: ${how}):\n${output}`);
}
