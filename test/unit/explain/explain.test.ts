import { describe, expect, test } from 'vitest';
import { explainText } from '../../../src/explain/explain.ts';
import { signatures } from '../../../src/explain/signatures/index.ts';
import { loadKnowledge } from '../../../src/content/knowledge.ts';

const knowledge = loadKnowledge();
const explain = (text: string) => explainText(text, knowledge);
const best = (text: string) => explain(text).causes[0]?.id;

/** How sure the clash of NumPy versions is, under a TensorFlow of this version. */
const sureOf = (version: string) =>
  explain(`tensorflow ${version}\nAttributeError: _ARRAY_API not found`).causes[0]?.confidence ?? 0;

describe('explainText', () => {
  test('of a long text the end is read, and its lines keep their numbers', () => {
    const text = `${'epoch 1\n'.repeat(300_000)}OOM when allocating tensor with shape[4096,4096]\n`;
    expect(explain(text).causes[0]).toMatchObject({ id: 'gpu-oom', lines: [300_001] });
  });

  test('lines are counted from 1', () => {
    const { causes } = explain('first\nsecond\nOOM when allocating tensor with shape[4096,4096]\n');
    expect(causes[0]).toMatchObject({ id: 'gpu-oom', lines: [3] });
    expect(causes[0]?.page).toBe('content/findings/gpu-oom.md');
  });

  test('a text of something else has no cause', () => {
    expect(explain('Dear diary, today it rained.').causes).toEqual([]);
    expect(explain('').causes).toEqual([]);
  });

  test('only noise is harmless', () => {
    const text = 'I numa_node.cc:1] successful NUMA node read from SysFS had negative value (-1)';
    expect(best(text)).toBe('harmless-only');
    expect(explain(text).noise).toMatchObject([{ id: 'numa-negative', lines: [1] }]);
  });

  test('never harmless when the list of GPUs is empty', () => {
    const text = 'oneDNN custom operations are on.\nNum GPUs Available:  0\n';
    expect(best(text)).toBe('no-gpu-listed');
  });

  test.each([
    [
      "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.",
      'driver-not-loaded',
    ],
    [
      'docker: Error response from daemon: could not select device driver "" with capabilities: [[gpu]].',
      'container-no-gpu',
    ],
    ['Failed to initialize NVML: Unknown Error', 'container-lost-gpu'],
    [
      'failed call to cuInit: CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected',
      'cuda-visible-devices',
    ],
    [
      'failed call to cuInit: CUDA_ERROR_UNKNOWN: unknown error\nit works until I suspend the laptop',
      'suspend-resume-cuinit-999',
    ],
    [
      'failed call to cuInit: CUDA_ERROR_SYSTEM_DRIVER_MISMATCH\nkernel version 535.1 does not match DSO version 550.2',
      'driver-library-mismatch',
    ],
    [
      "Could not load dynamic library 'libcuda.so.1'; dlerror: not found\nLinux 5.15.0-microsoft-standard-WSL2",
      'wsl-libcuda-path',
    ],
    [
      'ImportError: libcublas.so.9.0: cannot open shared object file: No such file or directory\nI have CUDA 10.1',
      'cuda-version-wrong',
    ],
    ['ERROR: No matching distribution found for tensorflow', 'python-version-unsupported'],
    [
      'NVRM: The NVIDIA GPU 0000:02:00.0 (PCI ID: 10de:2c58)\nNVRM: installed in this system requires use of the NVIDIA open kernel modules.\nNVRM: GPU 0000:02:00.0: RmInitAdapter failed! (0x22:0x56:884)',
      'blackwell-needs-open-module',
    ],
    [
      'NVRM: The NVIDIA GeForce GTX 1080 GPU installed in this system is supported through the NVIDIA 580.xx Legacy drivers.',
      'driver-dropped-gpu',
    ],
    ['NVRM: GPU 0000:01:00.0: RmInitAdapter failed! (0x26:0x56:1463)', 'gpu-not-initialised'],
    [
      'Autotuner could not find any supported configs for HLO: %cudnn-conv-bias-activation.9 = (f32[32,8,26,26])',
      'cudnn-too-old-for-xla',
    ],
    [
      'No algorithm worked! Error messages: INTERNAL: CUDNN_STATUS_EXECUTION_FAILED_CUDART in external/local_xla/xla/stream_executor/cuda/cuda_dnn.cc(5750)',
      'cudnn-too-new-for-gpu',
    ],
    ['cuDNN error: CUDNN_STATUS_ARCH_MISMATCH', 'cudnn-too-new-for-gpu'],
    ['Failed to initialize NVML: GPU access blocked by the operating system', 'wsl-no-device'],
    ["AttributeError: module 'tensorflow' has no attribute 'placeholder'", 'tf1-api-on-tf2'],
    ["ModuleNotFoundError: No module named 'tensorflow'", 'tensorflow-not-installed'],
    ['Memory growth cannot differ between GPU devices', 'memory-growth-differs'],
    [
      'Ignoring visible gpu device (device: 1) with core count: 5. The minimum required count is 8.',
      'gpu-too-few-multiprocessors',
    ],
    [
      'TensorFlow was not built with CUDA kernel binaries compatible with compute capability 5.2.',
      'compute-capability-too-low',
    ],
    [
      'TensorFlow was not built with CUDA kernel binaries compatible with compute capability 12.0a.',
      'compute-capability-too-new',
    ],
  ])('%s', (text, id) => {
    expect(best(text)).toBe(id);
  });

  test('the context names version, system and kind of text', () => {
    const text = 'tensorflow==2.4.1\n2021-01-01 00:00:00: I gpu_device.cc:1] /usr/lib/x.so';
    expect(explain(text).context).toEqual({
      tensorflow: '2.4.1',
      os: 'linux',
      source: 'tensorflow-log',
    });
    expect(explain('C:\\Users\\a> pip install tensorflow').context).toMatchObject({
      os: 'windows',
      source: 'pip',
    });
  });

  test('a cause that the named version cannot have counts half', () => {
    expect(sureOf('2.20.0')).toBeLessThan(sureOf('2.16.1'));
  });

  test('what a web page wrote as entities, and colours, are read as what they stand for', () => {
    expect(best('Could not load dynamic library &#39;libcudnn.so.8&#39;; dlerror: x')).toBe(
      'cudnn-missing',
    );
    expect(
      best(
        "\u001B[31mModuleNotFoundError\u001B[0m: No module\u001B[1m named\u001B[0m 'tensorflow'",
      ),
    ).toBe('tensorflow-not-installed');
  });

  test('long lines, many lines and rubbish are answered', () => {
    expect(explain('a'.repeat(300_000)).causes).toEqual([]);
    expect(explain('x\n'.repeat(50_000)).causes).toEqual([]);
    let seed = 3;
    const next = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31);
    for (let round = 0; round < 100; round += 1) {
      const text = Array.from({ length: 300 }, () => String.fromCharCode(next() % 0x1fff)).join('');
      expect(explain(text).causes).toEqual([]);
    }
  });
});

