import { describe, expect, test } from 'vitest';

import { ngcContainer, startWithGpu, startWithOptions } from '../../../src/remedies/container.ts';
import {
  enrolKey,
  moduleLines,
  rebuildBootImage,
  rebuildModule,
  useOpenModule,
} from '../../../src/remedies/kernel-module.ts';
import { searchFolders } from '../../../src/remedies/library-path.ts';
import { openDevices } from '../../../src/remedies/permission.ts';
import { endHolder } from '../../../src/remedies/processes.ts';
import { requestGpu } from '../../../src/remedies/scheduler.ts';
import { setVariable, unsetVariable } from '../../../src/remedies/shell.ts';
import { type Changes, factsOf, linux } from './machine.ts';

const engine = (kind: string): Changes => ({ system: { container: { kind, sign: 'x' } } });

describe('a container gets its GPU in the words of its engine', () => {
  test.each<[string, readonly string[]]>([
    ['docker', ['docker run --rm --gpus all IMAGE nvidia-smi']],
    [
      'podman',
      [
        'sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml',
        'podman run --device nvidia.com/gpu=all IMAGE',
      ],
    ],
    ['kubernetes', ['kubectl describe nodes | grep nvidia.com/gpu']],
    ['apptainer', ['apptainer exec --nv IMAGE python3']],
    ['singularity', ['singularity exec --nv IMAGE python3']],
    [
      'lxc',
      [
        'incus config device add CONTAINER gpu gpu',
        'incus config set CONTAINER nvidia.runtime=true',
        'incus restart CONTAINER',
      ],
    ],
  ])('%s', (kind, commands) => {
    expect(startWithGpu(factsOf(engine(kind))).commands).toEqual(commands);
  });

  test.each(['colab', 'kaggle', 'sagemaker', 'databricks', 'codespaces'])(
    '%s has a menu, and nobody types docker there',
    (hosted) => {
      const remedy = startWithGpu(factsOf({ system: { hosted } }, 'container'));
      expect(remedy.commands).toEqual([]);
      expect(remedy.summary.toLowerCase()).toContain(hosted);
    },
  );

  test('a Jetson needs the runtime of NVIDIA, not --gpus', () => {
    const jetson = { container: { kind: 'docker', sign: 'x' }, jetson: 'NVIDIA Jetson Orin' };
    expect(startWithGpu(factsOf({ system: jetson })).commands).toEqual([
      'docker run --rm --runtime nvidia IMAGE',
    ]);
  });

  test('a container that shows no engine gets no line of Docker', () => {
    expect(startWithGpu(factsOf()).commands).toEqual([]);
  });

  test('what IMAGE stands for is said', () => {
    for (const kind of ['docker', 'podman', 'apptainer']) {
      expect(startWithGpu(factsOf(engine(kind))).summary).toContain('IMAGE stands for');
    }
  });

  test('options in the words of the engine', () => {
    const options = { docker: '--shm-size=1g', kubernetes: 'Give the pod more.' };
    const of = (kind: string) => startWithOptions(factsOf(engine(kind)), 'x', 'More.', options);
    expect(of('docker').commands).toEqual(['docker run --gpus all --shm-size=1g IMAGE']);
    expect(of('podman').commands).toEqual([
      'podman run --device nvidia.com/gpu=all --shm-size=1g IMAGE',
    ]);
    expect(of('kubernetes')).toMatchObject({ summary: 'Give the pod more.', commands: [] });
  });

  test('the last tag of NVIDIA’s container, and none for a Jetson', () => {
    expect(ngcContainer(factsOf(), 'Use it.').commands[0]).toMatch(/:25\.02-tf2-py3$/u);
    const jetson = factsOf({ system: { jetson: 'NVIDIA Jetson AGX Orin' } });
    expect(ngcContainer(jetson, 'Use it.').commands).toEqual([]);
  });
});

describe('kernel modules', () => {
  const lines = ['modprobe nvidia_uvm'];
  test('on Linux itself', () => {
    expect(moduleLines(factsOf(), 'x', 'Load it.', lines).commands).toEqual([
      'sudo modprobe nvidia_uvm',
    ]);
  });

  test('never in WSL, which has none', () => {
    expect(moduleLines(factsOf({}, 'wsl2'), 'x', 'Load it.', lines).commands).toEqual([
      'wsl.exe --shutdown',
    ]);
    expect(rebuildModule(factsOf({}, 'wsl2'))).toBeUndefined();
  });

  test('never in a container, whose kernel is the host’s', () => {
    const remedy = moduleLines(factsOf({}, 'container'), 'x', 'Load it.', lines);
    expect(remedy.commands).toEqual([]);
    expect(remedy.summary).toBe(
      'On the computer that runs this container: load it. Then start the container again.',
    );
  });

  test.each<[string, string]>([
    ['ubuntu', 'sudo update-initramfs -u'],
    ['debian', 'sudo update-initramfs -u'],
    ['fedora', 'sudo dracut --force'],
    ['rocky', 'sudo dracut --force'],
    ['opensuse-leap', 'sudo dracut --force'],
    ['arch', 'sudo mkinitcpio -P'],
  ])('the boot image on %s', (id, line) => {
    expect(rebuildBootImage(factsOf(linux(id, '9')))).toBe(line);
  });

  test.each<[string, readonly string[]]>([
    [
      'ubuntu',
      [
        'sudo apt install linux-headers-$(uname -r)',
        'sudo dkms autoinstall',
        'sudo modprobe nvidia',
      ],
    ],
    [
      'fedora',
      ['sudo dnf install kernel-devel-$(uname -r)', 'sudo akmods --force', 'sudo modprobe nvidia'],
    ],
    ['arch', ['sudo pacman -S linux-headers nvidia-open-dkms', 'sudo modprobe nvidia']],
  ])('the module for a new kernel on %s', (id, commands) => {
    expect(rebuildModule(factsOf(linux(id, '24.04')))?.commands).toEqual(commands);
  });
});

