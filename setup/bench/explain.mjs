import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { practiceFolder, pythonOf, root } from '../clone.mjs';
import { run } from '../run.mjs';
import { absolute, ratio } from './figures.mjs';

const self = fileURLToPath(import.meta.url);
const megabytes = 100;

/** A text that is longer than memory should hold, and TensorFlow's messages as they pass. */
export async function benchExplain(rounds) {
  const texts = Array.from({ length: Math.min(rounds, 3) }, () =>
    JSON.parse(
      execFileSync(process.execPath, ['--expose-gc', self], { encoding: 'utf8', timeout: 120_000 }),
    ),
  );
  const of = (name) => texts.map((text) => text[name]);
  const passed = await passingMessages(rounds);
  return [
    absolute('explain: 100 MB of training output with messages', {
      ours: of('training'),
      unit: 's',
      bound: megabytes / 50,
    }),
    absolute('explain: 100 MB of nothing but TensorFlow messages', {
      ours: of('messages'),
      unit: 's',
      bound: megabytes / 50,
    }),
    absolute('explain: memory that the second half of 100 MB takes', {
      ours: of('grownMiB'),
      unit: 'MiB',
      bound: 10,
    }),
    ratio('tf-messages: 20,000 lines, read against left alone', {
      ours: passed.map(({ on }) => on),
      reference: passed.map(({ off }) => off),
      bound: 1.05,
    }),
    absolute('tf-messages: lines out of place', {
      ours: passed.map(({ wrong }) => wrong),
      unit: 'lines',
      bound: 0,
    }),
  ];
}

async function passingMessages(rounds) {
  const python = pythonOf(practiceFolder);
  const main = join(root, 'dist/kernel/main.js');
  const argv = [
    process.execPath,
    main,
    '--connection-file',
    '{connection_file}',
    '--python',
    python,
  ];
  const rows = [];
  const script = join(root, 'setup/bench/tf_messages.py');
  const { ok, how, output } = await run(python, [script, JSON.stringify({ rounds, argv })], {
    minutes: 2 + rounds,
    onLine(line) {
      if (line.startsWith('{')) rows.push(JSON.parse(line));
    },
  });
  if (!ok) throw new Error(`The messages could not be measured (${how}):\n${output}`);
  return rows;
}

const load = (path) => import(pathToFileURL(join(root, 'dist/modules/src', path)).href);

async function measure() {
  const [{ createExplainer }, { loadKnowledge }] = await Promise.all(
    ['explain/explain.js', 'content/knowledge.js'].map(load),
  );
  const knowledge = loadKnowledge();
  const logs = ['tf24-full', 'tf221-cc-8.6', 'tf221-miss-toolkit'].map((name) =>
    readFileSync(join(root, `test/machines/logs/${name}.log`), 'utf8'),
  );
  const epochs = Array.from(
    { length: 2000 },
    (_, step) => `${step}/2000 [====>...] - 34ms/step - loss: 0.${step} - accuracy: 0.9${step}\n`,
  );
  const { seconds: training, grownMiB } = read(`${epochs.join('')}${logs.join('')}`);
  const { seconds: messages } = read(logs.join(''));
  console.log(JSON.stringify({ training, messages, grownMiB }));

  function read(unit) {
    const piece = Buffer.from(unit.repeat(Math.ceil(1_000_000 / unit.length)));
    const explainer = createExplainer(knowledge);
    // Processor time, which is the time on a machine that does nothing else.
    const start = process.cpuUsage();
    let half = 0;
    for (let bytes = 0; bytes < megabytes * 1e6; bytes += piece.length) {
      explainer.push(piece);
      if (half === 0 && bytes > (megabytes * 1e6) / 2) half = memory();
    }
    const { causes } = explainer.end();
    const { user, system } = process.cpuUsage(start);
    const seconds = (user + system) / 1e6;
    if (causes.length === 0) throw new Error('The text showed no cause.');
    return { seconds, grownMiB: Math.max(0, memory() - half) };
  }
}

function memory() {
  globalThis.gc?.();
  return process.memoryUsage().rss / 2 ** 20;
}

if (process.argv[1] === self) await measure();
