import { valueOf, sourceOf } from '../../facts/fact.ts';
import { seen, evidence } from '../evidence.ts';
import { reinstall } from '../../remedies/cuda-parts.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** TensorFlow is there and cannot be imported. */
export const tfImportBroken: Rule<'tf-import-broken'> = {
  id: 'tf-import-broken',
  link: 'tensorflow-build',
  withoutGpu: true,
  explains: ['cuda-lib-missing'],
  needs: ({ tensorflow }) => [tensorflow.packages],
  check(input) {
    const { facts } = input;
    const installed = valueOf(facts.tensorflow.installed);
    const shadow = installed?.shadowedBy ?? undefined;
    const halves = (valueOf(facts.tensorflow.packages)?.broken ?? []).filter((one) =>
      /^~?-?(tf|.?ensorflow)/i.test(one),
    );
    const failed = valueOf(facts.live.importError);
    const died = valueOf(facts.live.run)?.stage === 'import' ? valueOf(facts.live.died) : undefined;
    if (shadow === undefined && failed === undefined && died === undefined) return undefined;
    if (
      failed !== undefined &&
      /No module named '?tensorflow'?$/.test(failed) &&
      installed === undefined
    )
      return undefined;
    return {
      severity: 'error',
      summary:
        shadow === undefined
          ? 'TensorFlow is installed, and importing it fails.'
          : `The file ${shadow} has the name of TensorFlow and is imported in its place.`,
      evidence: [
        ...(shadow === undefined
          ? []
          : [evidence('imported instead', shadow, 'working directory')]),
        ...seen(
          'error',
          facts.live.importError,
          (text) => text.split('\n').at(-1)?.slice(0, 300) ?? '',
        ),
        ...(died === undefined ? [] : [evidence('TensorFlow', died, sourceOf(facts.live.died))]),
        ...(halves.length > 0
          ? [evidence('half-removed packages', halves.join(', '), 'installed packages')]
          : []),
      ],
      remedies:
        shadow === undefined
          ? reinstall(facts, /^(?:tensorflow|tensorflow-cpu|tf-nightly)$/u, {
              id: 'reinstall',
              summary: 'Install it again, without the cache.',
            })
          : [remedy('rename-file', 'code', `Give ${shadow} another name.`)],
    };
  },
};
