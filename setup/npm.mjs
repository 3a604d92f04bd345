import { basename } from 'node:path';
import { root } from './clone.mjs';
import { run } from './run.mjs';

/** Runs npm in the clone: the one that runs us, so that it is there even when it is not on PATH. */
export function npm(args, options) {
  const self = process.env.npm_execpath;
  const known = self !== undefined && basename(self) === 'npm-cli.js';
  const [file, ...before] = known ? [process.execPath, self] : ['npm'];
  return run(file, [...before, ...args], { cwd: root, ...options });
}
