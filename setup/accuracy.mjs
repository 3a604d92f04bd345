// `npm run accuracy`: diagnoses every recorded machine, log and simulated machine, asks PyPI about the remedies where uv
// is there, and writes docs/accuracy.md.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineSection } from './accuracy-machines.mjs';
import { repairSection } from './accuracy-repairs.mjs';
import { accuracyPage } from './accuracy-page.mjs';
import { practiceFolder, pythonOf, root } from './clone.mjs';
import { logSection } from './accuracy-logs.mjs';
import { run } from './run.mjs';
import { readJson } from './stamp.mjs';

const missing = [join(root, 'dist/kernel/main.js'), pythonOf(practiceFolder)].filter(
  (file) => !existsSync(file),
);

if (missing.length > 0) {
  console.error(`${missing.join(' and ')} is missing. Run \`npm test\` once, it makes both.`);
  process.exitCode = 2;
} else await measure();

async function measure() {
  const uv = await uvHere();
  const folder = mkdtempSync(join(tmpdir(), 'tf-gpu-doctor-accuracy-'));
  const file = join(folder, 'results.json');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const words = [
    'run',
    '--project=machines',
    '--project=lab',
    '--project=fix',
    '--reporter=default',
  ];
  const { how } = await run(
    process.execPath,
    [vitest, ...words, '--reporter=json', `--outputFile.json=${file}`],
    {
      cwd: root,
      show: true,
      minutes: 60,
      env: { ...process.env, TF_GPU_DOCTOR_ALL: '1', ...(uv && { TF_GPU_DOCTOR_UV: 'uv' }) },
    },
  );
  const results = readJson(file);
  rmSync(folder, { recursive: true });
  if (results === undefined) {
    console.error(`The tests ended before they could be counted (${how}).`);
    process.exitCode = 1;
    return;
  }
  const machines = readMachines();
  const groups = Object.fromEntries(
    Object.entries(machines).map(([name, { group }]) => [name, group]),
  );
  const { text, allRight } = accuracyPage(results, groups, new Date());
  const logs = logSection(results);
  writeFileSync(
    join(root, 'docs/accuracy.md'),
    `${text}\n${repairSection(results)}\n${logs.text}\n${machineSection(results, machines)}`,
  );
  console.log('docs/accuracy.md is written.');
  if (!allRight || !logs.reached) process.exitCode = 1;
}

/** Whether uv is there, which asks PyPI about the remedies. Without it, what PyPI answered last is used. */
async function uvHere() {
  const { ok } = await run('uv', ['--version'], { cwd: root, minutes: 1 });
  if (!ok)
    console.log('uv is not on PATH: the remedies are compared with what PyPI answered last.');
  return ok;
}

/** The recorded machines by name. @returns {Record<string, import('./accuracy-machines.mjs').Machine>} */
function readMachines() {
  const folder = join(root, 'test/machines');
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(
    names.map((name) => [
      name.slice(0, -'.json'.length),
      JSON.parse(readFileSync(join(folder, name), 'utf8')),
    ]),
  );
}
