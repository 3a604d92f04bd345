import * as v from 'valibot';

const pattern = v.object({
  kind: v.string(),
  pattern: v.string(),
  ignoreCase: v.optional(v.boolean(), false),
});
const file = v.object({
  longestLine: v.number(),
  mostNames: v.number(),
  parts: v.record(v.string(), v.string()),
  secrets: v.array(pattern),
  spared: v.array(v.object({ pattern: v.string(), ignoreCase: v.optional(v.boolean(), false) })),
  patterns: v.array(pattern),
  paths: v.array(pattern),
  learn: v.array(pattern),
  exactKeys: v.array(v.string()),
  publicHosts: v.array(v.string()),
  notNames: v.array(v.string()),
});

/** A pattern with two groups: what stays in front, and what is taken out. */
export interface RedactionRule {
  readonly kind: string;
  readonly regExp: RegExp;
}

/** What `redaction.json` says, its patterns compiled. */
export interface RedactionRules {
  /** Characters after which a line is cut. */
  readonly longestLine: number;
  /** The most names that are remembered and looked for where they stand alone. */
  readonly mostNames: number;
  /** Texts that a learned name or an address never touches: versions of four parts, names of GPUs, our own. */
  readonly spared: readonly RegExp[];
  /** What gives access to something: tokens, passwords, keys. */
  readonly secrets: readonly RedactionRule[];
  readonly patterns: readonly RedactionRule[];
  /** What names a person only where it stands. */
  readonly paths: readonly RedactionRule[];
  /** What names a person or machine everywhere. */
  readonly learn: readonly RedactionRule[];
  /** Every kind of placeholder. */
  readonly kinds: readonly string[];
  readonly exactKeys: ReadonlySet<string>;
  readonly publicHosts: readonly string[];
  readonly notNames: ReadonlySet<string>;
}

/** The rules in what `redaction.json` holds. */
export function redactionRulesIn(json: unknown): RedactionRules {
  const read = v.parse(file, json);
  const regExpOf = (one: { readonly pattern: string; readonly ignoreCase: boolean }): RegExp =>
    new RegExp(withParts(one.pattern, read.parts), one.ignoreCase ? 'gi' : 'g');
  const compile = (one: v.InferOutput<typeof pattern>): RedactionRule => ({
    kind: one.kind,
    regExp: regExpOf(one),
  });
  const { secrets, patterns, paths, learn } = read;
  const kinds = [...secrets, ...patterns, ...paths, ...learn].map(({ kind }) => kind);
  return {
    longestLine: read.longestLine,
    mostNames: read.mostNames,
    spared: read.spared.map(regExpOf),
    secrets: secrets.map(compile),
    patterns: patterns.map(compile),
    paths: paths.map(compile),
    learn: learn.map(compile),
    kinds: [...new Set([...kinds, 'home'])],
    exactKeys: new Set(read.exactKeys),
    publicHosts: read.publicHosts,
    notNames: new Set(read.notNames),
  };
}

/** Puts in the parts that are written `<NAME>`. */
function withParts(text: string, parts: Readonly<Record<string, string>>): string {
  return text.replaceAll(/<([A-Z]+)>/g, (whole, name: string) => parts[name] ?? whole);
}
