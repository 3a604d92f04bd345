import { ownFault, type Facts } from '../facts/facts.ts';
import type { Knowledge } from '../knowledge/tables.ts';
import { links, type ChainLink, type LinkName, type LinkView } from './chain.ts';
import type { Finding } from './finding.ts';
import { computedEverywhere } from './principles.ts';
import { driverLink, hardwareLink, passthroughLink, visibilityLink } from './links/machine.ts';
import { computeLink, devicesLink, memoryLink } from './links/run.ts';
import { buildLink, cudnnLink, librariesLink, pythonLink } from './links/software.ts';

/** What is seen at each link. A test puts one that throws in the place of each. */
export const linkViews: Readonly<
  Record<LinkName, (facts: Facts, knowledge: Knowledge) => LinkView>
> = {
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

const ofEveryMaker: readonly LinkName[] = ['tensorflow-devices', 'compute'];

/** A link whose own code failed, and the error. */
export interface FailedLink {
  readonly id: `link-${LinkName}`;
  readonly reason: string;
}

/**
 * The chain as a person reads it: a finding decides the state of its link; elsewhere what was seen does. The sentence
 * says what was seen at the link; that of the finding stands in the headline and in the finding.
 */
export function chainOf(
  facts: Facts,
  knowledge: Knowledge,
  findings: readonly Finding[],
  views: typeof linkViews = linkViews,
): { readonly chain: ChainLink[]; readonly failed: readonly FailedLink[] } {
  const noGpu = facts.gpus.present.state === 'absent';
  // GPUs of other makers have no NVIDIA driver and no CUDA libraries; TensorFlow lists and uses them all the same.
  const others = facts.live.listed.state === 'known' || facts.gpus.otherKind.state === 'known';
  const looked = others ? [...alwaysLooked, ...ofEveryMaker] : alwaysLooked;
  const proven = computedEverywhere(facts);
  const failed: FailedLink[] = [];
  const look = (link: LinkName): LinkView => {
    if (noGpu && !looked.includes(link)) {
      return { status: 'skipped', summary: 'Not needed without an NVIDIA GPU.' };
    }
    try {
      const view = views[link](facts, knowledge);
      // Where no GPU was seen and none was asked for, a broken link is not a fault.
      const excused = view.status === 'fail' && !facts.gpus.expected && !looked.includes(link);
      if (excused) return { ...view, status: 'skipped' };
      return view.status === 'fail' && proven && links.indexOf(link) < links.indexOf('compute')
        ? { status: 'ok', summary: 'TensorFlow computed rightly on every GPU, so this link holds.' }
        : view;
    } catch (error) {
      const reason = ownFault('this link', error);
      failed.push({ id: `link-${link}`, reason });
      return { status: 'unknown', summary: `Not checked: ${reason}.` };
    }
  };
  const chain = links.map((link): ChainLink => {
    const view = look(link);
    const worst =
      findings.find((one) => one.link === link && one.severity === 'error') ??
      findings.find((one) => one.link === link && one.severity === 'warning');
    if (worst === undefined) return { link, ...view };
    const status = worst.severity === 'error' ? 'fail' : 'warn';
    const telling = view.status === 'fail' || view.status === 'warn';
    return { link, status, summary: telling ? view.summary : `See ${worst.id}.` };
  });
  return { chain, failed };
}
