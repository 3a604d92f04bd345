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
}

/** Turns what was collected into facts. Pure; whatever is missing becomes unknown, with the reason. */
export function readFacts(snapshot: Snapshot): Facts {
  const platform = readPlatform(snapshot);
  const environment = readEnvironment(snapshot);
  const container = readContainer(snapshot, environment);
  const driver = readDriver(snapshot, platform);
  const libraries = readLibraries(snapshot);
  return {
    target: snapshot.target,
    platform,
    environment,
    container,
    driver,
    gpus: readGpus(snapshot, platform, container, driver),
    python: readPython(snapshot),
    tensorflow: readTensorFlow(snapshot),
    libraries,
    cudnn: readCudnn(libraries),
    live: readLive(snapshot),
    memory: readMemory(driver),
    notebook: readNotebook(snapshot),
    usage:
      snapshot.usage === undefined
        ? unknown('no run was measured')
        : known(snapshot.usage, 'gpu-usage'),
  };
}
