import { UsageError } from '../../errors.ts';
import type { Command } from '../../command-model/command.ts';

/** `tf-gpu-doctor notebook run FILE`: a notebook from top to bottom, without a browser. */
export const notebook: Command = {
  name: 'notebook',
  summary: 'Run a notebook from top to bottom on a Jupyter server, and save it with its outputs.',
  interfaces: ['terminal'],
  options: [
    {
      name: 'server',
      value: 'URL',
      summary: 'a running Jupyter server; without it one is started here and stopped again',
    },
    {
      name: 'token',
      value: 'TOKEN',
      summary: 'of that server; better in the variable JUPYTER_TOKEN, or you are asked for it',
    },
    { name: 'kernel', value: 'NAME', summary: 'another kernel than the notebook names' },
    {
      name: 'output',
      value: 'FILE',
      summary: 'save the result there; without it FILE itself gets the outputs, as with Save',
    },
    { name: 'timeout', value: 'SECONDS', summary: 'for each cell; without it a cell may run on' },
    {
      name: 'reconnect',
      value: 'SECONDS',
      summary: 'how long to wait for a connection that was lost (120)',
    },
    {
      name: 'allow-errors',
      summary: 'go on after a failed cell; cells tagged raises-exception may always fail',
    },
  ],
  positional: { usage: 'run FILE', summary: 'the notebook (.ipynb)', choices: () => ['run'] },
  examples: [
    'tf-gpu-doctor notebook run train.ipynb',
    'tf-gpu-doctor notebook run train.ipynb --output done.ipynb --timeout 600',
    'tf-gpu-doctor notebook run train.ipynb --server http://gpu-box:8888/',
  ],
  async run(context, args) {
    const [action, file, ...rest] = args.positionals;
    if (action !== 'run') {
      const said = action === undefined ? 'Say what to do' : `\`${action}\` is not known here`;
      throw new UsageError(`${said}: \`notebook run FILE\`.`);
    }
    if (file === undefined) throw new UsageError('Name the notebook: `notebook run FILE`.');
    if (rest.length > 0) throw new UsageError(`One notebook at a time: \`${file}\`.`);
    const { runFile } = await import('./run.ts');
    return runFile(context, args, file);
  },
};
