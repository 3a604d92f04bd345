import { parseKernelArguments } from './arguments.ts';
import { runKernel } from './run-kernel.ts';
import type { NamedPython } from './session.ts';
import { logUncaughtErrors } from './uncaught-errors.ts';

/** What Jupyter starts: `node main.js --connection-file FILE [--python PATH]`. */
async function main(): Promise<void> {
  const { connectionFile, python, others } = parseKernelArguments(process.argv.slice(2));
  if (connectionFile === undefined) {
    console.error(
      'Usage: node main.js --connection-file FILE [--python PATH]. Jupyter calls this.',
    );
    process.exit(2);
  }
  await runKernel({
    connectionFile,
    python: python === undefined ? choosePython : () => Promise.resolve({ path: python }),
    ipykernelArguments: others,
    commands: async () => (await import('../src/commands/index.ts')).commands,
    environment: process.env,
    cwd: process.cwd(),
    log: (sentence) => console.error(`tf-gpu-doctor: ${sentence}`),
  });
  process.exit(0);
}

/** A kernel without a usable Python still runs our magics; its first Python cell says what is wrong. */
async function choosePython(): Promise<NamedPython> {
  // Imported here because a kernel with --python is up sooner without it.
  const { chooseTarget } = await import('../src/python/choose-python.ts');
  try {
    const request = { environment: process.env, cwd: process.cwd(), forKernel: true };
    return { path: (await chooseTarget(request)).python };
  } catch (error) {
    const unusable = error instanceof Error ? error.message : String(error);
    console.error(`tf-gpu-doctor: ${unusable}`);
    return { unusable };
  }
}

const logStartError = logUncaughtErrors(process.stderr);
try {
  await main();
} catch (error) {
  logStartError(error);
  process.exit(1);
}
