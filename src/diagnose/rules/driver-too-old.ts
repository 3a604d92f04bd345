import { valueOf } from '../../facts/fact.ts';
import { tableSource } from '../../knowledge/age.ts';
import { driverFor, driverRuns } from '../../knowledge/driver.ts';
import { seen, evidence } from '../evidence.ts';
import type { Remedy } from '../../remedies/remedy.ts';
import { loggedCause, logEvidence } from '../log-evidence.ts';
import { installDriver } from '../../remedies/driver.ts';
import { newEnvironment } from '../../remedies/new-environment.ts';
import { goodReleases } from '../../remedies/releases.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule, RuleInput } from '../rule.ts';
import { wantedCuda } from '../wanted.ts';

/** The driver supports an older CUDA than the libraries, and minor-version compatibility does not help. */
export const driverTooOld: Rule<'driver-too-old'> = {
  id: 'driver-too-old',
  link: 'driver',
  explains: ['compute-capability-too-new'],
  needs: ({ driver }) => [driver.supportedCuda],
  check(input) {
    const { facts, knowledge } = input;
    const supported = valueOf(facts.driver.supportedCuda);
    const wanted = wantedCuda(input);
    const logged = loggedCause(input, 'driver-too-old');
    const tooOld =
      supported !== undefined &&
      wanted !== undefined &&
      valueOf(facts.tensorflow.cudaBuild) !== false &&
      driverRuns(supported, wanted) === 'no';
    if (!tooOld && logged === undefined) return undefined;
    const os = valueOf(facts.platform.os) === 'windows' ? 'windows' : 'linux';
    const least =
      wanted === undefined ? undefined : (driverFor(knowledge, wanted, os)?.least ?? undefined);
    return {
      severity: 'error',
      summary: `The NVIDIA driver is too old: it supports CUDA up to ${supported ?? 'an older version'}, and this TensorFlow uses CUDA ${wanted ?? 'newer'}.`,
      evidence: [
        ...seen('driver', facts.driver.version),
        ...seen('highest CUDA of the driver', facts.driver.supportedCuda),
        ...(wanted === undefined
          ? []
          : [evidence('CUDA that TensorFlow uses', wanted, 'build_info.py of TensorFlow')]),
        ...(least === undefined
          ? []
          : [evidence('oldest driver for it', least, tableSource(knowledge, 'cuda'))]),
        ...(logged ? logEvidence(input, logged) : []),
      ],
      remedies: [installDriver(facts, least, knowledge), ...olderTensorFlow(input, supported)],
    };
  },
};

/** A TensorFlow whose CUDA this driver runs, for those who may not touch the driver. */
function olderTensorFlow({ facts, knowledge }: RuleInput, supported: string | undefined): Remedy[] {
  const row = goodReleases(facts, knowledge).find(
    (one) =>
      one.andCuda &&
      supported !== undefined &&
      one.cuda !== null &&
      driverRuns(supported, one.cuda) !== 'no',
  );
  const commands = row === undefined ? [] : newEnvironment(facts, row);
  return row === undefined || commands.length === 0
    ? []
    : [
        remedy(
          'older-tensorflow',
          'pip',
          `Or use TensorFlow ${row.tensorflow}, the newest that this driver runs, in an environment of its own.`,
          commands,
        ),
      ];
}
