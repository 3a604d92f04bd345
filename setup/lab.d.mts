/** Settings of JupyterLab by the id of the plugin, as `npm start` puts them into .venv. */
export const labSettings: Readonly<Record<string, Readonly<Record<string, string | boolean>>>>;

/** The words after `python` with which `npm start` calls JupyterLab; those of the person come last. */
export function labArguments(words: readonly string[], isRoot?: boolean): string[];

/** An environment without what npm adds to it. */
export function labEnvironment(environment?: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
