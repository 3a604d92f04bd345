// `npm run check:c`: every C source of the repository compiles without a warning.
// The lab itself compiles them without -Werror: a compiler that warns of more must not take the lab away.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './clone.mjs';
import { missing } from './missing.mjs';
import { run } from './run.mjs';

const folders = ['src/lab/stubs', 'test/collect/stubs'];
// Stubs have the parameters of NVIDIA's functions and need few of them.
const strict = ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror', '-Wno-unused-parameter'];
// Parts of a stub that a test or the lab switches on.
const switches = ['-DPARTS="a"', '-DNEEDS', '-DCUDNN=90000', '-DCRASH'];

const files = folders.flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.c'))
    .map((name) => join(folder, name)),
);
const { ok: hasCompiler } = await run('cc', ['--version'], { minutes: 1 });

if (hasCompiler) {
  const endings = await Promise.all(
    files.map((file) =>
      run('cc', [...strict, ...switches, `-I${folders[0]}`, '-c', '-o', '/dev/null', file], {
        cwd: root,
        minutes: 2,
      }),
    ),
  );
  const bad = endings.filter(({ ok }) => !ok);
  bad.forEach(({ output }) => console.error(output));
  if (bad.length > 0) process.exitCode = 1;
} else
  missing('The C compiler `cc` is missing. Install it: `sudo apt install gcc` (Debian, Ubuntu).');
