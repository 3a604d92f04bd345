import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.ts';
import { redactorBy, type Identity, type Redactor } from './redact.ts';
import { redactionRulesIn, type RedactionRules } from './redaction-rules.ts';

let rules: RedactionRules | undefined;

/** Makes a redactor by the rules that we ship, which are read once. */
export const redactor = (identity: Identity): Redactor => redactorBy(redactionRules(), identity);

function redactionRules(): RedactionRules {
  const file = join(root, 'src/snapshot/redaction.json');
  rules ??= redactionRulesIn(JSON.parse(readFileSync(file, 'utf8')));
  return rules;
}
