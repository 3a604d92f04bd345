import { parseArgs } from 'node:util';

import { outliveFaults } from './faults.ts';
import { startKernel } from './start.ts';

/** The door for Jupyter: `node main.js --connection-file FILE [--python PATH]`. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { 'connection-file': { type: 'string' }, python: { type: 'string' } },
  });
  const connectionFile = values['connection-file'];
  if (connectionFile === undefined) {
    console.error(
      'Usage: node main.js --connection-file FILE [--python PATH]. Jupyter calls this.',
    );
    process.exit(2);
  }
  const kernel = await startKernel({
    connectionFile,
    python: values.python ?? (await choosePython()),
    commands: async () => (await import('../src/commands/index.ts')).commands,
    environment: process.env,
    cwd: process.cwd(),
  });
  outliveFaults(process.stderr);
  process.on('SIGINT', kernel.interrupt);
  process.on('SIGTERM', () => void kernel.end());
  await kernel.ended;
  process.exit(0);
}

/** A kernel without any Python still answers; its first Python cell says what is missing. */
async function choosePython(): Promise<string> {
  // Loaded only where it is needed: with --python the kernel is up sooner.
  const { chooseTarget } = await import('../src/python/choose-python.ts');
  try {
    return (await chooseTarget({ environment: process.env, cwd: process.cwd() })).python;
  } catch (error) {
    console.error(`tf-gpu-doctor: ${error instanceof Error ? error.message : String(error)}`);
    return 'python3';
  }
}

try {
  await main();
} catch (error) {
  console.error(`tf-gpu-doctor: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
