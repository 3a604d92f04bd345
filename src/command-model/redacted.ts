import { hostname } from 'node:os';
import { accountName, identityOf } from '../snapshot/identity.ts';
import type { Redactor } from '../snapshot/redact.ts';
import { redactor } from '../snapshot/shipped-redaction.ts';
import type { Context } from './command.ts';

/**
 * Takes out what names this machine and the person at it. Equal things get equal placeholders within one run.
 * A file of its own, because reading the rules takes time that a command without a machine does not need.
 */
export const redactorFor = (context: Context): Redactor =>
  redactor(identityOf(context.environment, hostname(), accountName()));
