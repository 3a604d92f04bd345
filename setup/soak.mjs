// `npm run soak`: kills, mutated messages and thousands of cells, and writes docs/reliability.md. Takes about half an
// hour on two cores; `npm run soak -- 0.1` does a tenth.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { practiceFolder, pythonOf, root } from './clone.mjs';
import { run } from './run.mjs';

const share = process.argv[2] ?? '1';
const missing = [join(root, 'dist/kernel/main.js'), pythonOf(practiceFolder)].filter(
  (file) => !existsSync(file),
);

if (missing.length > 0) {
  console.error(`${missing.join(' and ')} is missing. Run \`npm test\` once, it makes both.`);
  process.exitCode = 2;
} else {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const { ok } = await run(
    process.execPath,
    [vitest, 'run', '--project=wire', 'test/wire/soak.test.ts'],
    { cwd: root, show: true, minutes: 120, env: { ...process.env, TF_GPU_DOCTOR_SOAK: share } },
  );
  if (!ok) process.exitCode = 1;
  const prettier = join(root, 'node_modules', 'prettier', 'bin', 'prettier.cjs');
  await run(process.execPath, [prettier, '--write', 'docs/reliability.md'], {
    cwd: root,
    minutes: 1,
  });
}
