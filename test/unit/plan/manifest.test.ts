import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { didYouMean } from '../../../src/command-model/nearest.ts';
import { loadKnowledge } from '../../../src/content/knowledge.ts';
import { findingFolder } from '../../../src/content/page-ids.ts';
import { UsageError } from '../../../src/errors.ts';
import { judgeManifest } from '../../../src/plan/manifest/judge.ts';
import { readManifest } from '../../../src/plan/manifest/read.ts';
import { describedMachine, readWish } from '../../../src/plan/read-wish.ts';

const knowledge = loadKnowledge();

function judge(file: string, text: string, gpu?: string) {
  const wish = readWish(knowledge, { gpu }, describedMachine, didYouMean);
  return judgeManifest(knowledge, wish, readManifest(file, text));
}
const found = (file: string, text: string, gpu?: string): string[] =>
  judge(file, text, gpu).problems.map((one) => `${one.line} ${one.id}`);

describe('requirements.txt', () => {
  test.each<[string, string[]]>([
    ['tensorflow-cpu==2.20.0', ['1 tf-cpu-build']],
    ['# a comment\n\nTensorflow_GPU>=2.4', ['3 tensorflow-gpu-package-removed']],
    ['tensorflow-gpu==2.10.1\nnumpy<2', []],
    ['tensorflow[and-cuda]==2.20.0', []],
    ['tensorflow[and-cuda]', ['1 and-cuda-path-bug']],
    ['tensorflow[and-cuda]>=2.16,<2.17', ['1 and-cuda-path-bug']],
    ['tensorflow[and-cuda]==2.12.1', ['1 cuda-lib-missing']],
    ['tensorflow[and-cuda]==2.15.0', ['1 cuda-lib-missing']],
    ['tensorflow[and-cuda]==2.20.0\nnvidia-cudnn-cu13', ['2 mixed-cuda-wheels']],
    ['tensorflow==2.20.0\nnvidia-cublas-cu13==13.0.2', ['2 cuda-13-installed']],
    [
      '--extra-index-url https://download.pytorch.org/whl/cu130\ntensorflow[and-cuda]==2.20.0\ntorch',
      ['3 mixed-cuda-wheels'],
    ],
    ['torch==2.9.0\ntensorflow[and-cuda]==2.20.0', []],
    ['tensorflow==2.17.1\nnvidia-cublas-cu12\nnvidia-cudnn-cu12', ['3 cudnn-version-mismatch']],
    ['tensorflow==2.17.1\nnvidia-cublas-cu12\nnvidia-cudnn-cu12>=8.9,<9', []],
    ['tensorflow\ntf-nightly', ['2 two-tensorflows']],
    ['tensorflow==2.10.1 \\\n    --hash=sha256:abc\nnumpy', ['3 numpy2-abi']],
    ['tensorflow==2.8.4\nnumpy<2', ['1 protobuf-version']],
    ['tensorflow==2.8.4\nnumpy<2\nprotobuf<3.21', []],
    ['pandas\nscikit-learn', []],
    ['git+https://example.org/tensorflow-cpu.git\n./tensorflow-cpu\n-r other.txt', []],
  ])('%j', (text, problems) => {
    expect(found('requirements.txt', text)).toEqual(problems);
  });

  test('without the extra it depends on the machine, which is a note and no problem', () => {
    const { problems, notes } = judge('requirements.txt', 'tensorflow==2.20.0\n');
    expect(problems).toEqual([]);
    expect(notes).toEqual([expect.objectContaining({ line: 1, id: 'cuda-lib-missing' })]);
  });

  test('a GPU that is named beside the file is held against it', () => {
    expect(found('requirements.txt', 'tensorflow[and-cuda]==2.20.0', 'V100')).toEqual([
      '1 cudnn-version-mismatch',
    ]);
    expect(
      found('requirements.txt', 'tensorflow[and-cuda]==2.20.0\nnvidia-cudnn-cu12<9.11', 'V100'),
    ).toEqual([]);
    expect(found('requirements.txt', 'tensorflow[and-cuda]==2.20.0', 'GTX 980')).toEqual([
      '1 compute-capability-too-low',
    ]);
    expect(found('requirements.txt', 'tensorflow[and-cuda]==2.20.0', 'RTX 5090')).toEqual([
      '1 compute-capability-too-new',
    ]);
  });
});

test('pyproject.toml: dependencies, optional ones, groups, and the Python', () => {
  const text = `[project]
name = "x"
requires-python = ">=3.14"
dependencies = [
  "numpy",
  "tensorflow[and-cuda]==2.20.0; sys_platform == 'linux'",
]
[project.optional-dependencies]
gpu = ["nvidia-cudnn-cu13"]
[dependency-groups]
dev = ["tensorflow-cpu", { include-group = "other" }]
`;
  expect(found('pyproject.toml', text)).toEqual([
    '3 python-version-unsupported',
    '11 tf-cpu-build',
    '11 two-tensorflows',
  ]);
  expect(found('pyproject.toml', text.replace('>=3.14', '>=3.10'))).toContain(
    '9 mixed-cuda-wheels',
  );
});