test('weights are between 0 and 1, and patterns keep no state', () => {
  expect(signatures.filter((one) => one.weight <= 0 || one.weight >= 1)).toEqual([]);
  expect(signatures.filter((one) => /[gy]/.test(one.pattern.flags))).toEqual([]);
});

const textOf = (...lines: string[]) => `${lines.join('\n')}\n`;

describe('several runs in one text', () => {
  const oneDnn =
    '2026-11-24 10:00:00.000000: I tensorflow/core/util/port.cc:153] oneDNN custom operations are on.';
  const noDevice =
    'E external/local_xla/xla/stream_executor/cuda/cuda_platform.cc:51] failed call to cuInit: CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected';
  const notReady =
    'E external/local_xla/xla/stream_executor/cuda/cuda_platform.cc:51] failed call to cuInit: CUDA_ERROR_SYSTEM_NOT_READY: system not yet initialized';
  const created =
    'I tensorflow/core/common_runtime/gpu/gpu_device.cc:2020] Created device /job:localhost/replica:0/task:0/device:GPU:0 with 21886 MB memory:  -> device: 0, name: NVIDIA GeForce RTX 4090';
  test('a broken one, then a healthy one: nothing is wrong any more, and the answer says which it is about', () => {
    const { causes, lastRun } = explain(textOf(oneDnn, noDevice, 'done', oneDnn, created, 'done'));
    expect(causes).toMatchObject([{ id: 'harmless-only', summary: /last run/u }]);
    expect(causes[0]?.lines).toEqual([5]);
    expect(lastRun).toEqual({ runs: 2, line: 4, earlier: ['cuda-visible-devices'] });
  });

  test('two that are broken in different ways: the cause of the last one, in its own lines', () => {
    const { causes, lastRun, marked } = explain(
      textOf('$ python train.py', notReady, '$ CUDA_VISIBLE_DEVICES=-1 python train.py', noDevice),
    );
    expect(causes[0]).toMatchObject({ id: 'cuda-visible-devices', lines: [4] });
    expect(marked).toEqual([{ line: 4, text: noDevice }]);
    expect(lastRun).toEqual({ runs: 2, line: 3, earlier: ['fabric-manager-802'] });
  });

  test('a healthy one, then one that runs out of memory', () => {
    const oom = 'OOM when allocating tensor with shape[4096,4096]';
    const { causes, lastRun } = explain(textOf(oneDnn, noDevice, oneDnn, created, oom));
    expect(causes[0]).toMatchObject({ id: 'gpu-oom', lines: [5] });
    expect(lastRun?.earlier).toEqual(['cuda-visible-devices']);
  });

  test.each([
    ['the same cause twice', [oneDnn, noDevice, oneDnn, noDevice]],
    ['processes that start together', [oneDnn, oneDnn, noDevice, created]],
    ['a last run that has not come to its GPU', [oneDnn, noDevice, oneDnn, '$ python -V']],
    ['a single run', ['$ python train.py', oneDnn, noDevice, created]],
  ])('%s: the whole text counts', (_, lines) => {
    const { causes, lastRun } = explain(textOf(...lines));
    expect(causes[0]?.id).toBe('cuda-visible-devices');
    expect(lastRun).toBeUndefined();
  });
});
