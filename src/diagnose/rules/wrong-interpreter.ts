import { valueOf } from '../../facts/fact.ts';
import { seen, evidence } from '../evidence.ts';
import { remedy } from '../../remedies/remedy.ts';
import { inNotebook, quote, shellOf } from '../../remedies/shell.ts';
import { quotedProgram } from '../../shell.ts';
import type { Rule } from '../rule.ts';

/** This Python has no TensorFlow; another one on this machine has. */
export const wrongInterpreter: Rule<'wrong-interpreter'> = {
  id: 'wrong-interpreter',
  link: 'python',
  withoutGpu: true,
  explains: ['tensorflow-not-installed'],
  needs: ({ tensorflow, python }) => [tensorflow.packages, python.others],
  check({ facts }) {
    if (facts.tensorflow.installed.state !== 'absent') return undefined;
    const other = valueOf(facts.python.others)?.find((one) => one.tensorflow !== null);
    if (other === undefined) return undefined;
    return {
      severity: 'error',
      summary: `This Python has no TensorFlow. Another one on this machine has: ${other.path}.`,
      evidence: [
        ...seen('this Python', facts.python.executable),
        evidence('the other Python', `${other.path} with ${other.tensorflow}`, other.origin),
      ],
      remedies: [
        remedy('use-other-python', 'system', 'Use that Python from now on, in this program.', [
          `${inNotebook(facts) ? '%' : 'tf-gpu-doctor '}gpu-python use ${quote(other.path, facts)}`,
        ]),
        remedy(
          'offer-other-python',
          'system',
          'Or offer it in Jupyter, and choose it there as the kernel of your notebook.',
          [
            `${quotedProgram(other.path, shellOf(facts))} -m ipykernel install --user --name tf --display-name "Python with TensorFlow"`,
          ],
        ),
      ],
    };
  },
};