describe('the open kernel module', () => {
  test.each<[string, readonly string[]]>([
    ['ubuntu', ['sudo apt install nvidia-driver-570-open', 'sudo reboot']],
    [
      'rocky',
      [
        'sudo dnf module switch-to nvidia-driver:open-dkms',
        'sudo dnf install nvidia-open',
        'sudo reboot',
      ],
    ],
    ['arch', ['sudo pacman -S nvidia-open', 'sudo reboot']],
  ])('on %s', (id, commands) => {
    expect(useOpenModule(factsOf(linux(id, '9')), 570)?.commands).toEqual(commands);
  });

  test('on Debian from NVIDIA, because its own 535 and 550 know no Blackwell', () => {
    const commands = useOpenModule(factsOf(linux('debian', '13')), 570)?.commands ?? [];
    expect(commands.slice(-2)).toEqual(['sudo apt install nvidia-open', 'sudo reboot']);
    expect(commands.join('\n')).toContain('cuda-keyring');
  });

  test('not from inside a container', () => {
    expect(useOpenModule(factsOf({}, 'container'), 570)).toBeUndefined();
  });
});

describe('the key that Secure Boot has to know', () => {
  test.each([
    ['ubuntu', '/var/lib/shim-signed/mok/MOK.der'],
    ['debian', '/var/lib/dkms/mok.pub'],
    ['fedora', '/etc/pki/akmods/certs/public_key.der'],
  ])('on %s', (id, key) => {
    expect(enrolKey(factsOf(linux(id, '12'))).commands).toEqual([
      `sudo mokutil --import ${key}`,
      'sudo reboot',
    ]);
  });

  test('in words where its place is not known', () => {
    expect(enrolKey(factsOf(linux('arch', ''))).commands).toEqual([]);
  });
});

describe('variables', () => {
  test('in a shell', () => {
    expect(setVariable('A', 'a b', factsOf())).toBe("export A='a b'");
    expect(unsetVariable('A', factsOf())).toBe('unset A');
  });

  test('in PowerShell', () => {
    expect(setVariable('A', 'a b', factsOf({}, 'windows'))).toBe("$env:A = 'a b'");
    expect(unsetVariable('A', factsOf({}, 'windows'))).toBe(
      'Remove-Item Env:A -ErrorAction Ignore',
    );
  });

  test('in a notebook, where a shell line would have no effect', () => {
    const facts = factsOf({}, 'desktop', { notebookSkipped: 'busy' });
    expect(setVariable('CUDA_VISIBLE_DEVICES', '0,1', facts)).toBe(
      '%gpu-env set CUDA_VISIBLE_DEVICES=0,1',
    );
    expect(unsetVariable('CUDA_VISIBLE_DEVICES', facts)).toBe(
      '%gpu-env unset CUDA_VISIBLE_DEVICES',
    );
  });
});

test('Windows finds libraries through PATH', () => {
  const folder = String.raw`C:\CUDA\v11.2\bin`;
  expect(searchFolders(factsOf({}, 'windows'), [folder]).commands).toEqual([
    String.raw`$env:PATH = 'C:\CUDA\v11.2\bin;' + $env:PATH`,
  ]);
});

test.each([
  ['slurm', ['srun --gres=gpu:1 --pty python3']],
  ['pbs', ['qsub -l ngpus=1 JOB']],
  ['lsf', ["bsub -gpu 'num=1' < JOB"]],
  ['sge', ['qsub -l gpu=1 JOB']],
  ['ray', []],
  ['other', []],
])('a GPU from %s', (scheduler, commands) => {
  expect(requestGpu(scheduler).commands).toEqual(commands);
});

describe('processes and device files', () => {
  test('an own process is ended by its number, on Windows by taskkill', () => {
    expect(endHolder(factsOf(), [12, 13]).commands).toEqual(['kill 12 13']);
    expect(endHolder(factsOf({}, 'windows'), [12]).commands).toEqual(['taskkill /PID 12 /F']);
  });

  test('in a container never by number: it is another process there', () => {
    expect(endHolder(factsOf({}, 'container'), [12]).commands).toEqual(['nvidia-smi']);
  });

  test('a group that is a name is joined; anything else is not typed', () => {
    expect(openDevices(factsOf(), 'video', []).commands).toEqual(['sudo usermod -aG video $USER']);
    expect(openDevices(factsOf(), 'video$(id)', ['/dev/nvidia0']).commands).toEqual([
      'sudo chmod 666 /dev/nvidia0',
    ]);
    expect(openDevices(factsOf(), null, ['/dev/$(id)']).commands).toEqual([
      "sudo chmod 666 '/dev/$(id)'",
    ]);
  });

  test('in a container nothing is changed from inside', () => {
    expect(openDevices(factsOf({}, 'container'), 'video', ['/dev/nvidia0']).commands).toEqual([]);
  });
});
