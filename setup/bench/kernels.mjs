import { join } from 'node:path';
import { practiceFolder, pythonOf, root } from '../clone.mjs';
import { run } from '../run.mjs';
import { absolute, ratio } from './figures.mjs';

const python = pythonOf(practiceFolder);

const contestants = {
  ours: {
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
  },
  ipykernel: {
    argv: [python, '-m', 'ipykernel_launcher', '-f', '{connection_file}'],
    magics: {},
  },
};

/** Our kernel against a plain ipykernel, both driven by the same client. */
export async function benchKernels(rounds) {
  const script = join(root, 'setup/bench/kernels.py');
  const request = JSON.stringify({ rounds, kernels: contestants });
  /** @type {Record<'ours' | 'ipykernel', Record<string, number>[]>} */
  const seen = { ours: [], ipykernel: [] };
  const { ok, how, output } = await run(python, [script, request], {
    minutes: 2 + rounds,
    onLine(line) {
      if (!line.startsWith('{')) return;
      const { ours, ipykernel } = JSON.parse(line);
      seen.ours.push(ours);
      seen.ipykernel.push(ipykernel);
    },
  });
  if (!ok) throw new Error(`The kernels could not be measured (${how}):\n${output}`);
  const against = (what, name, bound, other = name) =>
    ratio(what, {
      ours: seen.ours.map((figures) => figures[name]),
      reference: seen.ipykernel.map((figures) => figures[other]),
      bound,
    });
  const own = (what, name, unit, bound) =>
    absolute(what, { ours: seen.ours.map((figures) => figures[name]), unit, bound });
  return [
    against('kernel: first kernel_info', 'kernelInfo', 0.6),
    against('kernel: no-op Python cell, p50', 'cellP50', 1.1),
    against('kernel: no-op Python cell, p95', 'cellP95', 1.5),
    against('kernel: first Python cell', 'firstExecute', 1.8),
    against('kernel: 20,000 prints', 'prints', 1.2),
    own('kernel: printed lines lost', 'printsLost', 'lines', 0),
    against('kernel: no-op magic, p50', 'magic', 0.5, 'cellP50'),
    against('kernel: control request in a running cell', 'control', 0.3),
    own('kernel: memory of the Node.js process', 'memoryMiB', 'MiB', 110),
    own('kernel, warm: %gpu-check --static', 'staticCheck', 'ms', 120),
  ];
}
