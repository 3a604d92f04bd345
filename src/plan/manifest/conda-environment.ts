import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { UsageError } from '../../errors.ts';
import { emptyManifest, type Manifest, type SetVariable, type Wanted } from './manifest.ts';
import { readCondaSpec, readRequirement } from './requirement.ts';

/**
 * A conda `environment.yml`: its dependencies, those of pip within, and the variables that it sets. Anchors are not
 * followed, so no file grows when it is read.
 * @throws UsageError when it is no YAML
 */
export function readCondaEnvironment(text: string): Manifest {
  const counter = new LineCounter();
  const root = parsed(text, counter);
  const lineOf = (node: { readonly range?: readonly number[] | null | undefined }): number =>
    counter.linePos(node.range?.[0] ?? 0).line;
  const packages: Wanted[] = [];
  const variables: SetVariable[] = [];
  const dependencies = isMap(root) ? root.get('dependencies', true) : undefined;
  for (const item of isSeq(dependencies) ? dependencies.items : []) {
    const spec = isScalar(item) ? readCondaSpec(String(item.value), lineOf(item)) : undefined;
    if (spec !== undefined) packages.push(spec);
    const inside: unknown = isMap(item) ? item.get('pip', true) : undefined;
    for (const one of isSeq(inside) ? inside.items : []) {
      const read = isScalar(one) ? readRequirement(String(one.value), lineOf(one)) : undefined;
      if (read !== undefined) packages.push(read);
    }
  }
  const set: unknown = isMap(root) ? root.get('variables', true) : undefined;
  for (const pair of isMap(set) ? set.items : []) {
    if (!isScalar(pair.key) || !isScalar(pair.value)) continue;
    variables.push({
      name: String(pair.key.value),
      value: String(pair.value.value),
      line: lineOf(pair.key),
    });
  }
  const python = packages.find((one) => one.from === 'conda' && one.name === 'python');
  return {
    ...emptyManifest,
    kind: 'conda',
    packages: packages.filter((one) => one !== python),
    variables,
    python:
      python === undefined || python.spec === '' ? null : { spec: python.spec, line: python.line },
  };
}

function parsed(text: string, lineCounter: LineCounter): unknown {
  const document = parseDocument(text, { lineCounter, logLevel: 'silent' });
  const [error] = document.errors;
  if (error === undefined) return document.contents;
  const [because = ''] = error.message.split('\n', 1);
  throw new UsageError(`This is no valid YAML: ${because}`, { cause: error });
}
