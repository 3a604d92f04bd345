import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join, sep } from 'node:path';
import { practiceFolder, pythonOf, root } from './clone.mjs';
import { readJson, writeJson } from './stamp.mjs';

const firstNotebook = '00-start.ipynb';

/** Settings that a person can still change in JupyterLab: no question about news, no look for updates. */
export const labSettings = {
  '@jupyterlab/apputils-extension:notification': { fetchNews: 'false', checkForUpdates: false },
};

/** Puts our default settings where the JupyterLab of .venv finds them. */
export function writeLabSettings() {
  writeWhenDifferent('etc/jupyter/labconfig/default_setting_overrides.json', labSettings);
  // JupyterLab runs a yarn.js of its own with Node, which must not take it for a module of this package.
  writeWhenDifferent('package.json', { type: 'commonjs' });
}

function writeWhenDifferent(path, wanted) {
  const file = join(practiceFolder, path);
  if (JSON.stringify(readJson(file)) !== JSON.stringify(wanted)) writeJson(file, wanted);
}

/**
 * How JupyterLab is called. Words of the person come last, so that they win.
 * @param {readonly string[]} words
 */
export function labArguments(words, isRoot = process.getuid?.() === 0) {
  const ownPlace = words.some(
    (word) =>
      /^--(?:notebook-dir|ServerApp\.(?:root_dir|default_url)|LabApp\.default_url)\b/u.test(word) ||
      (!word.startsWith('-') && existsSync(word)),
  );
  // JupyterLab shows its address as something critical only when the token in it is new; else as one line among many.
  const ownToken =
    Boolean(process.env.JUPYTER_TOKEN) || words.some((word) => /token|password/iu.test(word));
  return [
    // -I: PYTHONPATH and packages in the user's home stay outside; they are for the diagnosed Python.
    '-I',
    '-m',
    'jupyterlab',
    ...(ownPlace
      ? []
      : [
          `--ServerApp.root_dir=${join(root, 'notebooks')}`,
          `--LabApp.default_url=/lab/tree/${firstNotebook}`,
        ]),
    '--LabApp.news_url=None',
    '--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate',
    '--LabApp.extension_manager=readonly',
    // Ctrl-C ends it without a question.
    '--ServerApp.answer_yes=True',
    ...(ownToken ? [] : ['--log-level=ERROR', '--LabApp.log_level=ERROR']),
    ...(isRoot ? ['--allow-root'] : []),
    ...words,
  ];
}

/** The environment as it was before npm added to it, so that the kernel sees the person's own. */
export function labEnvironment(environment = process.env) {
  const kept = Object.entries(environment).filter(
    ([name]) => !name.startsWith('npm_') && name !== 'INIT_CWD' && name !== 'NODE',
  );
  const env = Object.fromEntries(kept);
  const path = env.PATH ?? env.Path;
  if (path === undefined) return env;
  env['Path' in env ? 'Path' : 'PATH'] = path
    .split(delimiter)
    .filter((folder) => !isNpms(folder))
    .join(delimiter);
  return env;
}

function isNpms(folder) {
  if (folder.endsWith(join('@npmcli', 'run-script', 'lib', 'node-gyp-bin'))) return true;
  const bin = join('node_modules', '.bin');
  if (!folder.endsWith(sep + bin)) return false;
  const owner = dirname(dirname(folder));
  return root === owner || root.startsWith(owner.endsWith(sep) ? owner : owner + sep);
}

/** Runs JupyterLab until it ends. @returns {Promise<number>} its exit code */
export function runLab(words) {
  return new Promise((resolve) => {
    const child = spawn(pythonOf(practiceFolder), labArguments(words), {
      cwd: root,
      env: labEnvironment(),
      stdio: 'inherit',
    });
    // The terminal sends Ctrl-C to JupyterLab, too, which then ends by itself; we leave after it.
    process.on('SIGINT', () => {});
    for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP']))
      process.on(signal, () => child.kill(signal));
    child.on('error', (error) => {
      console.error(`JupyterLab could not be started: ${error.message}.`);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}
