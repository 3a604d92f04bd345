import { snapshotScript } from '../../collect/script.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { isSealed, sealed, writeOurs } from '../../command-model/own-file.ts';
import { UsageError } from '../../errors.ts';

const understood = new Set(['script', 'json', 'verbose']);

/** The collector as one file: written where it was asked for, else printed to the letter. */
export async function giveScript(context: Context, args: Arguments): Promise<Outcome> {
  const others = Object.keys(args.options).filter((name) => !understood.has(name));
  if (others.length > 0) {
    throw new UsageError(
      `With \`--script\` nothing is collected here, so \`--${others.join('`, `--')}\` has no effect.`,
    );
  }
  const text = sealed(snapshotScript(), 'python');
  const [file] = args.positionals;
  if (file !== undefined) {
    writeOurs(file, context.cwd, text, isSealed);
  }
  const name = file ?? 'collect.py';
  return {
    report: {
      blocks: [
        {
          kind: 'headline',
          status: 'ok',
          text:
            file === undefined
              ? 'The collector as one Python file, below.'
              : `The collector was written to ${file}.`,
          next: 'Run it on the other machine with the Python that has TensorFlow, or paste it into a cell there.',
        },
        {
          kind: 'commands',
          lines: [`python3 ${name} > machine.json`, 'tf-gpu-doctor gpu-check --from machine.json'],
        },
        {
          kind: 'paragraph',
          text: 'It reads files and asks the driver. It writes nothing, sends nothing and does not import TensorFlow; names, addresses and tokens are taken out of what it prints.',
        },
        ...(file === undefined
          ? [
              {
                kind: 'details',
                summary: `${name}: ${kilobytes(text)} kB`,
                blocks: [{ kind: 'log', text }],
              } as const,
            ]
          : []),
      ],
    },
    value: { schema: 'tf-gpu-doctor/script', version: 1, file: file ?? null, script: text },
    exitCode: 0,
    ...(file === undefined && { printed: text }),
  };
}

const kilobytes = (text: string): number => Math.ceil(Buffer.byteLength(text) / 1000);
