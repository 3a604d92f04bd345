import type { Snapshot, Usage } from '../snapshot/snapshot.ts';
import { readContainer, type ContainerFacts } from './container.ts';
import { readCudnn, type CudnnFacts } from './cudnn.ts';
import { readDriver, type DriverFacts } from './driver.ts';
import { readEnvironment, type EnvironmentFacts } from './environment.ts';
import { readGpus, type GpuFacts } from './gpus.ts';
import { readLibraries, type LibraryFacts } from './libraries.ts';
import { readLive, type LiveFacts } from './live.ts';
import { readMemory, type MemoryFacts } from './memory.ts';
import { readNotebook, type NotebookFacts } from './notebook.ts';
import { readPlatform, type PlatformFacts } from './platform.ts';
import { known, unknown, type Fact } from './fact.ts';
import { readPython, type PythonFacts } from './python.ts';
import { readTensorFlow, type TensorFlowFacts } from './tensorflow.ts';

/** All that is known of one machine, topic by topic. */
export interface Facts {
  readonly target: Snapshot['target'];
  readonly platform: PlatformFacts;
  readonly environment: EnvironmentFacts;
  readonly container: ContainerFacts;
  readonly driver: DriverFacts;
  readonly gpus: GpuFacts;
  readonly python: PythonFacts;
  readonly tensorflow: TensorFlowFacts;
  readonly libraries: LibraryFacts;
  readonly cudnn: CudnnFacts;
  readonly live: LiveFacts;
  readonly memory: MemoryFacts;
  readonly notebook: NotebookFacts;
  /** What a measured run showed of the GPU's use. */
  readonly usage: Fact<Usage>;
  /** Topics that a fault of ours kept from being read: all their facts are unknown. */
  readonly unread: readonly UnreadTopic[];
}

/** The readers of each topic. A test puts one that throws in the place of each. */
export const readers = {
  platform: readPlatform,
  environment: readEnvironment,
  container: readContainer,
  driver: readDriver,
  gpus: readGpus,
  python: readPython,
  tensorflow: readTensorFlow,
  libraries: readLibraries,
  cudnn: readCudnn,
  live: readLive,
  memory: readMemory,
  notebook: readNotebook,
};

/** A topic that a fault of ours kept from being read, and the error. */
export interface UnreadTopic {
  readonly topic: keyof typeof readers;
  readonly reason: string;
}

/**
 * Turns what was collected into facts. Pure; whatever is missing becomes unknown, with the reason. A reader that throws
 * takes only its own topic with it: every fact of that topic is unknown.
 */
export function readFacts(snapshot: Snapshot, read: typeof readers = readers): Facts {
  const unread: UnreadTopic[] = [];
  const guarded = <Topic extends object>(
    topic: keyof typeof readers,
    attempt: () => Topic,
    withoutData: () => Topic,
  ): Topic => {
    try {
      return attempt();
    } catch (error) {
      const reason = ownFault(`reading the facts about ${topic}`, error);
      unread.push({ topic, reason });
      return allUnknown(withoutData(), reason);
    }
  };
  const platform = guarded(
    'platform',
    () => read.platform(snapshot),
    () => readPlatform(nothing),
  );
  const environment = guarded(
    'environment',
    () => read.environment(snapshot),
    () => readEnvironment(nothing),
  );
  const container = guarded(
    'container',
    () => read.container(snapshot, environment),
    () => readContainer(nothing, environment),
  );
  const driver = guarded(
    'driver',
    () => read.driver(snapshot, platform),
    () => readDriver(nothing, platform),
  );
  const libraries = guarded(
    'libraries',
    () => read.libraries(snapshot),
    () => readLibraries(nothing),
  );
  return {
    target: snapshot.target,
    platform,
    environment,
    container,
    driver,
    gpus: guarded(
      'gpus',
      () => read.gpus(snapshot, platform, environment, container, driver),
      () => readGpus(nothing, platform, environment, container, readDriver(nothing, platform)),
    ),
    python: guarded(
      'python',
      () => read.python(snapshot),
      () => readPython(nothing),
    ),
    tensorflow: guarded(
      'tensorflow',
      () => read.tensorflow(snapshot),
      () => readTensorFlow(nothing),
    ),
    libraries,
    cudnn: guarded(
      'cudnn',
      () => read.cudnn(libraries),
      () => readCudnn(readLibraries(nothing)),
    ),
    live: guarded(
      'live',
      () => read.live(snapshot),
      () => readLive(nothing),
    ),
    memory: guarded(
      'memory',
      () => read.memory(driver),
      () => readMemory(readDriver(nothing, platform)),
    ),
    notebook: guarded(
      'notebook',
      () => read.notebook(snapshot),
      () => readNotebook(nothing),
    ),
    usage:
      snapshot.usage === undefined
        ? unknown('no run was measured')
        : known(snapshot.usage, 'gpu-usage'),
    unread,
  };
}

/** A snapshot of which nothing was collected. */
const nothing: Snapshot = {
  schema: 'tf-gpu-doctor/snapshot',
  version: 1,
  collectedAt: '',
  redacted: false,
  target: { python: '', chosenBecause: '', practice: false, host: 'local' },
  observations: {},
};

/** The same topic with every fact in it unknown, for this reason. */
function allUnknown<Topic extends object>(topic: Topic, reason: string): Topic {
  const facts = Object.entries(topic).filter(
    ([, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null && 'state' in value,
  );
  return { ...topic, ...Object.fromEntries(facts.map(([name]) => [name, unknown(reason)])) };
}

/** `reading the facts about driver failed, a fault of ours: TypeError: …`. */
export const ownFault = (what: string, error: unknown): string =>
  `${what} failed, a fault of ours: ${String(error)}`;
