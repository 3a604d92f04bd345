import { describe, expect, test } from 'vitest';

import { replaceBy, withCuda } from '../../../src/remedies/packages.ts';
import { goodReleases, newestHere } from '../../../src/remedies/releases.ts';
import { conda, condaForge, python, tensorflow } from './environments.ts';
import { type Changes, factsOf, knowledge } from './machine.ts';

const commands = (changes: Changes, base?: string): (readonly string[])[] =>
  withCuda(factsOf(changes, base), knowledge).map((one) => one.commands);

describe('TensorFlow with CUDA', () => {
  test('beside the version that is there', () => {
    expect(commands({})).toEqual([[`${python} -m pip install 'tensorflow[and-cuda]==2.20.0'`]]);
  });

  test.each(['2.21.0', '2.16.1', '2.16.2'])(
    '%s does not find its own libraries: another first',
    (version) => {
      const [first, ...others] = withCuda(factsOf(tensorflow(version)), knowledge);
      expect(first?.commands).toEqual([`${python} -m pip install 'tensorflow[and-cuda]==2.20.0'`]);
      for (const other of others) {
        expect(other.summary).toMatch(/^Or stay/u);
        expect(other.commands.join('\n')).toContain('LD_LIBRARY_PATH');
      }
    },
  );

  test('conda brings the libraries of its own build, never pip', () => {
    expect(commands(condaForge)).toEqual([
      [
        "conda install --prefix /opt/conda/envs/tf -c conda-forge --override-channels 'tensorflow=*=cuda*'",
      ],
    ]);
  });

  test('beside CUDA 13 of another package: an environment of its own', () => {
    const torch = {
      name: 'nvidia-cudnn-cu13',
      version: '9.20.0',
      location: '/x',
      userSite: false,
      installer: 'pip',
    };
    const changes: Changes = {
      packages: {
        distributions: [torch],
      },
    };
    expect(commands(changes)).toEqual([
      [
        `${python} -m venv ~/tf-gpu`,
        "~/tf-gpu/bin/python -m pip install 'tensorflow[and-cuda]==2.20.0'",
      ],
    ]);
  });

  test('a GPU before Turing keeps cuDNN below 9.11, which has no code for it', () => {
    const volta: Changes = {
      'cuda-driver': {
        masked: { devices: { '0': { name: 'Tesla V100', computeCapability: '7.0' } } },
      },
    };
    expect(commands(volta)[0]).toEqual([
      `${python} -m pip install 'tensorflow[and-cuda]==2.20.0' 'nvidia-cudnn-cu12<9.11'`,
    ]);
  });

  test('ARM servers and builds that PyPI does not have: NVIDIA’s container, with a tag that exists', () => {
    const line = 'docker run --rm -it --gpus all nvcr.io/nvidia/tensorflow:25.02-tf2-py3';
    expect(commands({ interpreter: { machine: 'aarch64' } })).toEqual([[line]]);
    expect(commands(tensorflow('2.17.0+nv25.2'))).toEqual([[line]]);
  });

  test('a Jetson has a build of its own, and no line that would replace it', () => {
    const jetson: Changes = {
      interpreter: { machine: 'aarch64' },
      system: { jetson: 'NVIDIA Jetson AGX Orin' },
    };
    expect(commands(jetson)).toEqual([[]]);
  });

  test('Windows is never sent to a wheel with CUDA libraries, which does not exist', () => {
    expect(JSON.stringify(commands(tensorflow('2.10.1'), 'windows'))).not.toContain('and-cuda');
  });

  test('cuDNN 8.6 is not on conda-forge', () => {
    const changes: Changes = { ...conda, ...tensorflow('2.12.1') };
    expect(commands(changes)[1]).toEqual([
      'conda install --prefix /opt/conda/envs/tf -c conda-forge cudatoolkit=11.8 cudnn=8.8',
      'export LD_LIBRARY_PATH=/opt/conda/envs/tf/lib',
    ]);
  });
});

describe('which release is recommended', () => {
  test('never one that does not search its own packages', () => {
    const names = goodReleases(factsOf(), knowledge).map((row) => row.tensorflow);
    expect(names[0]).toBe('2.20');
    expect(names).not.toContain('2.21');
    expect(names).not.toContain('2.16');
  });

  test.each<[string, string]>([
    ['3.7', '2.14'],
    ['5.2', '2.15'],
    ['6.1', '2.20'],
  ])('for compute capability %s: %s', (capability, expected) => {
    expect(goodReleases(factsOf(), knowledge, capability)[0]?.tensorflow).toBe(expected);
  });

  test('Intel Macs end with 2.16', () => {
    const intel: Changes = { interpreter: { machine: 'x86_64', version: '3.12.4' } };
    expect(newestHere(factsOf(intel, 'mac'), knowledge)?.newest).toBe('2.16.2');
    const apple: Changes = { interpreter: { machine: 'arm64', version: '3.12.4' } };
    expect(newestHere(factsOf(apple, 'mac'), knowledge)?.tensorflow).toBe('2.21');
  });
});

test('packages that overwrite one another are all removed first', () => {
  expect(
    replaceBy(factsOf(), knowledge, ['tensorflow', 'tensorflow-cpu', 'tensorflow'], '2.19.1'),
  ).toEqual([
    `${python} -m pip uninstall -y tensorflow tensorflow-cpu`,
    `${python} -m pip install 'tensorflow[and-cuda]==2.19.1'`,
  ]);
});

test('in conda only the copies of pip go, and conda installs its own again', () => {
  const both: Changes = {
    ...condaForge,
    packages: {
      ...condaForge['packages'],
      distributions: [
        {
          name: 'tensorflow',
          version: '2.20.0',
          location: '/x',
          userSite: false,
          installer: 'pip',
        },
        {
          name: 'tensorflow-cpu',
          version: '2.19.1',
          location: '/x',
          userSite: false,
          installer: 'conda',
        },
      ],
    },
  };
  expect(replaceBy(factsOf(both), knowledge, ['tensorflow', 'tensorflow-cpu'], '2.20.0')).toEqual([
    '/opt/conda/envs/tf/bin/python -m pip uninstall -y tensorflow',
    "conda install --prefix /opt/conda/envs/tf -c conda-forge --override-channels 'tensorflow=*=cuda*'",
  ]);
});
