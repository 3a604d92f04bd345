import type { Facts } from '../facts/facts.ts';
import type { Knowledge } from '../knowledge/tables.ts';
import { links, type ChainLink, type LinkName } from './chain.ts';
import type { Finding } from './finding.ts';
import { driverLink, hardwareLink, passthroughLink, visibilityLink } from './links/machine.ts';
import { computeLink, devicesLink, memoryLink } from './links/run.ts';
import { buildLink, cudnnLink, librariesLink, pythonLink } from './links/software.ts';
import type { LinkView } from './links/view.ts';

const views: Readonly<Record<LinkName, (facts: Facts, knowledge: Knowledge) => LinkView>> = {
  hardware: hardwareLink,
  driver: driverLink,
  passthrough: passthroughLink,
  visibility: visibilityLink,
  python: pythonLink,
  'tensorflow-build': buildLink,
  'cuda-libraries': librariesLink,
  cudnn: cudnnLink,
  'tensorflow-devices': devicesLink,
  compute: computeLink,
  memory: memoryLink,
};

/** Links that mean something without an NVIDIA GPU. */
const alwaysLooked: readonly LinkName[] = ['hardware', 'python', 'tensorflow-build'];

/** The chain as a person reads it: a finding decides its link; elsewhere what was seen does. */
export function chainOf(
  facts: Facts,
  knowledge: Knowledge,
  findings: readonly Finding[],
): ChainLink[] {
  const noGpu = facts.gpus.cards.state === 'absent';
  return links.map((link) => {
    const worst =
      findings.find((one) => one.link === link && one.severity === 'error') ??
      findings.find((one) => one.link === link && one.severity === 'warning');
    if (worst !== undefined) {
      return { link, status: worst.severity === 'error' ? 'fail' : 'warn', summary: worst.summary };
    }
    if (noGpu && !alwaysLooked.includes(link)) {
      return { link, status: 'skipped', summary: 'Not needed without an NVIDIA GPU.' };
    }
    const view = views[link](facts, knowledge);
    // Where no GPU was seen and none was asked for, a broken link is not a fault.
    const excused = view.status === 'fail' && !facts.gpus.expected && !alwaysLooked.includes(link);
    return { link, summary: view.summary, status: excused ? 'skipped' : view.status };
  });
}
