import type { LinkName } from '../diagnose/chain.ts';
import type { Finding } from '../diagnose/finding.ts';
import type { FindingBlock } from './finding-blocks.ts';
import type { Status } from './report.ts';

/** One letter each, told apart without colour. */
export const signs: Record<Status, string> = {
  ok: '✔',
  warn: '▲',
  fail: '✘',
  unknown: '?',
  skipped: '–',
  working: '…',
  info: 'i',
};

export const words: Record<Status, string> = {
  ok: 'ok',
  warn: 'warning',
  fail: 'error',
  unknown: 'unknown',
  skipped: 'skipped',
  working: 'checking',
  info: 'note',
};

/** What a link of the chain is called among people. */
export const linkNames: Record<LinkName, string> = {
  hardware: 'GPU',
  driver: 'NVIDIA driver',
  passthrough: 'Container or WSL',
  visibility: 'Visibility',
  python: 'Python',
  'tensorflow-build': 'TensorFlow build',
  'cuda-libraries': 'CUDA libraries',
  cudnn: 'cuDNN',
  'tensorflow-devices': 'Devices',
  compute: 'Computing',
  memory: 'Memory',
};

export const severityStatus: Record<Finding['severity'], Status> = {
  error: 'fail',
  warning: 'warn',
  info: 'info',
};

/** What stands before the id of a finding. */
export const roleWords: Record<FindingBlock['role'], string> = {
  cause: 'The cause:',
  also: 'Found:',
};
