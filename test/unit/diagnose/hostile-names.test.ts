import { describe, expect, test } from 'vitest';
import { loadKnowledge } from '../../../src/content/knowledge.ts';
import { diagnose } from '../../../src/diagnose/diagnose.ts';
import { readFacts } from '../../../src/facts/facts.ts';
import { changed, observations, recorded } from '../commands/recorded.ts';

const [library] = observations['cuda-libraries'].data.libraries;

/** Names that would be a pattern without end, and one that would be no pattern at all. */
describe.each(['lib(a|a)+(a|a)+(a|a)+(a|a)+(a|a)+$.so.9', 'libcu[dnn.so.9', 'lib\\.so'])(
  'a library named %s in a snapshot from somebody else',
  (soname) => {
    test('is a name and no pattern: the answer comes, and no rule fails', () => {
      if (library === undefined) throw new Error('no library is recorded');
      const broken = { ...library, soname, path: `/env/site-packages/${soname}`, loads: false };
      const snapshot = recorded({
        ...changed('cuda-libraries', { libraries: [{ ...broken, why: 'empty' as const }] }),
        ...changed('packages', {
          distributions: [
            {
              name: `nvidia-${'a'.repeat(60)}!`,
              version: '1',
              location: '/env',
              userSite: false,
              installer: 'pip',
            },
          ],
        }),
      });
      const { unchecked } = diagnose(readFacts(snapshot), loadKnowledge());
      expect(unchecked.filter((one) => one.reason.includes('a fault of ours'))).toEqual([]);
    });
  },
);
