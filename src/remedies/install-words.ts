/**
 * How packages are installed and environments are made, in the words of each program. Remedies and plans write their
 * lines with these. Words and paths are quoted already.
 */

export const pipInstall = (python: string, ...words: readonly string[]): string =>
  [python, '-m pip install', ...words].join(' ');

export const uvInstall = (uv: string, python: string, ...words: readonly string[]): string =>
  [uv, 'pip install --python', python, ...words].join(' ');

export const makeVenv = (python: string, folder: string): string => `${python} -m venv ${folder}`;

/** uv fetches the Python where the machine has none of that version. */
export const makeVenvWithUv = (uv: string, version: string, folder: string): string =>
  `${uv} venv --python ${version} ${folder}`;

/** The environment is named `tf-gpu`; options such as a channel come first. */
export const makeCondaEnvironment = (...words: readonly string[]): string =>
  ['conda create -y -n tf-gpu', ...words].join(' ');

/** Puts uv into `~/.local/bin`. From https://docs.astral.sh/uv/getting-started/installation/ */
export const fetchUv = {
  posix: 'curl -LsSf https://astral.sh/uv/install.sh | sh',
  powershell: 'powershell -ExecutionPolicy ByPass -c "irm https://astral.sh/uv/install.ps1 | iex"',
} as const;

/** The package that Debian and Ubuntu keep the module venv in. */
export const venvPackage = 'python3-venv';
