import type { Observed } from '../snapshot/observations/index.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { mapFact, type Fact } from './fact.ts';
import { observed } from './observed.ts';

export interface PythonFacts {
  /** Everything the interpreter says of itself. */
  readonly interpreter: Fact<Observed<'interpreter'>>;
  /** `3.11.7` */
  readonly version: Fact<string>;
  readonly executable: Fact<string>;
  readonly bits: Fact<number>;
  readonly kind: Fact<Observed<'interpreter'>['kind']>;
  /** The other interpreters of the machine. */
  readonly others: Fact<Observed<'pythons'>['pythons']>;
}

export function readPython(snapshot: Snapshot): PythonFacts {
  const interpreter = observed(snapshot, 'interpreter', 'the interpreter');
  return {
    interpreter,
    version: mapFact(interpreter, (data) => data.version),
    executable: mapFact(interpreter, (data) => data.executable),
    bits: mapFact(interpreter, (data) => data.bits),
    kind: mapFact(interpreter, (data) => data.kind),
    others: mapFact(observed(snapshot, 'pythons', 'interpreters on this machine'), (data) =>
      data.pythons.filter((one) => one.path !== snapshot.target.python),
    ),
  };
}
