import { describe, expect, test } from 'vitest';

import { installCudaPart, limitPackage, reinstall } from '../../../src/remedies/cuda-parts.ts';
import { newEnvironment } from '../../../src/remedies/new-environment.ts';
import { bare, conda, condaForge, python, tensorflow } from './environments.ts';
import { type Changes, factsOf, knowledge } from './machine.ts';

const row = (release: string) => {
  const found = knowledge.tensorflow.find((one) => one.tensorflow === release);
  if (found === undefined) throw new Error(release);
  return found;
};
const others = (...versions: string[]): Changes => ({
  pythons: {
    pythons: versions.map((version) => ({
      path: `/usr/bin/python${version}`,
      origin: 'system',
      version: `${version}.1`,
      tensorflow: null,
      ipykernel: null,
    })),
  },
});

describe('a new environment', () => {
  test('with a Python of this machine that has a wheel', () => {
    expect(newEnvironment(factsOf(others('3.14', '3.11')), row('2.15'))).toEqual([
      'sudo apt install python3-venv',
      '/usr/bin/python3.11 -m venv ~/tf-gpu',
      "~/tf-gpu/bin/python -m pip install 'tensorflow[and-cuda]==2.15.1'",
    ]);
  });

  test('with uv where the machine has none, never with a Python that is not there', () => {
    expect(newEnvironment(factsOf(others('3.14')), row('2.15'))).toEqual([
      `${python} -m pip install uv`,
      `${python} -m uv venv --python 3.11 ~/tf-gpu`,
      `${python} -m uv pip install --python ~/tf-gpu/bin/python 'tensorflow[and-cuda]==2.15.1'`,
    ]);
    expect(newEnvironment(factsOf({ ...others('3.14'), ...bare }), row('2.15'))[0]).toBe(
      'curl -LsSf https://astral.sh/uv/install.sh | sh',
    );
  });

  test('2.14 wants tensorrt, which has no wheel for Python 3.11', () => {
    expect(newEnvironment(factsOf(others('3.11')), row('2.14'))[1]).toContain('--python 3.10');
  });

  test('in conda', () => {
    expect(newEnvironment(factsOf(conda), row('2.15'))).toEqual([
      'conda create -y -n tf-gpu python=3.11',
      "conda run -n tf-gpu python -m pip install 'tensorflow[and-cuda]==2.15.1'",
    ]);
  });

  test('on Windows, in PowerShell', () => {
    const there: Changes = {
      interpreter: { version: '3.12.4', executable: String.raw`C:\tf\python.exe` },
    };
    expect(newEnvironment(factsOf(there, 'windows'), row('2.20'))).toEqual([
      String.raw`C:\tf\python.exe -m venv "$HOME\tf-gpu"`,
      String.raw`& "$HOME\tf-gpu\Scripts\python.exe" -m pip install tensorflow==2.20.0`,
    ]);
  });
});

describe('one part of CUDA', () => {
  const nvcc = { wheel: 'nvidia-cuda-nvcc', conda: 'cuda-nvcc' };
  const named = { id: 'x', summary: 'Install it.' };

  test('in the version that the wheel asks for', () => {
    const [remedy] = installCudaPart(factsOf(tensorflow('2.17.1')), knowledge, nvcc, named);
    expect(remedy?.commands).toEqual([`${python} -m pip install nvidia-cuda-nvcc-cu12==12.3.107`]);
    expect(remedy?.summary).toBe('Install it. Its package is nvidia-cuda-nvcc-cu12.');
  });

  test('of CUDA 11 for a build of CUDA 11', () => {
    const changes: Changes = {
      packages: {
        ...tensorflow('2.14.1')['packages'],
        tensorflow: { version: '2.14.1', andCuda: [] },
      },
    };
    expect(installCudaPart(factsOf(changes), knowledge, nvcc, named)[0]?.commands).toEqual([
      `${python} -m pip install nvidia-cuda-nvcc-cu11==11.8.89`,
    ]);
  });

  test('by conda in conda', () => {
    expect(installCudaPart(factsOf(condaForge), knowledge, nvcc, named)[0]?.commands).toEqual([
      'conda install --prefix /opt/conda/envs/tf -c conda-forge cuda-nvcc',
    ]);
  });

  test('what is broken is installed again in its own version, and alone', () => {
    expect(reinstall(factsOf(), /^nvidia-cudnn/u, named)[0]?.commands).toEqual([
      `${python} -m pip install --force-reinstall --no-cache-dir --no-deps nvidia-cudnn-cu12==9.3.0.75`,
    ]);
  });

  test('a package of conda is limited by conda', () => {
    expect(limitPackage(factsOf(condaForge), 'x', 'y', 'numpy<2').commands).toEqual([
      "conda install --prefix /opt/conda/envs/tf 'numpy<2'",
    ]);
  });
});

test('cuDNN of CUDA 12 is not installed again beside that of CUDA 13', () => {
  const both: Changes = {
    packages: {
      distributions: ['nvidia-cudnn-cu12', 'nvidia-cudnn-cu13'].map((name) => ({
        name,
        version: '9.20.0',
        location: '/x',
        userSite: false,
        installer: 'pip',
      })),
    },
  };
  expect(reinstall(factsOf(both), /^nvidia-cudnn/u, { id: 'x', summary: 'y' })).toEqual([]);
});

test('another version of a part, by its name in pip and in conda', () => {
  const nvcc = { wheel: 'nvidia-cuda-nvcc', conda: 'cuda-nvcc' };
  const lines = (changes: Changes): readonly string[] | undefined =>
    installCudaPart(factsOf(changes), knowledge, nvcc, { id: 'x', summary: 'y' }, '>=12.8,<13')[0]
      ?.commands;
  expect(lines({})).toEqual([`${python} -m pip install 'nvidia-cuda-nvcc-cu12>=12.8,<13'`]);
  expect(lines(condaForge)).toEqual([
    "conda install --prefix /opt/conda/envs/tf -c conda-forge 'cuda-nvcc>=12.8,<13'",
  ]);
});
