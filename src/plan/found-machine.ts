import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { minorPython } from '../facts/platform.ts';
import { archFor } from '../knowledge/gpus.ts';
import type { Knowledge } from '../knowledge/tables.ts';
import { describedMachine } from './read-wish.ts';
import type { PackageManager, System, Wish, WishedGpu } from './wish.ts';

/** The machine of a check, as a plan sees it. The first GPU that a process may see counts; CUDA puts the fastest first. */
export function foundMachine(facts: Facts, knowledge: Knowledge): Wish {
  const python = valueOf(facts.python.version);
  return {
    ...describedMachine,
    system: systemOf(facts),
    machine: valueOf(facts.platform.machine) === 'arm64' ? 'arm64' : 'x86_64',
    gpu: gpuOf(facts, knowledge),
    driver: valueOf(facts.driver.version) ?? null,
    python: python === undefined ? null : minorPython(python),
    manager: managerOf(facts),
  };
}

function systemOf(facts: Facts): System {
  const os = valueOf(facts.platform.os);
  if (os === 'windows') return 'windows';
  if (os === 'mac') return 'macos';
  return facts.platform.wsl.state === 'known' ? 'wsl2' : 'linux';
}

function gpuOf(facts: Facts, knowledge: Knowledge): WishedGpu {
  const os = valueOf(facts.platform.os);
  if (os === 'mac') {
    const apple = valueOf(facts.platform.machine) === 'arm64';
    return { kind: apple ? 'apple' : 'none', name: null };
  }
  const gpu = (valueOf(facts.gpus.visible) ?? valueOf(facts.gpus.present))?.[0];
  if (gpu === undefined) {
    if (facts.gpus.present.state === 'absent') return { kind: 'none', name: null };
    return { kind: 'any', name: null };
  }
  const row = gpu.name === null ? undefined : archFor(knowledge, gpu.name);
  const capability = gpu.capability ?? row?.capability;
  if (capability === undefined) return { kind: 'any', name: gpu.name };
  return {
    kind: 'nvidia',
    name: gpu.name ?? row?.name ?? 'the GPU',
    capability,
    lastDriver: row === undefined || /jetson/iu.test(row.name) ? null : row.lastDriverBranch,
  };
}

function managerOf(facts: Facts): PackageManager {
  if (valueOf(facts.python.kind) === 'conda') return 'conda';
  const installers = valueOf(facts.tensorflow.distributions) ?? [];
  return installers.some((one) => one.installer === 'uv') ? 'uv' : 'pip';
}
