import { variableOf } from '../../facts/environment.ts';
import { valueOf } from '../../facts/fact.ts';
import { distribution } from '../../facts/tensorflow.ts';
import { olderThan } from '../../knowledge/version.ts';
import { seen, evidence } from '../evidence.ts';
import { limitPackage } from '../../remedies/cuda-parts.ts';
import type { Rule } from '../rule.ts';

/** A protobuf that this old TensorFlow does not understand. */
export const protobufVersion: Rule<'protobuf-version'> = {
  id: 'protobuf-version',
  link: 'tensorflow-build',
  withoutGpu: true,
  explains: ['tf-import-broken'],
  needs: ({ tensorflow }) => [tensorflow.packages, tensorflow.version],
  check({ facts }) {
    const protobuf = valueOf(distribution(facts.tensorflow, 'protobuf'));
    const version = valueOf(facts.tensorflow.version);
    const tooNew = protobuf !== undefined && !olderThan(protobuf.version, '3.21');
    // The slow implementation in Python reads the old descriptors.
    const slow =
      variableOf(facts.environment, 'PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION') === 'python';
    if (slow || facts.live.listed.state === 'known') return undefined;
    if (!tooNew || version === undefined || !olderThan(version, '2.9')) return undefined;
    return {
      severity: 'error',
      summary: `protobuf ${protobuf.version} is too new for TensorFlow ${version}: importing it fails.`,
      evidence: [
        evidence('protobuf', protobuf.version, 'installed packages'),
        ...seen('TensorFlow', facts.tensorflow.version),
      ],
      remedies: [
        limitPackage(facts, 'older-protobuf', 'Go back to protobuf 3.20.', 'protobuf<3.21'),
      ],
    };
  },
};
