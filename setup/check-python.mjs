// `npm run check:python`: ruff, which requirements-test.txt pins, lints the Python of the repository and compares its layout.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { practiceFolder, pythonOf, root } from './clone.mjs';
import { missing } from './missing.mjs';
import { run } from './run.mjs';

const ruff = join(
  dirname(pythonOf(practiceFolder)),
  process.platform === 'win32' ? 'ruff.exe' : 'ruff',
);

if (existsSync(ruff)) {
  const write = process.argv.includes('--write');
  const passes = write ? [['check', '--fix'], ['format']] : [['check'], ['format', '--check']];
  for (const words of passes) {
    const { ok, output } = await run(ruff, [...words, '.'], { cwd: root, minutes: 2 });
    if (ok) continue;
    console.error(output);
    process.exitCode = 1;
  }
} else
  missing(`The linter ${ruff} is missing. Install it: \`npm test -- check\` puts it into .venv.`);