test("pyproject.toml: uv's own table", () => {
  const text = `[project]
dependencies = ["tensorflow[and-cuda]==2.20.0"]
[tool.uv]
dev-dependencies = ["tensorflow-cpu==2.20.0"]
`;
  expect(found('pyproject.toml', text)).toEqual(['4 tf-cpu-build', '4 two-tensorflows']);
});

test('an image is held against the version that the file names, not the newest patch of it', () => {
  const text =
    'FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04\nRUN pip install tensorflow==2.18.0\n';
  const [problem] = judge('Dockerfile', text).problems;
  expect(problem?.summary).toContain('TensorFlow 2.18.0 wants CUDA 12 and cuDNN 9');
});

test("pyproject.toml: Poetry's own table", () => {
  const text = `[tool.poetry.dependencies]
python = "^3.14"
tensorflow = { version = "^2.15", extras = ["and-cuda"] }
`;
  expect(found('pyproject.toml', text)).toEqual(['2 python-version-unsupported']);
  const fine = text.replace('^3.14', '~3.12').replace('^2.15', '2.20.0');
  expect(found('pyproject.toml', fine)).toEqual([]);
});

describe('environment.yml', () => {
  test.each<[string, string[]]>([
    ['dependencies:\n  - python=3.12\n  - pip:\n      - tensorflow[and-cuda]==2.20.0\n', []],
    [
      'dependencies:\n  - python=3.14\n  - pip:\n      - tensorflow[and-cuda]==2.20.0\n',
      ['2 python-version-unsupported'],
    ],
    [
      'dependencies:\n  - cudatoolkit=11.8\n  - pip:\n      - tensorflow[and-cuda]==2.20.0\n',
      ['2 mixed-cuda-wheels'],
    ],
    ['dependencies:\n  - conda-forge::tensorflow=2.19.1=cpu*\n', ['2 conda-cpu-build']],
    ['dependencies:\n  - tensorflow=2.19.1=cuda*\n', []],
    [
      'dependencies:\n  - tensorflow\n  - pip:\n    - tensorflow[and-cuda]==2.20.0\n',
      ['4 two-tensorflows'],
    ],
    [
      'dependencies:\n  - pip:\n    - tensorflow[and-cuda]==2.21.0\nvariables:\n  LD_LIBRARY_PATH: /env/nvidia/cusolver/lib\n',
      [],
    ],
  ])('%j', (text, problems) => {
    expect(found('environment.yml', text)).toEqual(problems);
  });
});

describe('Dockerfile', () => {
  const pip = 'RUN pip install --no-cache-dir "tensorflow[and-cuda]==2.20.0"\n';
  test.each<[string, string[]]>([
    [`FROM python:3.12\n${pip}`, []],
    [`FROM python:3.14-slim\n${pip}`, ['1 python-version-unsupported']],
    [`FROM python:3.12-alpine\n${pip}`, ['1 tensorflow-not-installed']],
    [
      `FROM python:3.12\nENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=utility\n${pip}`,
      ['2 container-no-compute-capability'],
    ],
    [`FROM python:3.12\nENV NVIDIA_DRIVER_CAPABILITIES compute,utility\n${pip}`, []],
    [`FROM python:3.12\nENV CUDA_VISIBLE_DEVICES=""\n${pip}`, ['2 cuda-visible-devices']],
    [
      `FROM python:3.12\nENV LD_LIBRARY_PATH=/usr/local/cuda/lib64/stubs:/x\n${pip}`,
      ['2 libcuda-compat-shadow'],
    ],
    ['FROM tensorflow/tensorflow:2.20.0\n', ['1 tf-cpu-build']],
    ['FROM tensorflow/tensorflow:2.20.0-gpu\n', []],
    [
      'FROM nvidia/cuda:13.0.1-cudnn-runtime-ubuntu24.04\nRUN pip install tensorflow==2.20.0\n',
      ['1 cuda-13-installed'],
    ],
    [`FROM nvidia/cuda:13.0.1-base-ubuntu24.04\n${pip}`, []],
    [
      'FROM nvidia/cuda:12.5.1-runtime-ubuntu22.04\nRUN pip install tensorflow==2.20.0\n',
      ['1 cudnn-missing'],
    ],
    [
      'FROM nvidia/cuda:12.2.2-cudnn8-runtime-ubuntu22.04\nRUN pip install tensorflow==2.20.0\n',
      ['1 cudnn-version-mismatch'],
    ],
    ['FROM nvidia/cuda:12.5.1-cudnn-runtime-ubuntu22.04\nRUN pip install tensorflow==2.20.0\n', []],
    ['FROM python:3.12\nRUN pip install tensorflow==2.20.0\n', ['1 cuda-lib-missing']],
    [
      `FROM python:3.12\nRUN apt-get update && \\\n  apt-get install -y --no-install-recommends nvidia-driver-535\n${pip}`,
      ['2 driver-library-mismatch'],
    ],
    [
      'ARG PY=3.14\nFROM python:${PY} AS base\nFROM scratch AS other\nRUN pip install tensorflow-cpu\nFROM base\nRUN uv pip install tensorflow[and-cuda]==2.20.0\n',
      ['2 python-version-unsupported'],
    ],
    ['FROM ubuntu:24.04\nRUN echo "pip install tensorflow-cpu"\n', []],
    [
      'FROM python:3.12\nRUN --mount=type=cache,target=/root/.cache <<EOF\npip install tensorflow-cpu\nEOF\nENV CUDA_VISIBLE_DEVICES=-1\n',
      ['3 tf-cpu-build', '5 cuda-visible-devices'],
    ],
    [
      'FROM python:3.12\nRUN bash -e <<-"END"\n\tpip install tensorflow-cpu\n\tEND\n',
      ['3 tf-cpu-build'],
    ],
    [
      'FROM python:3.12\nCOPY <<EOF /note\nENV CUDA_VISIBLE_DEVICES=-1\nEOF\nRUN cat <<EOF >x\npip install tensorflow-cpu\nEOF\n',
      [],
    ],
  ])('%j', (text, problems) => {
    expect(found('Dockerfile', text)).toEqual(problems);
  });
});

