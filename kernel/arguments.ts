import { parseArgs } from 'node:util';

/** The command line of the kernel. */
export interface KernelArguments {
  readonly connectionFile: string | undefined;
  readonly python: string | undefined;
  /** Everything else, in order: Jupyter's clients pass options of ipykernel, and `jupyter run` its own words. */
  readonly others: readonly string[];
}

/** Reads the command line. Never throws: an unknown argument must not keep a kernel from starting. */
export function parseKernelArguments(args: readonly string[]): KernelArguments {
  const { values, tokens } = parseArgs({
    args: [...args],
    options: { 'connection-file': { type: 'string', short: 'f' }, python: { type: 'string' } },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const ours = new Set<number>();
  for (const token of tokens) {
    if (token.kind !== 'option' || !(token.name === 'python' || token.name === 'connection-file'))
      continue;
    ours.add(token.index);
    if (token.value !== undefined && !token.inlineValue) ours.add(token.index + 1);
  }
  return {
    connectionFile: text(values['connection-file']),
    python: text(values['python']),
    others: args.filter((_argument, index) => !ours.has(index)),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
