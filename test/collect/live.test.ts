import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
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
