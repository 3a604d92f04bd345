import { valueOf } from '../../facts/fact.ts';
import { headline } from '../../report/headline.ts';
import { toMarkdown } from '../../report/markdown.ts';
import type { Content } from './content.ts';

const unknown = 'unknown';

/** The lines of TensorFlow's log that are kept: its first ones say which libraries were opened, its last what failed. */
const logLines = 60;

/**
 * What TensorFlow's bug template asks for, in its order, filled in as far as it was observed. What only the reporter
 * knows is left to be answered.
 */
export function tensorflowIssue(content: Content): string {
  const { facts, snapshot, diagnosis } = content;
  const { platform, python, tensorflow, driver, gpus } = facts;
  const models = (valueOf(gpus.present) ?? []).map((gpu) => {
    const memory = gpu.memoryMiB === null ? '' : `, ${gpu.memoryMiB} MiB`;
    return `${gpu.name ?? 'NVIDIA GPU'}${memory}`;
  });
  const fields: [string, string][] = [
    ['Issue type', '(Bug, build or install, performance?)'],
    ['Have you reproduced the bug with TensorFlow Nightly?', '(yes or no)'],
    ['Source', sourceOf(content)],
    ['TensorFlow version', valueOf(tensorflow.version) ?? unknown],
    ['Custom code', '(yes or no)'],
    [
      'OS platform and distribution',
      `${valueOf(platform.osName) ?? unknown}, kernel ${valueOf(platform.kernel) ?? unknown}`,
    ],
    ['Mobile device', '(which, if any?)'],
    ['Python version', valueOf(python.version) ?? unknown],
    ['Bazel version', '(only when built from source)'],
    ['GCC/compiler version', '(only when built from source)'],
    [
      'CUDA/cuDNN version',
      `built for CUDA ${valueOf(tensorflow.builtCuda) ?? unknown} and cuDNN ${valueOf(tensorflow.builtCudnn) ?? unknown}; cuDNN found: ${valueOf(facts.cudnn.version) ?? 'none'}; driver ${valueOf(driver.version) ?? 'none'}, which supports CUDA up to ${valueOf(driver.supportedCuda) ?? unknown}`,
    ],
    ['GPU model and memory', models.length === 0 ? 'none seen' : models.join('; ')],
    ['Current behavior?', headline(diagnosis).text],
  ];
  const body = toMarkdown({
    blocks: [
      ...fields.flatMap(([name, value]) => [
        { kind: 'heading', level: 3, text: name } as const,
        { kind: 'paragraph', text: value } as const,
      ]),
      { kind: 'heading', level: 3, text: 'Standalone code to reproduce the issue' },
      {
        kind: 'paragraph',
        text: '(Your own shortest code. The least that shows the list of GPUs:)',
      },
      {
        kind: 'commands',
        lines: ['import tensorflow as tf', "print(tf.config.list_physical_devices('GPU'))"],
      },
      { kind: 'heading', level: 3, text: 'Relevant log output' },
      { kind: 'log', text: logOf(snapshot.live?.log) },
      {
        kind: 'details',
        summary: 'What TensorFlow GPU Doctor found',
        blocks: content.report.blocks,
      },
    ],
  });
  return body;
}

/** How it was installed, as its own records say; who built it, nobody records. */
function sourceOf({ facts: { tensorflow } }: Content): string {
  if (valueOf(tensorflow.fromConda) === true) return 'conda package';
  const installer = valueOf(tensorflow.distributions)?.[0]?.installer;
  return installer ? `installed by ${installer}` : '(binary or source?)';
}

function logOf(log: string | undefined): string {
  if (log === undefined || log.trim() === '') return 'TensorFlow was not started.';
  const lines = log.trim().split('\n');
  if (lines.length <= logLines) return lines.join('\n');
  const half = logLines / 2;
  const left = `… ${lines.length - logLines} lines left out …`;
  return [...lines.slice(0, half), left, ...lines.slice(-half)].join('\n');
}
