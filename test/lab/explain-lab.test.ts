import { describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../src/content/knowledge.ts';
import { explainText } from '../../src/explain/explain.ts';
import { leftToAccuracy, runAll } from '../sampled.ts';
import { look } from './look.ts';
import { practicePython, whyNoLab } from './pythons.ts';

/** What the log of each simulated machine shows: the right cause first, then those that print the very same lines. */
const table: Readonly<Record<string, readonly string[]>> = {
  healthy: ['harmless-only'],
  'healthy-two-gpus': ['harmless-only'],
  'healthy-packages': ['harmless-only'],
  // The log does not show that a result is wrong.
  'wrong-results': ['harmless-only'],
  masked: ['cuda-visible-devices'],
  'masked-by-index': ['cuda-visible-devices'],
  'no-cudnn': ['cudnn-missing'],
  'broken-cudnn': ['cuda-library-broken'],
  'old-cudnn': ['cudnn-version-mismatch'],
  'no-cuda-libraries': ['cuda-lib-missing', 'cuda-lib-not-on-path'],
  'and-cuda-path': ['and-cuda-path-bug', 'cuda-lib-missing', 'cuda-lib-not-on-path'],
  'driver-mismatch': ['system-driver-mismatch-803'],
  'half-updated-driver': ['driver-library-mismatch'],
  'driver-not-loaded': ['driver-not-loaded', 'libcuda-missing', 'no-nvidia-gpu'],
  'old-card': ['compute-capability-too-low'],
  'older-card': ['compute-capability-too-low'],
  'no-nvml': ['nvml-missing'],
  'memory-held': ['gpu-memory-held', 'gpu-oom'],
  'cublas-fails': ['memory-growth-needed'],
};

const reason = whyNoLab();
const knowledge = loadKnowledge();

describe.skipIf(reason !== undefined)(`explain of logs printed anew ${reason ?? ''}`, () => {
  it(`all ${Object.keys(table).length} machines`, (context) => {
    if (!runAll) context.skip(leftToAccuracy);
    expect(runAll).toBe(true);
  });

  it.each(runAll ? Object.entries(table) : [])('%s prints %s', async (scenario, causes) => {
    const fillMiB = scenario === 'memory-held' ? 400 : 0;
    const { log } = await look(scenario, { python: practicePython, fillMiB });
    const explained = explainText(log, knowledge).causes;
    expect(causes).toContain(explained[0]?.id);
  });
});
