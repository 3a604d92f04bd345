import type { Block } from '../report/report.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { environmentOf, optionText } from './check-options.ts';
import type { Arguments, Context, Outcome } from './command.ts';

/** The variable by which the processes of a simulated machine know its name. */
const variable = 'GPU_LAB_MACHINE';

/** What says nothing of a machine. */
const aboutNoMachine = new Set(['lab', 'guide', 'kernel', 'notebook']);

/**
 * An answer about the lab's simulated machine says so in its first line and in its value: about this machine, or about
 * the one that `--from` names. Every command's answer goes through here, so that none can forget it.
 */
export function markedIfSimulated(
  outcome: Outcome,
  asked: {
    readonly context: Context;
    readonly args: Arguments;
    readonly command: string;
    /** The machine that `--from` named, as the command read it. */
    readonly recorded: Snapshot | undefined;
  },
): Outcome {
  const { context, args, command, recorded } = asked;
  if (aboutNoMachine.has(command)) return outcome;
  if (optionText(args, 'from') === undefined) {
    return markSimulated(outcome, environmentOf(context)[variable]);
  }
  return markSimulated(outcome, recorded && recordedSimulation(recorded));
}

/** @param machine neutral name of a simulated machine; undefined for a real one */
function markSimulated(outcome: Outcome, machine: string | undefined): Outcome {
  const blocks = simulatedBlocks(machine);
  if (blocks.length === 0 || machine === undefined) return outcome;
  return {
    ...outcome,
    report: { blocks: [...blocks, ...outcome.report.blocks] },
    value: { ...outcome.value, simulatedMachine: machine },
  };
}

/** The line that an answer about a simulated machine begins with; nothing for a real one. */
export const simulatedBlocks = (machine: string | undefined): readonly Block[] =>
  machine === undefined || machine === ''
    ? []
    : [
        {
          kind: 'paragraph',
          text: `Simulated machine \`${machine}\`: its driver and its GPUs are not real.`,
        },
      ];

/** The neutral name of the simulated machine that was recorded; undefined for a real one. */
export function recordedSimulation({ observations }: Snapshot): string | undefined {
  const { environment } = observations;
  return environment?.ok === true ? environment.data.variables[variable] : undefined;
}
