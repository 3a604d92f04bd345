import { variableOf } from '../../facts/environment.ts';
import { valueOf } from '../../facts/fact.ts';
import { remedy } from '../../remedies/remedy.ts';
import { setVariable } from '../../remedies/shell.ts';
import { evidence, seen } from '../evidence.ts';
import type { Rule } from '../rule.ts';

/** Keras 3 computes with another library than TensorFlow. */
export const kerasBackendOther: Rule<'keras-backend-other'> = {
  id: 'keras-backend-other',
  link: 'tensorflow-build',
  withoutGpu: true,
  needs: ({ environment }) => [environment.variables],
  check({ facts }) {
    const notebook = valueOf(facts.notebook.state)?.variables['KERAS_BACKEND'];
    const backend = notebook ?? variableOf(facts.environment, 'KERAS_BACKEND');
    if (backend === undefined || !/^(torch|jax|numpy|openvino)$/.test(backend.trim()))
      return undefined;
    return {
      severity: 'info',
      summary: `KERAS_BACKEND is "${backend}": Keras then computes with ${backend}, whatever TensorFlow sees.`,
      evidence: [
        evidence(
          'KERAS_BACKEND',
          backend,
          notebook === undefined ? 'environment variables' : "this notebook's Python",
        ),
        ...seen('TensorFlow', facts.tensorflow.version),
      ],
      remedies: [
        remedy(
          'keras-on-tensorflow',
          'env',
          'If Keras should compute with TensorFlow: set this before Keras is imported.',
          [setVariable('KERAS_BACKEND', 'tensorflow', facts)],
          { KERAS_BACKEND: 'tensorflow' },
        ),
      ],
    };
  },
};
