import type { Finding } from '../../../src/diagnose/finding.ts';
import type { Block, Chart, Report, Table } from '../../../src/report/report.ts';

export const finding: Finding = {
  id: 'cudnn-missing',
  link: 'cudnn',
  severity: 'error',
  role: 'root',
  page: 'content/findings/cudnn-missing.md',
  summary: 'TensorFlow needs cuDNN 9, and the loader finds no `libcudnn.so.9` on this machine.',
  evidence: [
    { fact: 'libcudnn.so.9', value: 'not found', source: 'dlopen as TensorFlow does it' },
    { fact: 'built for cuDNN', value: '9', source: 'build_info.py' },
  ],
  remedies: [
    {
      id: 'pip-cudnn',
      kind: 'pip',
      summary: 'Install the cuDNN that belongs to this TensorFlow.',
      commands: ["python -m pip install 'tensorflow[and-cuda]==2.21.0'"],
      proof: 'proven',
    },
    {
      id: 'library-path',
      kind: 'env',
      summary: 'Point the loader to another cuDNN.',
      commands: [],
      proof: 'untried',
    },
  ],
  ruledOut: [{ id: 'cuda-lib-missing', because: 'all other CUDA libraries load' }],
};

export const table: Table = {
  kind: 'table',
  caption: 'Versions side by side',
  columns: [{ title: 'Part' }, { title: 'Version', align: 'right' }, { title: 'Where it is' }],
  rows: [
    ['NVIDIA driver', { text: '535.104', status: 'ok' }, '`/proc/driver/nvidia/version`'],
    [
      'CUDA runtime',
      { text: '12.5', status: 'warn' },
      '`/usr/local/cuda-12.5/lib64/libcudart.so.12`',
    ],
    ['cuDNN', { text: 'none', status: 'fail' }, 'looked for as 東京 does it 🐍'],
  ],
};

export const chart: Chart = {
  kind: 'chart',
  title: 'Matrix multiplication, float32',
  mark: 'bar',
  x: { title: 'size', values: ['512', '2048'] },
  y: { title: 'TFLOP/s' },
  series: [
    { name: 'CPU', values: [0.0812, 0.213] },
    { name: 'GPU:0', values: [12.34, null] },
  ],
};

export const blocks: readonly Block[] = [
  {
    kind: 'headline',
    status: 'fail',
    text: 'TensorFlow does not use your GPU, because cuDNN is missing.',
    next: 'Run `%gpu-fix --try` to see whether installing it helps.',
  },
  { kind: 'paragraph', text: 'Diagnosed was `/opt/venv/bin/python`, the first python on PATH.' },
  {
    kind: 'chain',
    links: [
      { link: 'hardware', status: 'ok', summary: 'One NVIDIA card: GeForce RTX 4090.' },
      {
        link: 'driver',
        status: 'warn',
        summary: 'Driver 535.104 answers, but it is near its end.',
      },
      {
        link: 'cudnn',
        status: 'fail',
        summary:
          'No `libcudnn.so.9` was found: neither in the wheels, nor in `LD_LIBRARY_PATH`, nor by the system.',
      },
      { link: 'compute', status: 'skipped', summary: 'TensorFlow has no GPU to compute on.' },
      { link: 'memory', status: 'unknown', summary: 'The driver did not answer in 5 s.' },
    ],
  },
  { kind: 'findings', findings: [finding] },
  table,
  { kind: 'commands', lines: ['nvidia-smi  --query-gpu=name --format=csv', 'echo "$PATH"'] },
  {
    kind: 'log',
    text: 'W0000 Cannot dlopen some GPU libraries.\nSkipping registering GPU devices…',
  },
  chart,
  {
    kind: 'details',
    summary: 'How this was found out',
    blocks: [
      {
        kind: 'list',
        items: ['The loader was asked for `libcudnn.so.9`.', 'It said: no such file.'],
      },
    ],
  },
  { kind: 'progress', text: 'Starting TensorFlow', done: 0.4 },
];

export const report: Report = { blocks };
