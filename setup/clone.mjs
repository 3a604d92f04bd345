import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this clone. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The environment that the set-up makes: JupyterLab runs in it, and people without TensorFlow practise in it. */
export const practiceFolder = join(root, '.venv');

/** The interpreter of the virtual environment in `folder`. */
export function pythonOf(folder) {
  return process.platform === 'win32'
    ? join(folder, 'Scripts', 'python.exe')
    : join(folder, 'bin', 'python');
}

/** The set-up commands call themselves by the name that was typed. */
export const command = process.env.npm_lifecycle_event === 'test' ? 'npm test' : 'npm start';
