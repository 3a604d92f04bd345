import { valueOf } from '../../facts/fact.ts';
import type { Facts } from '../../facts/facts.ts';
import { nameCudaError } from '../../knowledge/errors.ts';
import type { Knowledge } from '../../knowledge/tables.ts';
import type { LinkView } from '../chain.ts';

/** `2 GPUs: NVIDIA L4`. */
function gpuNames(facts: Facts): string {
  const gpus = valueOf(facts.gpus.present) ?? [];
  const names = gpus.map(({ name, capability }) =>
    capability === null
      ? (name ?? 'an NVIDIA GPU')
      : `${name ?? 'an NVIDIA GPU'} (compute capability ${capability})`,
  );
  const different = [...new Set(names)].join(', ');
  return names.length === 1 ? different : `${names.length} GPUs: ${different}`;
}

/** Is there an NVIDIA GPU? */
export function hardwareLink(facts: Facts): LinkView {
  const { present } = facts.gpus;
  switch (present.state) {
    case 'known':
      return { status: 'ok', summary: `This machine has ${gpuNames(facts)}.` };
    case 'absent':
      if (facts.live.listed.state === 'known') {
        const names = facts.live.listed.value.map(({ model, name }) => model ?? name);
        return {
          status: 'ok',
          summary: `TensorFlow uses ${names.join(', ')}, which is not from NVIDIA.`,
        };
      }
      return valueOf(facts.platform.os) === 'mac'
        ? {
            status: 'skipped',
            summary: 'A Mac has no NVIDIA GPU; Apple GPUs are used through tensorflow-metal.',
          }
        : { status: 'skipped', summary: 'This machine has no NVIDIA GPU.' };
    case 'unknown':
      return {
        status: 'unknown',
        summary: `Whether there is an NVIDIA GPU could not be seen: ${present.reason}.`,
      };
  }
}

/** Does the driver answer, whatever the variables hide? */
export function driverLink(facts: Facts, knowledge: Knowledge): LinkView {
  const { cuInitUnmasked, version, supportedCuda, cuda } = facts.driver;
  const name = version.state === 'known' ? `Driver ${version.value}` : 'The driver';
  if (cuInitUnmasked.state === 'known') {
    const upTo =
      supportedCuda.state === 'known' ? ` and supports CUDA up to ${supportedCuda.value}` : '';
    return cuInitUnmasked.value === 0
      ? { status: 'ok', summary: `${name} answers${upTo}.` }
      : {
          status: 'fail',
          summary: `${name} refuses to start: error ${nameCudaError(knowledge, cuInitUnmasked.value)}.`,
        };
  }
  if (cuda.state === 'absent') {
    return { status: 'fail', summary: "The driver's library, libcuda, cannot be loaded." };
  }
  return {
    status: 'unknown',
    summary: `The driver could not be asked: ${cuInitUnmasked.state === 'unknown' ? cuInitUnmasked.reason : 'no answer'}.`,
  };
}

const containerNames: Readonly<Record<string, string>> = {
  docker: 'Docker',
  podman: 'Podman',
  kubernetes: 'Kubernetes',
  apptainer: 'Apptainer',
  singularity: 'Singularity',
  lxc: 'LXC',
};
const containerName = (kind: string): string => containerNames[kind] ?? kind;

/** Does the GPU reach this process through container, WSL and scheduler? */
export function passthroughLink(facts: Facts): LinkView {
  const { container, scheduler, hosted } = facts.container;
  const between = [
    container.state === 'known' ? `a ${containerName(container.value.kind)} container` : undefined,
    facts.platform.wsl.state === 'known' ? `WSL${facts.platform.wsl.value}` : undefined,
    scheduler.state === 'known' ? `a job of ${scheduler.value.kind}` : undefined,
    hosted.state === 'known' ? hosted.value : undefined,
  ].filter((one) => one !== undefined);
  if (container.state === 'unknown') return { status: 'unknown', summary: container.reason };
  if (between.length === 0)
    return {
      status: 'ok',
      summary: 'This process runs directly on the machine: no container, WSL or scheduler.',
    };
  const inside = `This is ${between.join(' in ')}`;
  return facts.driver.cuInitUnmasked.state === 'known' && facts.driver.cuInitUnmasked.value === 0
    ? { status: 'ok', summary: `${inside}, and the GPU can be reached.` }
    : { status: 'unknown', summary: `${inside}, and no GPU can be reached.` };
}

/** Does a variable hide GPUs? */
export function visibilityLink(facts: Facts): LinkView {
  const { mask } = facts.environment;
  const count = valueOf(facts.driver.deviceCount);
  switch (mask.state) {
    case 'unknown':
      return {
        status: 'unknown',
        summary: `The environment variables could not be read: ${mask.reason}.`,
      };
    case 'absent':
      return { status: 'ok', summary: 'No environment variable hides a GPU.' };
    case 'known':
      return {
        status: count === undefined || count === 0 ? 'unknown' : 'ok',
        summary: `${mask.value.variable}=${mask.value.value} ${
          count === undefined ? 'is set' : `lets ${count} ${count === 1 ? 'GPU' : 'GPUs'} through`
        }.`,
      };
  }
}
