import type { Command } from '../../command-model/command.ts';

/** `tf-gpu-doctor notebook run FILE`: a notebook from top to bottom, without a browser. */
export const notebook: Command = {
  name: 'notebook',
  summary: 'Run a notebook from top to bottom on a Jupyter server, and save it with its outputs.',
  interfaces: ['terminal'],
  verbs: {
    run: {
      summary: 'Run a notebook from top to bottom, and save it with its outputs.',
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
        {
          name: 'timeout',
          value: 'SECONDS',
          summary: 'for each cell; without it a cell may run on',
        },
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
      uses: ['python', 'raw'],
      positional: { usage: 'FILE', summary: 'the notebook (.ipynb)' },
      async run(context, args) {
        const { runFile } = await import('./run.ts');
        return runFile(context, args);
      },
    },
  },
  examples: [
    'notebook run train.ipynb',
    'notebook run train.ipynb --output done.ipynb --timeout 600',
    'notebook run train.ipynb --server https://gpu-box:8888/',
  ],
};
