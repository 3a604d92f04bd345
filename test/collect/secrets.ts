/** Texts as machines write them, with something in each that must not leave; what has to stay stands beside. */
export interface Seeded {
  readonly text: string;
  readonly secrets: readonly string[];
  readonly stays?: readonly string[];
}

export const seeded: readonly Seeded[] = [
  {
    text: '/home/adalove/venvs/tf/bin/python',
    secrets: ['adalove'],
    stays: ['/venvs/tf/bin/python'],
  },
  { text: 'C:\\Users\\Ada Love\\AppData', secrets: ['Ada', 'Love'] },
  { text: '/mnt/c/Users/gracehop/x', secrets: ['gracehop'] },
  { text: '/Users/maryann/Library', secrets: ['maryann'], stays: ['/Library'] },
  { text: 'job of adalove on gpu', secrets: ['adalove'], stays: ['on gpu'] },
  { text: '/scratch/adalove/cuda/lib64', secrets: ['adalove'], stays: ['/cuda/lib64'] },
  { text: '/data/people/al/tf', secrets: ['/data/people/al'] },
  {
    text: 'cuda_diagnostics.cc:168] hostname: node17.cluster.example',
    secrets: ['node17'],
    stays: ['cuda_diagnostics.cc:168] hostname: '],
  },
  {
    text: 'kernel driver does not appear to be running on this host (quantum-box): /proc/driver/nvidia/version does not exist',
    secrets: ['quantum-box'],
    stays: ['/proc/driver/nvidia/version does not exist'],
  },
  {
    text: 'retrieving CUDA diagnostic information for host: deepthought',
    secrets: ['deepthought'],
  },
  { text: 'http://10.42.7.19:8888/lab', secrets: ['10.42.7.19'], stays: ['http://', ':8888/lab'] },
  { text: 'listening on fe80::1ff:fe23:4567:890a', secrets: ['4567:890a'] },
  { text: 'inet6 2001:0db8:85a3:0000:0000:8a2e:0370:7334', secrets: ['85a3'] },
  { text: 'ether 02:42:ac:11:00:02', secrets: ['02:42:ac'] },
  {
    text: 'pip --index-url https://bob:hunter2secret@pypi.internal.example/simple',
    secrets: ['bob', 'hunter2secret'],
    stays: ['https://'],
  },
  { text: '?token=4c1f0e7ab8d94c1f0e7ab8d9', secrets: ['4c1f0e7ab8d9'], stays: ['?token='] },
  { text: 'Authorization: Bearer abcdefgh12345678', secrets: ['abcdefgh12345678'] },
  { text: 'HF hf_abcdefghijklmnopqrstuvwx', secrets: ['hf_abcdefghij'] },
  { text: 'ghp_0123456789abcdefghij0123456789abcdef', secrets: ['ghp_0123'] },
  { text: 'AKIAIOSFODNN7EXAMPLE', secrets: ['AKIAIOSFODNN7'] },
  { text: 'password = "s3cr3t-word"', secrets: ['s3cr3t-word'] },
  {
    text: 'GPU 0: RTX 3080 (UUID: GPU-12345678-9abc-def0-1234-56789abcdef0)',
    secrets: ['12345678-9abc'],
    stays: ['GPU 0: RTX 3080 (UUID: GPU-'],
  },
  { text: 'MIG-aaaabbbb-1234-5678-9abc-def012345678', secrets: ['aaaabbbb'] },
  { text: 'Serial Number                         : 1320220012345', secrets: ['1320220012345'] },
  {
    text: 'SLURM_JOB_ACCOUNT=physics-secret SLURM_JOB_NAME=topsecretrun',
    secrets: ['physics-secret', 'topsecretrun'],
  },
  {
    text: 'srun --account=biolab --job-name=moonshot python x.py',
    secrets: ['biolab', 'moonshot'],
  },
  { text: 'ask ada.love@example.org', secrets: ['ada.love'] },
  {
    text: '|    0   N/A  N/A      2201      C   /opt/bob/secretmodel/train                   9000MiB |',
    secrets: ['secretmodel'],
    stays: ['2201', '9000MiB'],
  },
];

/** Texts in which nothing is secret, though some of it looks so. */
export const harmless: readonly string[] = [
  '2026-11-21 05:12:34.567890: I tensorflow/core/platform/cpu_feature_guard.cc:182] rebuild',
  '0000:01:00.0',
  '00000000:65:00.0',
  'libcublas.so.12.5.3.2: cannot open shared object file',
  'nvidia-cublas-cu12==12.5.3.2',
  'nvidia-cudnn-cu12<10.0,>=9.3.0.75; extra == "and-cuda"',
  '/usr/lib/python3/site-packages/nvidia_cudnn_cu12-9.3.0.75.dist-info',
  'Loaded cuDNN version 90300',
  'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  Thu Feb 22 01:44:30 UTC 2024',
  'stream_executor::gpu::GpuDriver::Init()',
  '_ZN15stream_executor3gpu9GpuDriver4InitEv',
  "version `GLIBCXX_3.4.30' not found",
  '/opt/homebrew/opt/python@3.11/bin/python3.11',
  'CUDA_VISIBLE_DEVICES=0,1',
  'http://127.0.0.1:8888',
  '/root/.pyenv/versions/3.11.7/lib',
  'GPU-0',
  '|    0   N/A  N/A      1201      G   N/A                                  5MiB |',
];
