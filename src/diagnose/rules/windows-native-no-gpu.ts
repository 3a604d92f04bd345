import { valueOf } from '../../facts/fact.ts';
import { seen } from '../evidence.ts';
import { isOlderThan } from '../../remedies/packages.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** On Windows itself TensorFlow lost its GPU support with 2.11. */
export const windowsNativeNoGpu: Rule<'windows-native-no-gpu'> = {
  id: 'windows-native-no-gpu',
  link: 'tensorflow-build',
  explains: ['tf-cpu-build', 'cuda-lib-missing', 'cudnn-missing', 'nvcc-toolkit-confusion'],
  needs: ({ tensorflow, platform }) => [platform.os, tensorflow.version],
  check({ facts }) {
    if (valueOf(facts.platform.os) !== 'windows' || isOlderThan(facts, '2.11') !== false)
      return undefined;
    if (facts.live.listed.state === 'known') return undefined;
    const gpu = facts.gpus.present.state === 'known';
    return {
      severity: gpu ? 'error' : 'info',
      summary:
        'TensorFlow has no GPU support on Windows itself since version 2.11. It prints no message about it.',
      evidence: [
        ...seen('operating system', facts.platform.osName),
        ...seen('TensorFlow', facts.tensorflow.version),
      ],
      remedies: [
        remedy(
          'use-wsl2',
          'system',
          'Use WSL2: Linux inside Windows, which reaches the GPU. Type this in PowerShell as administrator, restart, and then run gpu-check in its Ubuntu.',
          ['wsl --install'],
        ),
        remedy(
          'old-windows-tensorflow',
          'pip',
          'Or stay on the last version with GPU support on Windows: TensorFlow 2.10 with Python 3.10, NumPy 1, and CUDA 11.2 with cuDNN 8.1, which you install from NVIDIA.',
          [
            'py -3.10 -m venv tf-gpu',
            String.raw`.\tf-gpu\Scripts\python.exe -m pip install 'tensorflow==2.10.1' 'numpy<2'`,
          ],
        ),
      ],
    };
  },
};
