import { UsageError } from '../../errors.ts';
import type { Command } from '../../command-model/command.ts';

const actions = ['install', 'uninstall', 'list'] as const;

/** `tf-gpu-doctor kernel install|uninstall|list`: offers the kernel to this machine's Jupyters. */
export const kernel: Command = {
  name: 'kernel',
  summary: 'offer this kernel to the Jupyters of this machine, take it away, or list where it is',
  interfaces: ['terminal'],
  options: [
    { name: 'user', summary: 'for all of your own Jupyters (the default)' },
    { name: 'sys-prefix', summary: 'for the environment that is active in this shell' },
    { name: 'prefix', value: 'FOLDER', summary: 'for the environment in this folder' },
    {
      name: 'python',
      value: 'PATH',
      summary: 'with `install`: the kernel always diagnoses this Python',
    },
  ],
  positional: {
    usage: 'install|uninstall|list',
    summary: 'what to do',
    choices: () => actions,
  },
  examples: [
    'tf-gpu-doctor kernel install --user',
    'tf-gpu-doctor kernel install --sys-prefix --python ~/venvs/tf/bin/python',
    'tf-gpu-doctor kernel list',
  ],
  async run(context, args) {
    const [action, ...rest] = args.positionals;
    if (rest.length > 0) throw new UsageError(`One word is enough: \`${action}\`.`);
    const { install, list, uninstall } = await import('./run.ts');
    switch (action) {
      case 'install':
        return install(context, args);
      case 'uninstall':
        return uninstall(context, args);
      case 'list':
        return list(context);
      case undefined:
        throw new UsageError('Say what to do: `install`, `uninstall` or `list`.');
      default:
        throw new UsageError(`\`${action}\` is none of \`install\`, \`uninstall\`, \`list\`.`);
    }
  },
};
