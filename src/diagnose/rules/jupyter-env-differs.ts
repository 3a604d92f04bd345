import { valueOf } from '../../facts/fact.ts';
import { evidence } from '../evidence.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

const telling = [
  'LD_LIBRARY_PATH',
  'CUDA_VISIBLE_DEVICES',
  'XLA_FLAGS',
  'CUDA_HOME',
  'TF_FORCE_GPU_ALLOW_GROWTH',
] as const;

/** The notebook's Python was started with other variables, or is another Python, than the one diagnosed. */
export const jupyterEnvDiffers: Rule<'jupyter-env-differs'> = {
  id: 'jupyter-env-differs',
  link: 'python',
  evenWhenComputed: "it is about this notebook's Python, and another process computed",
  explains: ['notebook-differs'],
  needs: ({ notebook, environment }) => [notebook.state, environment.variables],
  check({ facts }) {
    const state = valueOf(facts.notebook.state);
    const variables = valueOf(facts.environment.variables);
    if (state === undefined || variables === undefined) return undefined;
    const start = state.variablesAtStart ?? state.variables;
    const differing = telling.filter((name) => start[name] !== variables[name]);
    const otherPython = state.executable !== (valueOf(facts.python.executable) ?? state.executable);
    const worse =
      (state.physicalGpus?.length ?? Infinity) < (valueOf(facts.live.listed)?.length ?? 0);
    if ((differing.length === 0 && !otherPython) || !worse) return undefined;
    return {
      severity: 'error',
      summary: otherPython
        ? 'The notebook runs another Python than the one that sees the GPU.'
        : `The notebook was started with other variables than this check: ${differing.join(', ')}.`,
      evidence: [
        evidence("the notebook's Python", state.executable, "this notebook's Python"),
        ...differing.map((name) =>
          evidence(
            name,
            `${start[name] ?? 'not set'} in the notebook, ${variables[name] ?? 'not set'} here`,
            'environment variables',
          ),
        ),
      ],
      remedies: [
        remedy(
          'fix-kernelspec',
          'env',
          'Write the variables under `env` into the kernel.json of the Jupyter kernel, or start Jupyter from the shell that has them. This shows where each kernel.json is:',
          ['jupyter kernelspec list'],
        ),
      ],
    };
  },
};
