import { links, type ChainLink } from './chain.ts';
import type { DiagnosedDevice } from './devices.ts';
import type { Finding } from './finding.ts';
import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';

/** The answer in one word. */
export type Verdict = 'gpu-ready' | 'gpu-degraded' | 'cpu-only' | 'unknown';

const compute = links.indexOf('compute');

/**
 * `gpu-ready`: TensorFlow computed rightly on every GPU; or, when TensorFlow was left out, every link up to cuDNN was
 * seen to be right. `gpu-degraded`: a GPU is used, and something is wrong. `cpu-only`: TensorFlow uses no GPU, seen or
 * bound to be so. `unknown`: anything else.
 */
export function verdictOf(
  facts: Facts,
  findings: readonly Finding[],
  chain: readonly ChainLink[],
  devices: readonly DiagnosedDevice[],
): Verdict {
  const bad = findings.filter((one) => one.severity !== 'info');
  const errors = bad.filter((one) => one.severity === 'error');
  if (facts.live.listed.state === 'known') {
    const failed = (valueOf(facts.live.computations) ?? []).some((one) => one.result !== 'ok');
    if (bad.length > 0 || failed || facts.live.died.state === 'known') return 'gpu-degraded';
    const tried = devices.filter((one) => one.computed !== null);
    return tried.every((one) => one.computed === true && one.correct === true)
      ? 'gpu-ready'
      : 'unknown';
  }
  // A build for the GPUs of another maker: only TensorFlow itself can say whether it finds one.
  if (facts.gpus.otherKind.state === 'known' && facts.live.run.state !== 'known') return 'unknown';
  if (facts.live.listed.state === 'absent' || facts.gpus.present.state === 'absent')
    return 'cpu-only';
  if (facts.live.busy.state === 'known') return 'unknown';
  if (errors.some((one) => links.indexOf(one.link) < compute)) return 'cpu-only';
  if (findings.some((one) => one.id === 'scheduler-gave-no-gpu')) return 'cpu-only';
  if (facts.live.run.state === 'known' || !staticIsWell(chain)) return 'unknown';
  return bad.length > 0 ? 'gpu-degraded' : 'gpu-ready';
}

const staticIsWell = (chain: readonly ChainLink[]): boolean =>
  chain
    .slice(0, links.indexOf('tensorflow-devices'))
    .every((one) => one.status === 'ok' || one.status === 'warn');
