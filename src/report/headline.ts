import type { Diagnosis } from '../diagnose/diagnose.ts';
import type { Finding } from '../diagnose/finding.ts';
import type { Status } from './report.ts';

/** The first thing a person reads: one sentence on how it stands, and one next step where there is one. */
export interface Headline {
  readonly status: Status;
  readonly text: string;
  readonly next?: string;
}

/** Says the verdict in a sentence a beginner understands, with the one thing to do next. */
export function headline(diagnosis: Diagnosis): Headline {
  const root = diagnosis.findings.find((finding) => finding.role === 'root');
  const status = statusOf(diagnosis, root);
  if (root !== undefined) {
    // A matter of information asks for nothing; its sentence says so itself.
    const next = root.severity === 'info' ? undefined : nextStep(root);
    return { status, text: root.summary, ...(next !== undefined && { next }) };
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
    text: 'It could not be found out whether TensorFlow can use a GPU here.',
    next: 'See below what could not be checked, and why.',
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

function nextStep(root: Finding): string | undefined {
  const [remedy] = root.remedies;
  if (remedy === undefined) return undefined;
  const [command] = remedy.commands;
  return command !== undefined && remedy.commands.length === 1
    ? `${remedy.summary} \`${command}\``
    : remedy.summary;
}
