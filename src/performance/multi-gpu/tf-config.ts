import * as v from 'valibot';
import { parseJsonLine } from '../../process/json-line.ts';

/** Something that keeps several devices or computers from training together. */
export interface TrainingProblem {
  /** Kebab-case, stable. */
  readonly id: string;
  readonly summary: string;
}

/** Who this worker is and who the others are, as far as it could be read. */
export interface Cluster {
  /** `host:port` of this worker. */
  readonly own: string;
  /** `host:port` of the others that compute gradients. */
  readonly others: readonly string[];
}

const jobs = v.record(
  v.string(),
  v.union([v.array(v.unknown()), v.record(v.string(), v.unknown())]),
);
/** The jobs that TensorFlow's strategies know; `master` is the old name of `chief`. */
const knownJobs = ['chief', 'worker', 'ps', 'evaluator', 'master'];

/** What TF_CONFIG says, and what is wrong with it. */
interface ReadConfig {
  readonly cluster: Cluster | null;
  readonly problems: readonly TrainingProblem[];
}

function invalid(summary: string): ReadConfig {
  return { cluster: null, problems: [{ id: 'tf-config-invalid', summary }] };
}

/**
 * Checks the variable TF_CONFIG as MultiWorkerMirroredStrategy reads it. Nothing is asked of the network.
 * Source: TensorFlow 2.21, `TFConfigClusterResolver` and `_validate_cluster_spec`.
 */
export function readTfConfig(text: string): ReadConfig {
  const config = parseJsonLine(text);
  if (config === undefined) {
    const quotes = text.includes("'") && !text.includes('"');
    return invalid(
      `TF_CONFIG is not a JSON object.${quotes ? ' JSON wants double quotes: `json.dumps` writes them.' : ''}`,
    );
  }
  const named = v.safeParse(jobs, config['cluster']);
  if (!named.success || Object.keys(named.output).length === 0) {
    return invalid(
      'TF_CONFIG names no cluster: `"cluster": {"worker": ["host:port", …]}` is missing.',
    );
  }
  const cluster = addressesOf(named.output);
  const all = Object.values(cluster).flat();
  const problems = [...jobProblems(cluster), ...addressProblems(all)];
  const task = taskOf(config['task']);
  if (task === undefined) {
    problems.push({
      id: 'tf-config-invalid',
      summary:
        'TF_CONFIG does not say which worker this is: `"task": {"type": "worker", "index": 0}` is missing.',
    });
    return { cluster: null, problems };
  }
  const own = cluster[task.type]?.[task.index];
  if (own === undefined) {
    const there = cluster[task.type];
    problems.push({
      id: 'tf-config-task-not-in-cluster',
      summary:
        there === undefined
          ? `TF_CONFIG says that this is \`${task.type}\` ${task.index}, but its cluster has no job \`${task.type}\`.`
          : `TF_CONFIG says that this is \`${task.type}\` ${task.index}, but the cluster has ${there.length} of them, counted from 0.`,
    });
    return { cluster: null, problems };
  }
  const training = [...(cluster['chief'] ?? []), ...(cluster['worker'] ?? [])];
  return { cluster: { own, others: training.filter((one) => one !== own) }, problems };
}

/** Addresses may be a list, or an object from index to address. */
function addressesOf(named: v.InferOutput<typeof jobs>): Readonly<Record<string, string[]>> {
  return Object.fromEntries(
    Object.entries(named).map(([job, list]) => [job, Object.values(list).map(String)]),
  );
}

function taskOf(task: unknown): { readonly type: string; readonly index: number } | undefined {
  // TensorFlow takes the index as a text too.
  const read = v.safeParse(
    v.object({
      type: v.string(),
      index: v.pipe(v.union([v.number(), v.string()]), v.transform(Number)),
    }),
    task,
  );
  return read.success && Number.isInteger(read.output.index) && read.output.index >= 0
    ? read.output
    : undefined;
}

function jobProblems(cluster: Readonly<Record<string, readonly string[]>>): TrainingProblem[] {
  const problems: TrainingProblem[] = [];
  const unknown = Object.keys(cluster).filter((job) => !knownJobs.includes(job));
  if (unknown.length > 0) {
    problems.push({
      id: 'tf-config-unknown-job',
      summary: `TF_CONFIG has the job \`${unknown.join('`, `')}\`, which TensorFlow does not know. It knows ${knownJobs.slice(0, 4).join(', ')}.`,
    });
  }
  const chiefs = cluster['chief']?.length ?? 0;
  if (chiefs > 1) {
    problems.push({
      id: 'tf-config-two-chiefs',
      summary: `TF_CONFIG names ${chiefs} chiefs; a cluster has at most one.`,
    });
  }
  if (cluster['worker'] === undefined && chiefs === 0) {
    problems.push({
      id: 'tf-config-no-worker',
      summary: 'The cluster in TF_CONFIG has neither a worker nor a chief, so nobody computes.',
    });
  }
  return problems;
}

function addressProblems(all: readonly string[]): TrainingProblem[] {
  const problems: TrainingProblem[] = [];
  const bad = all.filter((address) => !isAddress(address));
  if (bad.length > 0) {
    problems.push({
      id: 'tf-config-bad-address',
      summary: `TF_CONFIG has an address that is not \`host:port\`: \`${bad[0]}\`.`,
    });
  }
  const twice = all.find((address, index) => all.indexOf(address) !== index);
  if (twice !== undefined) {
    problems.push({
      id: 'tf-config-address-twice',
      summary: `TF_CONFIG gives \`${twice}\` to two tasks. Each needs a port of its own.`,
    });
  }
  const loopback = all.filter((address) => /^(?:localhost|127\.[\d.]+|\[::1\]):/u.test(address));
  if (loopback.length > 0 && loopback.length < all.length) {
    problems.push({
      id: 'tf-config-loopback',
      summary: `TF_CONFIG mixes \`${loopback[0]}\` with addresses of other computers. Every computer takes that name for itself, so the others cannot reach it.`,
    });
  }
  return problems;
}

function isAddress(address: string): boolean {
  const port = /^[^\s/]+:(\d{1,5})$/u.exec(address)?.[1];
  return port !== undefined && Number(port) >= 1 && Number(port) <= 65_535;
}
