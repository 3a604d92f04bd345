import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { live, type Live } from '../../src/snapshot/observations/live.ts';
import { root } from '../../src/root.ts';
import { runLive } from '../../src/check/live-check.ts';

const practicePython = join(root, '.venv/bin/python');
const folder = mkdtempSync(join(tmpdir(), 'live-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (
  more: Partial<Parameters<typeof runLive>[0]> = {},
  variables: Record<string, string | undefined> = {},
): Promise<Live> =>
  runLive({
    python: practicePython,
    environment: { ...process.env, ...variables },
    cwd: folder,
    timeoutMs: 90_000,
    ...more,
  });

/** A package named tensorflow that fails in its own way, put before the real one. */
function pretend(name: string, source: string): Record<string, string> {
  mkdirSync(join(folder, name, 'tensorflow'), { recursive: true });
  writeFileSync(join(folder, name, 'tensorflow/__init__.py'), source);
  return { PYTHONPATH: join(folder, name) };
}

/** As much of TensorFlow as it takes to list one GPU; `{}` is run when its devices are made. */
const withGpu = (initialise: string): string => `
import os
from types import SimpleNamespace as _
__version__ = '2.99.0'
os.write(1, b'{"stage": "native text that has no newline at its end')
def list_logical_devices(kind):
    ${initialise}
config = _(list_physical_devices=lambda kind: [_(name='/physical_device:GPU:0')],
           set_soft_device_placement=lambda on: None, list_logical_devices=list_logical_devices,
           LogicalDeviceConfiguration=dict, set_logical_device_configuration=print)
test = _(is_built_with_cuda=lambda: True)
`;

test('the real TensorFlow: every stage is told, the log has what it says of the driver', async () => {
  const stages: string[] = [];
  const answer = await run(
    { onStage: (stage) => stages.push(stage) },
    { TF_CPP_MIN_LOG_LEVEL: '3' },
  );
  expect(v.parse(live, answer)).toStrictEqual(answer);
  expect(answer).toMatchObject({
    ended: { how: 'exit', code: 0 },
    stage: 'done',
    importError: null,
    tensorflow: expect.stringMatching(/^2\.\d+/),
    builtWithCuda: true,
  });
  expect(stages.slice(0, 2)).toStrictEqual(['import', 'list']);
  // With a GPU there are computations, without one there is the reason; silence would be neither.
  const reasons = answer.log.match(/cuInit|CUDA_ERROR/g) ?? [];
  expect(answer.computations.length + reasons.length).toBeGreaterThan(0);
});

/** A TensorFlow with two GPUs whose tensors are numpy's; `faults` says what goes wrong, and where. */
const twoGpus = (version: string, faults: string): string => `
import contextlib, numpy, os
from types import SimpleNamespace as _
__version__ = '${version}'
at = []
class Tensor:
    def __init__(self, value): self.value, self.device = value, '/job:x/device:' + at[-1].strip('/')
    def numpy(self): return self.value
@contextlib.contextmanager
def device(name):
    at.append(name)
    yield
    at.pop()
def fail(name):
    if (at[-1], name) in ${faults}: raise RuntimeError(name + ' failed')
def compute(name): return lambda *_, **__: (fail(name), Tensor(numpy.ones(2, 'float32')))[1]
def constant(value): return value
matmul = compute('matmul')
reduce_sum = lambda value: value
class GradientTape:
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def watch(self, _): pass
    def gradient(self, loss, inputs): return [Tensor(numpy.ones(2, 'float32')) for _ in inputs]
Tensor.__mul__ = lambda self, other: self
nn = _(conv2d=compute('conv2d'), bias_add=lambda value, bias: value, relu=lambda value: value)
def function(inner, jit_compile):
    return lambda *inputs: (fail('xla'), inner(*inputs))[1]
two = [_(name='/physical_device:GPU:%d' % i) for i in range(2)]
config = _(list_physical_devices=lambda kind: two, set_soft_device_placement=lambda on: None,
           list_logical_devices=lambda kind: [_(name='/device:GPU:%d' % i) for i in range(2)],
           LogicalDeviceConfiguration=dict, set_logical_device_configuration=print)
test = _(is_built_with_cuda=lambda: True)
`;

/** What was computed with such a TensorFlow: GPU, computation, result. */
const computed = async (
  name: string,
  version: string,
  faults = 'set()',
  variables: Record<string, string> = {},
): Promise<(readonly [string, string, string])[]> => {
  const environment = { ...pretend(name, twoGpus(version, faults)), ...variables };
  const { computations, error } = await run({}, environment);
  expect(error ?? null).toBeNull();
  return computations.map((one) => [one.gpu, one.name, one.result] as const);
};

describe('what is computed on each GPU', () => {
  const eager = [
    ['GPU:0', 'matmul', 'ok'],
    ['GPU:0', 'convolution', 'ok'],
    ['GPU:1', 'matmul', 'ok'],
    ['GPU:1', 'convolution', 'ok'],
  ];

  test('one that fails leaves out the rest on this GPU, and no other GPU', async () => {
    expect(await computed('conv-fails', '2.21.0', "{('/GPU:0', 'conv2d')}")).toEqual([
      ['GPU:0', 'matmul', 'ok'],
      ['GPU:0', 'convolution', 'failed'],
      ['GPU:0', 'xla convolution', 'skipped'],
      ['GPU:1', 'matmul', 'ok'],
      ['GPU:1', 'convolution', 'ok'],
      ['GPU:1', 'xla convolution', 'ok'],
    ]);
  });

  test('what XLA compiles is tried too, from Keras 3 on', async () => {
    const failing = "{('/GPU:1', 'xla')}";
    expect((await computed('xla-fails', '2.21.0', failing)).at(-1)).toEqual([
      'GPU:1',
      'xla convolution',
      'failed',
    ]);
    expect(await computed('keras-2', '2.15.1', failing)).toEqual(eager);
  });

  test.each(['TF_USE_LEGACY_KERAS', 'TF_DETERMINISTIC_OPS', 'TF_CUDNN_DETERMINISTIC'])(
    'not with %s, where Keras does not compile',
    async (variable) => {
      const found = await computed(variable, '2.21.0', "{('/GPU:0', 'xla')}", { [variable]: '1' });
      expect(found).toEqual(eager);
    },
  );
});

test('the layer that XLA compiles is the same as the one that is not', () => {
  const program = `
import json, sys
sys.path.insert(0, ${JSON.stringify(join(root, 'src/check/live'))})
sys.dont_write_bytecode = True
import tensorflow as tf
from computations import compiled_layer, convolution_layer, largest_difference
pairs = [[tensor.numpy() for tensor in layer(tf)] for layer in (compiled_layer, convolution_layer)]
print(json.dumps([largest_difference(*pairs), float(pairs[0][0].max()) > 0]))
`;
  const answer = execFileSync(practicePython, ['-c', program], {
    encoding: 'utf8',
    env: { ...process.env, CUDA_VISIBLE_DEVICES: '-1', TF_CPP_MIN_LOG_LEVEL: '3' },
  });
  expect(JSON.parse(answer.trim().split('\n').at(-1) ?? '')).toEqual([[0, true], true]);
});

test('the environment is as asked for', async () => {
  const source =
    "import os, sys; sys.exit(repr({k: os.environ.get(k) for k in sorted(os.environ) if k.startswith(('TF_CPP', 'TF_FORCE', 'TF_XLA'))}))";
  const variables = {
    ...pretend('environment', source),
    TF_CPP_MIN_LOG_LEVEL: '2',
    TF_XLA_FLAGS: '--kept',
  };
  const { importError } = await run({}, variables);
  expect(importError).toBe(
    "SystemExit: {'TF_CPP_VMODULE': 'dso_loader=3,cuda_diagnostics=3', 'TF_FORCE_GPU_ALLOW_GROWTH': 'true', 'TF_XLA_FLAGS': '--kept'}",
  );
});

test('an import that fails', async () => {
  const source = "raise ImportError('libfoo.so.9: cannot open shared object file')";
  expect(await run({}, pretend('import', source))).toMatchObject({
    ended: { how: 'exit', code: 1 },
    stage: 'import',
    importError: 'ImportError: libfoo.so.9: cannot open shared object file',
    log: expect.stringContaining('Traceback'),
  });
});

test('an empty folder named tensorflow is no TensorFlow', async () => {
  expect(await run({}, pretend('empty', ''))).toMatchObject({
    stage: 'import',
    tensorflow: null,
    importError: expect.stringContaining('__version__'),
  });
});

test('no Python at all', async () => {
  expect(await run({ python: join(folder, 'no-python') })).toMatchObject({
    ended: { how: 'not-started', detail: expect.stringContaining('ENOENT') },
    stage: 'start',
  });
});

test('a crash while the devices are made keeps what was told before, native text in the log', async () => {
  const variables = pretend('crash', withGpu("os.write(2, b'last native words'); os.abort()"));
  const answer = await run({}, variables);
  expect(answer).toMatchObject({
    ended: { how: 'signal', signal: 'SIGABRT' },
    stage: 'initialise',
    tensorflow: '2.99.0',
    physicalGpus: [{ name: '/physical_device:GPU:0', model: null, computeCapability: null }],
    logicalGpus: null,
  });
  expect(answer.log).toContain('native text that has no newline');
  expect(answer.log).toContain('last native words');
});

test('an exception while the devices are made is told in words', async () => {
  const answer = await run(
    {},
    pretend('raise', withGpu("raise RuntimeError('Bad StatusOr access')")),
  );
  expect(answer).toMatchObject({
    ended: { how: 'exit', code: 1 },
    stage: 'initialise',
    error: 'RuntimeError: Bad StatusOr access',
  });
});

test('a hang is stopped, and said', async () => {
  const hang = withGpu('import time; time.sleep(600)');
  const answer = await run({ timeoutMs: 4000 }, pretend('hang', hang));
  expect(answer).toMatchObject({
    ended: { how: 'timeout', seconds: 4 },
    stage: 'initialise',
    tensorflow: '2.99.0',
  });
});

test('an interrupt is thrown, and leaves no process', async () => {
  const file = join(folder, 'pid');
  const source = `import os, time; open(${JSON.stringify(file)}, 'w').write(str(os.getpid())); time.sleep(600)`;
  const interrupt = new AbortController();
  const running = run(
    { signal: interrupt.signal, onStage: () => setTimeout(() => interrupt.abort(), 1500) },
    pretend('interrupt', source),
  );
  await expect(running).rejects.toThrow(/abort/i);
  expect(() => process.kill(Number(readFileSync(file, 'utf8')), 0)).toThrow('ESRCH');
});
