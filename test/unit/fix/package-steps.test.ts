import { expect, test } from 'vitest';
import { packageSteps } from '../../../src/fix/package-steps.ts';
import { proofKey, trialOf } from '../../../src/fix/trial-of.ts';
import { remedy } from '../../../src/remedies/remedy.ts';

const steps = (...commands: readonly string[]) => packageSteps({ commands });
const copy = { start: 'copy', python: null, variables: {} } as const;

test('what a trial does is read from the printed commands, whichever program they are for', () => {
  const upgrade = {
    ...copy,
    steps: [{ verb: 'install', words: ['--upgrade', 'nvidia-cudnn-cu12<10.0,>=9.3'] }],
  };
  expect(steps("/a/python -m pip install --upgrade 'nvidia-cudnn-cu12<10.0,>=9.3'")).toEqual(
    upgrade,
  );
  expect(steps("%pip install --upgrade 'nvidia-cudnn-cu12<10.0,>=9.3'")).toEqual(upgrade);
  expect(
    steps("uv pip install --python /a/python --upgrade 'nvidia-cudnn-cu12<10.0,>=9.3'"),
  ).toEqual(upgrade);
  expect(
    steps("!uv pip install --python '/a b/python' --upgrade 'nvidia-cudnn-cu12<10.0,>=9.3'"),
  ).toEqual(upgrade);
});

test('several lines, with variables', () => {
  expect(
    steps(
      '/a/python -m pip uninstall -y tensorflow-cpu',
      "/a/python -m pip install 'tensorflow[and-cuda]==2.20.0'",
      "export LD_LIBRARY_PATH='/a b/lib:/c'",
    ),
  ).toEqual({
    ...copy,
    steps: [
      { verb: 'uninstall', words: ['tensorflow-cpu'] },
      { verb: 'install', words: ['tensorflow[and-cuda]==2.20.0'] },
    ],
    variables: { LD_LIBRARY_PATH: '/a b/lib:/c' },
  });
  expect(steps('%pip install a', '%gpu-env set A=1', '%gpu-env unset B')).toMatchObject({
    variables: { A: '1', B: null },
  });
});

test('a new environment begins empty, with the Python that the commands name', () => {
  const install = { verb: 'install', words: ['tensorflow[and-cuda]==2.20.0'] };
  expect(
    steps(
      'sudo apt install python3-venv',
      'python3 -m venv ~/tf-gpu',
      "~/tf-gpu/bin/python -m pip install 'tensorflow[and-cuda]==2.20.0'",
    ),
  ).toEqual({ start: 'empty', python: 'python3', steps: [install], variables: {} });
  expect(
    steps(
      'curl -LsSf https://astral.sh/uv/install.sh | sh',
      '~/.local/bin/uv venv --python 3.13 ~/tf-gpu',
      "~/.local/bin/uv pip install --python ~/tf-gpu/bin/python 'tensorflow[and-cuda]==2.20.0'",
    ),
  ).toEqual({ start: 'empty', python: '3.13', steps: [install], variables: {} });
});

test.each([
  'conda install -c conda-forge cudnn',
  'docker run --rm -it --gpus all nvcr.io/nvidia/tensorflow:25.02-tf2-py3',
  'python -m pip install a; rm -r ~',
  'python -m pip install $(cat list)',
  'python -m pip install a && b',
  'python -m pip config set global.index-url x',
  'sudo reboot',
])('a line of another kind is never run: %s', (line) => {
  expect(steps(line)).toContain(line);
});

const key = (line: string): string =>
  proofKey('cudnn-version-mismatch', remedy('upgrade-cudnn', 'pip', 'Upgrade.', [line]));

test('the same change written for a notebook and a terminal has one proof; another change has another', () => {
  expect(key('%pip install a==1')).toBe(key('/a/python -m pip install a==1'));
  expect(key('%pip install a==1')).not.toBe(key('%pip install a==2'));
});

test('what changes the computer is never tried', () => {
  expect(trialOf(remedy('reboot', 'system', 'Reboot.', ['sudo reboot']))).toMatchObject({
    kind: 'none',
  });
  expect(trialOf(remedy('conda-cuda', 'pip', 'Install.', ['conda install x']))).toMatchObject({
    kind: 'none',
  });
});
