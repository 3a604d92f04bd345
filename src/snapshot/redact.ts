import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { root } from '../root.ts';
import type { Environment } from '../process/environment.ts';

const pattern = v.object({
  kind: v.string(),
  pattern: v.string(),
  ignoreCase: v.optional(v.boolean(), false),
});
const rulesSchema = v.object({
  patterns: v.array(pattern),
  learn: v.array(pattern),
  exactKeys: v.array(v.string()),
  notNames: v.array(v.string()),
});

interface Rule {
  readonly kind: string;
  readonly regExp: RegExp;
}

/** Names that are taken out wherever they stand as a word. */
export interface Identity {
  readonly users: readonly string[];
  readonly hosts: readonly string[];
  /** Home folders that do not look like one (`/data/people/ada`). */
  readonly homes: readonly string[];
}

/**
 * Takes out of texts and JSON values what names a person, a machine or a card, or opens a door: `redaction.json` says
 * what. Equal things get equal placeholders (`<user-1>`) for as long as the redactor lives.
 */
export interface Redactor {
  text(text: string): string;
  /** A copy of any JSON value with every string redacted; keys stay as they are. */
  value<T>(value: T): T;
}

/** The names that the environment of a process gives away; `hostname` is the machine's. */
export function identityOf(environment: Environment, hostname?: string): Identity {
  const present = (names: readonly string[]): string[] =>
    names.map((name) => environment[name] ?? '').filter((value) => value !== '');
  const host = hostname === undefined ? [] : [hostname, hostname.split('.')[0] ?? ''];
  return {
    users: present(['USER', 'LOGNAME', 'USERNAME', 'SUDO_USER', 'JUPYTERHUB_USER']),
    hosts: [...present(['HOSTNAME', 'COMPUTERNAME', 'SLURMD_NODENAME']), ...host],
    homes: present(['HOME', 'USERPROFILE']),
  };
}

/** Makes a redactor. The rules are read once. */
export function redactor(identity: Identity): Redactor {
  const { patterns, learn, exactKeys, notNames } = rules();
  const placeholders = new Map<string, string>();
  const counts = new Map<string, number>();
  const words = new Map<string, string>();

  const placeholder = (kind: string, secret: string): string => {
    const key = `${kind} ${secret.toLowerCase()}`;
    const known = placeholders.get(key) ?? (kind === 'gpu' ? abbreviated(key) : undefined);
    if (known !== undefined) return known;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const made = `<${kind}-${String(count)}>`;
    placeholders.set(key, made);
    return made;
  };
  // CUDA_VISIBLE_DEVICES may name a card by the beginning of its UUID.
  const abbreviated = (key: string): string | undefined => {
    for (const [other, made] of placeholders) {
      if (other.startsWith(key) || (other.startsWith('gpu ') && key.startsWith(other))) return made;
    }
    return undefined;
  };
  const remember = (kind: string, name: string): void => {
    if (name.length < 3 || notNames.includes(name.toLowerCase()) || name.startsWith('<')) return;
    words.set(name, placeholder(kind, name));
  };
  const look = (text: string): void => {
    for (const { kind, regExp } of learn) {
      for (const match of text.matchAll(regExp)) remember(kind, match[2] ?? '');
    }
  };
  const replace = (text: string, exact: boolean): string => {
    let result = text;
    for (const home of identity.homes) {
      if (home.length > 5 && !/^\/(home|Users|root)\b/.test(home)) {
        result = result.replaceAll(home, '<home>');
      }
    }
    const used = exact ? learn : [...patterns, ...learn];
    for (const { kind, regExp } of used) {
      result = result.replace(regExp, (whole: string, kept: string, secret: string) =>
        secret.startsWith('<') || isCommon(kind, secret) ? whole : kept + placeholder(kind, secret),
      );
    }
    for (const [word, made] of words) {
      result = result.replace(wholeWord(word), made);
    }
    return result;
  };
  const isCommon = (kind: string, secret: string): boolean =>
    (kind === 'user' || kind === 'host') && notNames.includes(secret.toLowerCase());
  const walk = (
    value: unknown,
    exact: boolean,
    onText: (text: string, exact: boolean) => string,
  ): unknown => {
    if (typeof value === 'string') return onText(value, exact);
    if (Array.isArray(value)) return value.map((one) => walk(one, exact, onText));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, walk(one, exactKeys.includes(key), onText)]),
    );
  };

  for (const user of identity.users) remember('user', user);
  for (const host of identity.hosts) remember('host', host);
  return {
    text(text) {
      look(text);
      return replace(text, false);
    },
    value<T>(value: T): T {
      // Names are learned from the whole value first: one that a path gives away may stand alone before it.
      walk(value, false, (text) => {
        look(text);
        return text;
      });
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the texts inside have changed
      return walk(value, false, replace) as T;
    },
  };
}

function wholeWord(word: string): RegExp {
  const plain = word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`(?<![A-Za-z0-9_])${plain}(?![A-Za-z0-9_])`, 'gi');
}

let read: ReturnType<typeof readRules> | undefined;

function rules(): ReturnType<typeof readRules> {
  read ??= readRules();
  return read;
}

function readRules() {
  const text = readFileSync(join(root, 'src/snapshot/redaction.json'), 'utf8');
  const { patterns, learn, exactKeys, notNames } = v.parse(rulesSchema, JSON.parse(text));
  return { patterns: patterns.map(compile), learn: learn.map(compile), exactKeys, notNames };
}

function compile(one: v.InferOutput<typeof pattern>): Rule {
  return { kind: one.kind, regExp: new RegExp(one.pattern, one.ignoreCase ? 'gi' : 'g') };
}