test('every id has a page', () => {
  const texts = [
    'tensorflow-cpu\ntensorflow[and-cuda]\nnvidia-cudnn-cu13\nnumpy',
    'tensorflow-gpu\ntensorflow==2.8.4',
  ];
  const ids = texts
    .flatMap((text) => judge('requirements.txt', text, 'GTX 980').problems)
    .map((one) => one.id);
  const pages = readdirSync(findingFolder).map((one) => one.replace(/\.md$/, ''));
  expect(pages).toEqual(expect.arrayContaining(ids));
});

test('what is no such file is an error that says so', () => {
  expect(() => readManifest('setup.py', '')).toThrow(/neither a requirements\.txt/);
  expect(() => readManifest('pyproject.toml', '[project\n')).toThrow(UsageError);
  expect(() => readManifest('environment.yml', 'a: [1, 2\nb: {')).toThrow(UsageError);
});

/** Half a megabyte of what makes careless patterns slow: each takes minutes where a pattern is not linear. */
describe('hostile megabytes are read to their end', () => {
  const size = 500_000;
  test.each<[string, string]>([
    ['requirements.txt', 'a'.repeat(size)],
    ['requirements.txt', `a${' '.repeat(size)}b`],
    ['requirements.txt', '\\\n'.repeat(size / 2)],
    ['requirements.txt', `tensorflow${'['.repeat(size)}`],
    ['requirements.txt', `tensorflow${'=='.repeat(size / 2)}`],
    ['requirements.txt', 'tensorflow[and-cuda]\n'.repeat(size / 21)],
    ['Dockerfile', `FROM ${'$'.repeat(size)}`],
    ['Dockerfile', `FROM x\nENV ${'a'.repeat(size)}`],
    ['Dockerfile', `FROM x\nENV a=${'b'.repeat(size)} ${'"'.repeat(1001)}`],
    ['Dockerfile', `FROM x\nRUN pip install ${'"'.repeat(size + 1)}`],
    ['Dockerfile', `FROM x\nRUN ${'& '.repeat(size / 2)}`],
    ['Dockerfile', 'FROM a AS a\n'.repeat(size / 12)],
    ['Dockerfile', `FROM x\nRUN ${'--a '.repeat(size / 4)}`],
    ['Dockerfile', `FROM x\nRUN ${'<<a'.repeat(size / 3)}`],
    ['pyproject.toml', `a = "${"'".repeat(size)}"`],
    ['pyproject.toml', `${' '.repeat(size)}x`],
    ['environment.yml', `dependencies:\n${'  - tensorflow\n'.repeat(size / 15)}`],
    ['environment.yml', `${'- '.repeat(2000)}x`],
    [
      'environment.yml',
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\ndependencies: [*b,*b,*b]\n`,
    ],
  ])('%s, text %#', (file, text) => {
    const read = (): unknown => {
      try {
        return judge(file, text).problems.length;
      } catch (error) {
        return error;
      }
    };
    const outcome = read();
    expect(outcome instanceof UsageError || typeof outcome === 'number').toBe(true);
  });
});
