import type { Command, Option } from '../../command-model/command.ts';

/** Where the kernel is or shall be. */
const placeOptions: readonly Option[] = [
  { name: 'user', summary: 'for all of your own Jupyters (the default)' },
  { name: 'sys-prefix', summary: 'for the environment that is active in this shell' },
  { name: 'prefix', value: 'FOLDER', summary: 'for the environment in this folder' },
];

/** `tf-gpu-doctor kernel install|uninstall|list`: offers the kernel to this machine's Jupyters. */
export const kernel: Command = {
  name: 'kernel',
  summary: 'Offer this kernel to the Jupyters of this machine, take it away, or list where it is.',
  interfaces: ['terminal'],
  verbs: {
    install: {
      summary: 'Offer the kernel in JupyterLab and other Jupyter clients.',
      options: [
        ...placeOptions,
        { name: 'python', value: 'PATH', summary: 'the kernel always diagnoses this Python' },
      ],
      uses: ['raw'],
      async run(context, args) {
        const { install } = await import('./run.ts');
        return install(context, args);
      },
    },
    uninstall: {
      summary: 'Remove the kernel that `install` put there, and nothing else.',
      options: placeOptions,
      uses: ['raw'],
      async run(context, args) {
        const { uninstall } = await import('./run.ts');
        return uninstall(context, args);
      },
    },
    list: {
      summary: 'List the places where the kernel is installed, and whether it can start there.',
      options: [],
      uses: ['raw'],
      async run(context) {
        const { listInstalled } = await import('./run.ts');
        return listInstalled(context);
      },
    },
  },
  examples: [
    'kernel install --user',
    'kernel install --sys-prefix --python ~/venvs/tf/bin/python',
    'kernel list',
  ],
};
