// `npm run bench`: how fast we are, as ratios to what people would use otherwise, measured in the same run.
// `npm run bench -- --rounds 3 --only kernels,clients,checks,snapshots,explain`
import { cpus, loadavg } from 'node:os';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchChecks } from './bench/checks.mjs';
import { benchClients } from './bench/clients.mjs';
import { benchExplain } from './bench/explain.mjs';
import { isWithin, printFigures } from './bench/figures.mjs';
import { benchKernels } from './bench/kernels.mjs';
import { record } from './bench/record.mjs';
import { benchSnapshots } from './bench/snapshots.mjs';
import { xeusPython } from './bench/xeus.mjs';
import { compilePrograms } from './bytecode.mjs';
import { practiceFolder, pythonOf, root } from './clone.mjs';

// Node.js parses these certificates before it runs anything, which takes 40 ms of each start and is not ours.
delete process.env.NODE_EXTRA_CA_CERTS;
// Python would compile its modules at each start where their bytecode is missing or old.
delete process.env.PYTHONDONTWRITEBYTECODE;

const parts = {
  kernels: benchKernels,
  clients: benchClients,
  checks: benchChecks,
  snapshots: benchSnapshots,
  explain: benchExplain,
};

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    only: { type: 'string', default: Object.keys(parts).join(',') },
    json: { type: 'boolean', default: false },
    'no-record': { type: 'boolean', default: false },
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
  await bench();
}

async function bench() {
  await compilePrograms();
  const figures = [];
  /** @type {string[]} */
  const unmeasured = [];
  // Before we make a load of our own. Windows tells none.
  const [load = 0] = loadavg();
  const { why } = await xeusPython();
  if (why !== undefined) console.error(`${why}, so it is not compared with.`);
  for (const name of names) {
    console.error(`Measuring ${name}: ${rounds} rounds …`);
    try {
      figures.push(...(await parts[name](rounds)));
    } catch (error) {
      // What the other parts measured is worth a look; the run is no whole one.
      unmeasured.push(name);
      console.error(error instanceof Error ? error.message : error);
    }
  }
  const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node.js ${process.versions.node}`;
  const date = new Date().toISOString().slice(0, 10);
  const run = { date, machine, load, rounds, figures };
  if (values.json) console.log(JSON.stringify(run, null, 2));
  else print(run);
  const isWhole = Object.keys(parts).every(
    (name) => names.includes(name) && !unmeasured.includes(name),
  );
  if (isWhole && !values['no-record']) {
    await record(run);
    console.error(
      'Written to docs/performance.md, docs/performance.json, docs/img/performance.svg.',
    );
  }
  if (unmeasured.length > 0) console.error(`Not measured: ${unmeasured.join(', ')}.`);
  if (unmeasured.length > 0 || !figures.every(isWithin)) process.exitCode = 1;
}

function print({ machine, load, figures }) {
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
  const broken = figures.filter((figure) => !isWithin(figure)).length;
  console.log(
    broken === 0
      ? `\nAll ${figures.length} bounds hold.`
      : `\n${broken} of ${figures.length} bounds do not hold (✗).`,
  );
}
