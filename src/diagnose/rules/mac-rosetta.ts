import { valueOf } from '../../facts/fact.ts';
import { remedy } from '../../remedies/remedy.ts';
import { seen } from '../evidence.ts';
import type { Rule } from '../rule.ts';

/** A Python for Intel processors on a Mac with an Apple processor. */
export const macRosetta: Rule<'mac-rosetta'> = {
  id: 'mac-rosetta',
  link: 'python',
  withoutGpu: true,
  explains: [
    'no-nvidia-gpu',
    'macos-metal-plugin',
    'avx-missing',
    'tf-import-broken',
    'tensorflow-not-installed',
    'python-version-unsupported',
  ],
  needs: ({ platform }) => (valueOf(platform.os) === 'mac' ? [platform.machine] : []),
  check({ facts }) {
    const translated =
      valueOf(facts.platform.os) === 'mac' &&
      valueOf(facts.platform.machine) === 'x86_64' &&
      valueOf(facts.platform.translated) === true;
    if (!translated) return undefined;
    return {
      severity: 'error',
      summary:
        'This Python is made for Intel processors and runs translated (Rosetta) on an Apple processor. It reaches no GPU.',
      evidence: [
        ...seen('Python is made for', facts.platform.machine),
        ...seen('Python', facts.python.executable),
        ...seen('translated by Rosetta', facts.platform.translated, () => 'yes'),
      ],
      remedies: [
        remedy(
          'arm64-python',
          'system',
          'Install a Python for Apple processors (from python.org, Homebrew or Miniforge), make an environment with it, and install TensorFlow and tensorflow-metal there.',
          ["python3 -c 'import platform; print(platform.machine())'"],
        ),
      ],
    };
  },
};
