import { describe, expect, test } from 'vitest';
import { links } from '../../../src/diagnose/chain.ts';
import { diagnose } from '../../../src/diagnose/diagnose.ts';
import { readFacts } from '../../../src/facts/facts.ts';
import { loadKnowledge } from '../../../src/content/knowledge.ts';
import { snapshotWith } from '../facts/snapshot-with.ts';

const knowledge = loadKnowledge();

describe('nothing is known', () => {
  const diagnosis = diagnose(readFacts(snapshotWith({})), knowledge);

  test('nothing is claimed: neither health nor sickness', () => {
    expect(diagnosis.verdict).toBe('unknown');
    expect(diagnosis.rootCause).toBeNull();
    expect(diagnosis.findings).toEqual([]);
    expect(diagnosis.devices).toEqual([]);
  });

  test('every link is there, in order, and none is called well', () => {
    expect(diagnosis.chain.map((one) => one.link)).toEqual(links);
    expect(diagnosis.chain.filter((one) => one.status === 'ok')).toEqual([]);
  });

  test('what could not be judged is listed with its reason', () => {
    const ids = diagnosis.unchecked.map((one) => one.id);
    expect(ids).toContain('cuda-lib-missing');
    expect(ids).toContain('driver-not-loaded');
    expect(diagnosis.unchecked.filter((one) => one.reason === '')).toEqual([]);
  });
});

test('a cause that the driver cannot tell is read from the log of TensorFlow', () => {
  const snapshot = snapshotWith(
    {},
    {
      live: {
        python: '/env/bin/python',
        ended: { how: 'exit', code: 0 },
        stage: 'done',
        importError: null,
        tensorflow: '2.20.0',
        builtWithCuda: true,
        build: null,
        physicalGpus: [],
        logicalGpus: [],
        computations: [],
        importSeconds: 3,
        log: 'kernel version 535.183.1 does not match DSO version 555.42.2 -- cannot find working devices',
      },
    },
  );
  const diagnosis = diagnose(readFacts(snapshot), knowledge);
  const found = diagnosis.findings.find((one) => one.id === 'driver-library-mismatch');
  expect(found?.evidence[0]?.source).toBe("TensorFlow's log, line 1");
  expect(diagnosis.verdict).toBe('cpu-only');
});
