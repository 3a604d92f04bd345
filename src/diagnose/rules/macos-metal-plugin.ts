import type { Facts } from '../../facts/facts.ts';
import { valueOf } from '../../facts/fact.ts';
import { distribution } from '../../facts/tensorflow.ts';
import { seen } from '../evidence.ts';
import { installLines, uninstallLines } from '../../remedies/install.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** A Mac: its GPU needs the plugin tensorflow-metal, in a version that fits. */
export const macosMetalPlugin: Rule<'macos-metal-plugin'> = {
  id: 'macos-metal-plugin',
  link: 'tensorflow-build',
  withoutGpu: true,
  explains: ['tf-import-broken'],
  needs: ({ platform, tensorflow }) => [platform.os, tensorflow.packages],
  check(input) {
    const { facts } = input;
    const apple =
      valueOf(facts.platform.os) === 'mac' && valueOf(facts.platform.machine) === 'arm64';
    if (
      !apple ||
      facts.tensorflow.installed.state !== 'known' ||
      facts.live.listed.state === 'known'
    )
      return undefined;
    const plugin = distribution(facts.tensorflow, 'tensorflow-metal');
    const failed =
      plugin.state === 'known' &&
      (facts.live.importError.state === 'known' || facts.live.listed.state === 'absent');
    if (plugin.state === 'known' && !failed) return undefined;
    return {
      severity: failed ? 'error' : 'info',
      summary: failed
        ? `The plugin tensorflow-metal ${plugin.value.version} does not work with this TensorFlow.`
        : 'TensorFlow uses the GPU of this Mac only with the plugin tensorflow-metal, which is not installed.',
      evidence: [
        ...seen('TensorFlow', facts.tensorflow.version),
        ...seen('tensorflow-metal', plugin, (one) => one.version),
        ...(facts.live.importError.state === 'known'
          ? seen(
              'error',
              facts.live.importError,
              (text) => text.split('\n').at(-1)?.slice(0, 300) ?? '',
            )
          : []),
      ],
      remedies: failed
        ? [
            remedy(
              'fitting-pair',
              'pip',
              'Use an older TensorFlow with it; the plugin does not say which one it fits.',
            ),
            remedy(
              'drop-metal',
              'pip',
              'Or remove the plugin: TensorFlow then works on the processor.',
              uninstallLines(facts, ['tensorflow-metal']),
            ),
          ]
        : [
            remedy(
              'install-metal',
              'pip',
              hasMetal(facts)
                ? 'Install the plugin.'
                : 'The plugin exists for Python 3.9 to 3.12: make an environment with Python 3.12, and install tensorflow and tensorflow-metal there.',
              hasMetal(facts) ? installLines(facts, ['tensorflow-metal']) : [],
            ),
          ],
    };
  },
};

/** Whether tensorflow-metal has a wheel for this Python. Source: its files on PyPI. */
function hasMetal(facts: Facts): boolean {
  const [, minor] = /^3\.(\d+)/u.exec(valueOf(facts.python.version) ?? '') ?? [];
  return minor !== undefined && Number(minor) >= 9 && Number(minor) <= 12;
}
