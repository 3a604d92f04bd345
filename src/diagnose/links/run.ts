import { valueOf } from '../../facts/fact.ts';
import type { Facts } from '../../facts/facts.ts';
import type { LinkView } from '../chain.ts';

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** Which GPUs does TensorFlow itself list? */
export function devicesLink(facts: Facts): LinkView {
  const { run, listed } = facts.live;
  if (run.state !== 'known') {
    return {
      status: 'skipped',
      summary: `${run.state === 'unknown' ? run.reason : 'TensorFlow was not started'}.`,
    };
  }
  switch (listed.state) {
    case 'known':
      return { status: 'ok', summary: `TensorFlow lists ${plural(listed.value.length, 'GPU')}.` };
    case 'absent':
      return { status: 'fail', summary: 'TensorFlow lists no GPU.' };
    case 'unknown':
      return { status: 'unknown', summary: `${listed.reason}.` };
  }
}

/** Does a computation run on each GPU, and is it right? */
export function computeLink(facts: Facts): LinkView {
  const { computations, died, listed, run } = facts.live;
  if (run.state !== 'known') return { status: 'skipped', summary: 'Nothing was computed.' };
  if (listed.state !== 'known') {
    return { status: 'skipped', summary: 'TensorFlow lists no GPU, so nothing was computed.' };
  }
  if (died.state === 'known') return { status: 'fail', summary: `TensorFlow ${died.value}.` };
  if (computations.state !== 'known') {
    return {
      status: 'unknown',
      summary:
        computations.state === 'unknown' ? `${computations.reason}.` : 'Nothing was computed.',
    };
  }
  const bad = computations.value.filter((one) => one.result !== 'ok');
  const names = [...new Set(computations.value.map((one) => one.name))].join(' and ');
  return bad.length === 0
    ? { status: 'ok', summary: `On every GPU, ${names} ran and gave the right result.` }
    : {
        status: 'fail',
        summary: `${plural(bad.length, 'computation')} did not end well: ${bad[0]?.name} on ${bad[0]?.gpu}.`,
      };
}

/** How much memory is free? */
export function memoryLink(facts: Facts): LinkView {
  const gpus = valueOf(facts.memory.gpus);
  if (gpus === undefined)
    return {
      status: 'skipped',
      summary: 'The free memory is not known: the driver was not asked through NVML.',
    };
  const reported = gpus.filter((one) => one.memoryFreeMiB !== null && one.memoryTotalMiB !== null);
  if (reported.length === 0)
    return { status: 'unknown', summary: 'The driver does not say how much memory is free.' };
  const free = reported
    .map((one) => `${one.memoryFreeMiB} of ${one.memoryTotalMiB} MiB`)
    .join(', ');
  return { status: 'ok', summary: `Free memory: ${free}.` };
}
