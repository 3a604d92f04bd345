import type { Diagnosis } from '../diagnose/diagnose.ts';
import type { Finding } from '../diagnose/finding.ts';
import type { Interface } from '../interface.ts';
import { whereTyped } from './finding-blocks.ts';
import type { Status } from './report.ts';

/** The first thing a person reads: one sentence on how it stands, and one next step where there is one. */
export interface Headline {
  readonly status: Status;
  readonly text: string;
  readonly next?: string;
  /** The lines of that step, or its first ones. */
  readonly commands?: readonly string[];
}

/** More lines than this stand with the finding only. */
const fewLines = 3;

/** Says the verdict in a sentence a beginner understands, with the one thing to do next. */
export function headline(diagnosis: Diagnosis, ui: Interface = 'terminal'): Headline {
  const root = diagnosis.findings.find((finding) => finding.role === 'root');
  const status = statusOf(diagnosis, root);
  if (root !== undefined) {
    return { status, text: root.summary, ...nextStep(root, ui) };
  }
  if (diagnosis.verdict === 'gpu-ready') return { status, text: readyText(diagnosis) };
  if (diagnosis.verdict === 'gpu-degraded') {
    return { status, text: 'TensorFlow uses the GPU, but not as well as it could.' };
  }
  if (diagnosis.verdict === 'cpu-only') {
    return { status, text: 'TensorFlow uses the processor, not a GPU.' };
  }
  return {
    status,
    text: 'It is unknown whether TensorFlow can use a GPU here.',
    next: 'The table of what was not checked, below, says why.',
  };
}

function statusOf({ verdict }: Diagnosis, root: Finding | undefined): Status {
  if (root !== undefined) {
    const bySeverity = { error: 'fail', warning: 'warn', info: 'info' } as const;
    return bySeverity[root.severity];
  }
  const byVerdict = { 'gpu-ready': 'ok', 'gpu-degraded': 'warn', 'cpu-only': 'info' } as const;
  return verdict === 'unknown' ? 'unknown' : byVerdict[verdict];
}

function readyText({ devices }: Diagnosis): string {
  const computed = devices.filter((device) => device.computed && device.correct);
  if (computed.length === 0) {
    return 'Nothing was found that keeps TensorFlow from using the GPU. Nothing was computed yet.';
  }
  const names = [...new Set(computed.map((device) => device.model ?? device.name))].join(', ');
  return computed.length === 1
    ? `TensorFlow uses your GPU, and its results are right: ${names}.`
    : `TensorFlow uses your ${computed.length} GPUs, and their results are right: ${names}.`;
}

function nextStep(root: Finding, ui: Interface): Pick<Headline, 'next' | 'commands'> {
  const [remedy] = root.remedies;
  // A matter of information asks for nothing; its sentence says so itself.
  if (remedy === undefined || root.severity === 'info') return {};
  const { summary, commands } = remedy;
  if (commands.length === 0) return { next: summary };
  const where = whereTyped(commands, ui);
  if (commands.length <= fewLines) return { next: summary + where, commands };
  const next = `${summary} The first of ${commands.length} lines, all are below:`;
  return { next, commands: commands.slice(0, 1) };
}
