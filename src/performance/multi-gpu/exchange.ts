import type { Environment } from '../../process/environment.ts';
import { describeEnd } from '../../process-end.ts';
import { equalGradients } from './multi-gpu-output.ts';
import type { TrainingRun } from './run-mirrored.ts';
import type { TrainingProblem } from './tf-config.ts';

/** Trains once more with another way to exchange gradients. */
export type TrainAgain = (
  exchange: 'nccl' | 'copies',
  environment: Environment,
) => Promise<TrainingRun>;

/** Whether the devices trained together and had the right gradients. */
const isRight = ({ output }: TrainingRun): boolean => equalGradients(output) === true;

/**
 * When several GPUs failed together although one by itself computes, the exchange is tried in other ways, so that the
 * cause has a name: NCCL over direct transfers, NCCL at all, or something else. undefined when nothing failed, or when
 * no other way works either.
 */
export async function exchangeProblem(
  run: TrainingRun,
  trainAgain: TrainAgain,
): Promise<TrainingProblem | undefined> {
  const { output, end } = run;
  if (output.kind === null || output.kind === 'cpu') return undefined;
  const wrong = equalGradients(output) === false;
  const failed = output.stage === 'all' && !output.gradientsCompared;
  if (!wrong && !failed) return undefined;
  const how = wrong
    ? 'gave wrong gradients'
    : output.error !== null
      ? `failed (${output.error.split('\n')[0]?.slice(0, 300)})`
      : describeEnd(end);
  if (isRight(await trainAgain('nccl', { NCCL_P2P_DISABLE: '1' }))) {
    return {
      id: 'nccl-peer-to-peer',
      summary: `The exchange of gradients ${how}. It works with \`NCCL_P2P_DISABLE=1\`: the direct way from GPU to GPU is broken, often by the system's IOMMU. Set that variable before TensorFlow starts.`,
    };
  }
  if (isRight(await trainAgain('copies', {}))) {
    return {
      id: 'nccl-failed',
      summary: `The exchange of gradients by NCCL ${how}. It works without NCCL: \`tf.distribute.MirroredStrategy(cross_device_ops=tf.distribute.HierarchicalCopyAllReduce())\`. With \`NCCL_DEBUG=INFO\` NCCL says more.`,
    };
  }
  return undefined;
}
