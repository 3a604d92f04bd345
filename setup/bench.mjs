// `npm run bench`: how fast we are, as ratios to what people would use otherwise, measured in the same run.
// `npm run bench -- --rounds 3 --only kernels,checks,snapshots`
import { cpus, loadavg } from 'node:os';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchChecks } from './bench/checks.mjs';
import { isWithin, printFigures } from './bench/figures.mjs';
import { benchKernels } from './bench/kernels.mjs';
import { benchSnapshots } from './bench/snapshots.mjs';
import { practiceFolder, pythonOf, root } from './clone.mjs';

// Node.js parses these certificates before it runs anything, which takes 40 ms of each start and is not ours.
delete process.env.NODE_EXTRA_CA_CERTS;

const parts = { kernels: benchKernels, checks: benchChecks, snapshots: benchSnapshots };

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    only: { type: 'string', default: Object.keys(parts).join(',') },
    json: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const names = values.only.split(',');
const missing = [join(root, 'dist/kernel/main.js'), pythonOf(practiceFolder)].filter(
  (file) => !existsSync(file),
);

if (!Number.isInteger(rounds) || rounds < 1 || names.some((name) => !(name in parts))) {
  console.error(`--rounds takes a whole number, --only some of ${Object.keys(parts).join(', ')}.`);
  process.exitCode = 2;
} else if (missing.length > 0) {
  console.error(`${missing.join(' and ')} is missing. Run \`npm start\` once, it makes both.`);
  process.exitCode = 2;
} else {
  const figures = [];
  // Before we make a load of our own. Windows tells none.
  const [load = 0] = loadavg();
  for (const name of names) {
    console.error(`Measuring ${name}: ${rounds} rounds …`);
    figures.push(...(await parts[name](rounds)));
  }
  const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node.js ${process.versions.node}`;
  if (values.json) console.log(JSON.stringify({ machine, load, rounds, figures }, null, 2));
  else {
    console.log(
      `\n${machine}; medians over ${rounds} rounds; load before it began: ${load.toFixed(1)}`,
    );
    if (load > cpus().length / 2) {
      console.log(
        'The machine was busy with something else, so times are longer than they have to be.',
      );
    }
    console.log('');
    printFigures(figures);
  }
  if (!figures.every(isWithin)) process.exitCode = 1;
}
