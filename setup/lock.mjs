// `npm run lock`: writes requirements.lock and requirements-test.lock again from the .txt files beside them, for every
// platform and Python that npm start knows. It needs uv (https://docs.astral.sh/uv/) on PATH.
import { join } from 'node:path';
import { root } from './clone.mjs';
import { run } from './run.mjs';

const compile = [
  ['pip', 'compile', '--universal', '--python-version', '3.10'],
  ['--generate-hashes', '--only-binary', ':all:', '--no-annotate', '--upgrade', '--quiet'],
].flat();
const steps = [
  ['requirements.txt', '-o', 'requirements.lock'],
  ['requirements-test.txt', '-c', 'requirements.lock', '-o', 'requirements-test.lock'],
];

for (const step of steps) {
  const { ok, how, output } = await run('uv', [...compile, ...step], {
    cwd: join(root, 'setup'),
    minutes: 10,
    env: { ...process.env, UV_CUSTOM_COMPILE_COMMAND: 'npm run lock' },
  });
  if (ok) continue;
  console.error(`${output}\nuv could not make ${step.at(-1)} (${how}).`);
  process.exitCode = 1;
  break;
}
