import type { Environment } from './environment.ts';

/**
 * The environment in which we start TensorFlow: the given one, with all of its messages on (`dso_loader` says at level 3 only
 * which library could not be opened) and GPU memory taken as it is needed, not all at once.
 */
export function tensorflowEnvironment(environment: Environment): Environment {
  return {
    ...environment,
    TF_CPP_MIN_LOG_LEVEL: undefined,
    TF_CPP_MAX_VLOG_LEVEL: undefined,
    TF_CPP_VMODULE: 'dso_loader=3,cuda_diagnostics=3',
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    PYTHONIOENCODING: 'utf-8',
  };
}
