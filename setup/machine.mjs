// `npm run machine -- FILE NAME`: makes a recorded machine of a snapshot or report that somebody sent because its
// diagnosis was wrong. What is true of that machine is for a person to write into it; until then its test fails.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './clone.mjs';

const toFillIn = 'fill in';

/**
 * Why a file cannot become a recorded machine; undefined when it can.
 * @param {{ name: string, folder: string, snapshot: { redacted: boolean }, redactAgain: (value: unknown) => unknown }} request
 *   `redactAgain` takes out what names a person or a machine
 */
export function refusal({ name, folder, snapshot, redactAgain }) {
  if (!/^[a-z0-9][a-z0-9.-]{2,60}$/u.test(name)) {
    return `${name} is not a name for a machine: it takes small letters, digits, dots and hyphens, 3 to 61 of them.`;
  }
  if (existsSync(join(folder, `${name}.json`))) {
    return `There is a recorded machine ${name} already. Choose another name.`;
  }
  if (!snapshot.redacted) {
    return 'This snapshot was made with `--raw`, so it holds names and addresses. Ask for one without it.';
  }
  const before = JSON.stringify(snapshot);
  const after = JSON.stringify(redactAgain(snapshot));
  if (before === after) return undefined;
  let at = 0;
  while (before[at] === after[at]) at += 1;
  return `This snapshot still holds what names a person or a machine: …${before.slice(Math.max(0, at - 40), at + 40)}…`;
}

/** The text of the recorded machine. Its expectation and its difference are left to be filled in. */
export function machineText(snapshot) {
  const machine = {
    base: 'empty',
    difference: `${toFillIn}: in a sentence, what is special about this machine.`,
    group: 'cause',
    expect: {
      verdict: `${toFillIn}: gpu-ready, gpu-degraded, cpu-only or unknown`,
      rootCause: `${toFillIn}: the id of a finding, or null`,
      findings: [`${toFillIn}: every id, in alphabetical order`],
    },
    changes: snapshot,
  };
  return `${JSON.stringify(machine, null, 2)}\n`;
}

/** @param {readonly string[]} words */
async function record([file, name]) {
  const built = join(root, 'dist/modules/src/snapshot');
  if (file === undefined || name === undefined) {
    return 'Give a file and a name: `npm run machine -- tf-gpu-report.html laptop-after-update`.';
  }
  if (!existsSync(built)) return 'dist/ is missing. Run `npm run build` once, it makes it.';
  const load = (module) => import(join(built, module));
  const { readSnapshotFile } = await load('snapshot-file.js');
  const { redactor } = await load('shipped-redaction.js');
  const { createFile } = await load('write-file.js');
  const folder = join(root, 'test/machines');
  try {
    const snapshot = await readSnapshotFile(file, process.cwd());
    const nobody = redactor({ users: [], hosts: [], homes: [] });
    const redactAgain = (value) => nobody.value(value);
    const refused = refusal({ name, folder, snapshot, redactAgain });
    if (refused !== undefined) return refused;
    createFile(join(folder, `${name}.json`), machineText(snapshot));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  console.log(
    `test/machines/${name}.json is written. Write into it what is true of that machine (each "${toFillIn}"),\n` +
      'then run `npx vitest run --project machines`. What is said of it today: \n' +
      `  tf-gpu-doctor gpu-check --from ${file}`,
  );
  return undefined;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const refused = await record(process.argv.slice(2));
  if (refused !== undefined) {
    console.error(refused);
    process.exitCode = 2;
  }
}
