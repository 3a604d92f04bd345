import { parseArgs } from 'node:util';

import { commands } from '../src/commands/index.ts';
import { readPythonOffer } from './backend/python-offer.ts';
import { watchParent } from './parent.ts';
import { startSession } from './session.ts';
import { readConnectionFile } from './wire/connection-file.ts';
import { bindFront } from './wire/front.ts';

/** The door for Jupyter: `node main.js --connection-file FILE [--python PATH]`. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { 'connection-file': { type: 'string' }, python: { type: 'string' } },
  });
  const file = values['connection-file'];
  if (file === undefined) {
    console.error(
      'Usage: node main.js --connection-file FILE [--python PATH]. Jupyter calls this.',
    );
    process.exit(2);
  }
  const environment = process.env;
  const python = values.python ?? 'python3';
  const front = await bindFront(readConnectionFile(file));
  const session = startSession({
    outlet: front,
    commands,
    python,
    offer: readPythonOffer(python, environment),
    environment,
    cwd: process.cwd(),
    shutdown: () => void end(0),
  });
  front.listen(session.receive);

  let ending = false;
  async function end(code: number): Promise<void> {
    if (ending) return;
    ending = true;
    await session.stop();
    await front.close();
    process.exit(code);
  }
  watchParent(environment['JPY_PARENT_PID'], () => void end(0));
  process.on('SIGINT', session.interrupt);
  process.on('SIGTERM', () => void end(0));
}

try {
  await main();
} catch (error) {
  console.error(`tf-gpu-doctor: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
