import type { ExplainedCause } from '../../src/explain/explain.ts';

/** The causes for which TensorFlow goes on without a GPU; others make a cell fail, and the error says so itself. */
const causesOfLoss: ReadonlySet<string> = new Set<ExplainedCause['id']>([
  'and-cuda-path-bug',
  'compute-capability-too-low',
  'container-no-gpu',
  'cuda-lib-missing',
  'cuda-lib-not-on-path',
  'cuda-library-broken',
  'cuda-version-wrong',
  'cuda-visible-devices',
  'cudnn-missing',
  'device-permission',
  'driver-library-mismatch',
  'driver-not-loaded',
  'driver-too-old',
  'fabric-manager-802',
  'forward-compat-804',
  'libcuda-compat-shadow',
  'libcuda-missing',
  'mixed-cuda-wheels',
  'mps-other-user',
  'no-nvidia-gpu',
  'scheduler-gave-no-gpu',
  'suspend-resume-cuinit-999',
  'system-driver-mismatch-803',
  'uvm-not-initialised',
  'wsl-libcuda-path',
]);

/** Those that a computer without an NVIDIA GPU prints, too. */
const alsoWithoutGpu: ReadonlySet<string> = new Set<ExplainedCause['id']>([
  'and-cuda-path-bug',
  'cuda-lib-missing',
  'cuda-lib-not-on-path',
  'cuda-visible-devices',
  'cudnn-missing',
  'driver-not-loaded',
  'libcuda-missing',
  'no-nvidia-gpu',
]);

/** A cause below this is a guess. */
const sure = 0.55;

/** Why TensorFlow goes on without a GPU, and what a person does next. */
export interface GpuLoss {
  readonly id: string;
  readonly text: string;
  readonly next: string;
}

/** Reads the loss of the GPU out of the causes of TensorFlow's messages; undefined when they show none. */
export function gpuLossOf(
  causes: readonly ExplainedCause[],
  lacksGpu: () => boolean,
): GpuLoss | undefined {
  const [first] = causes;
  if (first === undefined || !causesOfLoss.has(first.id) || first.confidence < sure) return;
  if (alsoWithoutGpu.has(first.id) && lacksGpu()) {
    return {
      id: 'no-nvidia-gpu',
      text: 'TensorFlow computes on the processor, because this computer has no NVIDIA GPU. Nothing is broken, and its messages above say nothing else.',
      next: 'Go on as you are. `%tf-messages fold` shows such messages as one line.',
    };
  }
  return {
    id: first.id,
    text: `TensorFlow will not use a GPU here. ${first.summary}`,
    next: '`%explain --last` checks this machine for it and says what to do.',
  };
}
