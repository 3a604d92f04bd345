import * as v from 'valibot';

const sourced = { source: v.string(), checked: v.pipe(v.string(), v.isoDate()) };
const text = v.string();
const textOrNull = v.nullable(v.string());
const texts = v.array(v.string());
const numberOrNull = v.nullable(v.number());

/** The row of each table in `content/compat/`, by the file's name. */
export const rows = {
  tensorflow: v.strictObject({
    /** Minor release (`2.21`), or `nightly`. */
    tensorflow: text,
    stable: v.boolean(),
    newest: text,
    /** `2026-03`. */
    released: textOrNull,
    cuda: textOrNull,
    cudnn: textOrNull,
    kernels: v.nullable(texts),
    lowestCapability: textOrNull,
    /** Interpreters that have a wheel. `mac` is Apple's own processors, `macIntel` those of Intel. */
    python: v.strictObject({
      linux: texts,
      linuxArm: texts,
      windows: texts,
      mac: texts,
      macIntel: texts,
    }),
    windowsGpu: v.boolean(),
    andCuda: v.boolean(),
    numpyAbi: v.picklist([1, 2]),
    keras: v.picklist([2, 3]),
    ...sourced,
  }),
  'and-cuda': v.strictObject({ tensorflow: text, packages: texts, ...sourced }),
  cuda: v.strictObject({
    cuda: text,
    update: v.number(),
    linuxDriver: textOrNull,
    windowsDriver: textOrNull,
    linuxDriverMinor: textOrNull,
    windowsDriverMinor: textOrNull,
    highestCapability: text,
    ...sourced,
  }),
  ptxas: v.strictObject({ cuda: text, architectures: texts, ...sourced }),
  drivers: v.strictObject({ branch: v.number(), cuda: text, lastFor: texts, ...sourced }),
  gpus: v.strictObject({
    name: text,
    capability: text,
    architecture: text,
    lastDriverBranch: numberOrNull,
    note: v.optional(text),
    ...sourced,
  }),
  peaks: v.strictObject({
    name: text,
    capability: text,
    fp32: numberOrNull,
    tf32: numberOrNull,
    fp16: numberOrNull,
    bf16: numberOrNull,
    fp16WithFp16Sums: numberOrNull,
    bandwidth: numberOrNull,
    ...sourced,
  }),
  cudnn: v.strictObject({
    major: v.number(),
    linux: texts,
    windows: texts,
    cuda: texts,
    /** From which version on no code for older GPUs is in it, oldest first. */
    lowestCapability: v.optional(
      v.array(v.strictObject({ from: text, capability: text, source: text })),
    ),
    ...sourced,
  }),
  /** PCI device ids of NVIDIA GPUs by architecture, first and last of a range: `2b80` to `2bff`. */
  'pci-ids': v.strictObject({ from: text, to: text, architecture: text, ...sourced }),
  'cuda-errors': v.strictObject({
    code: v.number(),
    driverName: textOrNull,
    runtimeName: textOrNull,
    meaning: text,
    usualCause: text,
    ...sourced,
  }),
  xid: v.strictObject({
    xid: v.number(),
    name: text,
    meaning: text,
    advice: text,
    /** What must start again; null when it depends. */
    restart: v.nullable(v.picklist(['program', 'gpu', 'machine'])),
    ...sourced,
  }),
} as const;

export type TableName = keyof typeof rows;

/** The tables there are. */
export const tableNames = [
  'tensorflow',
  'and-cuda',
  'cuda',
  'ptxas',
  'drivers',
  'gpus',
  'peaks',
  'cudnn',
  'pci-ids',
  'cuda-errors',
  'xid',
] as const satisfies readonly TableName[];

export type Row<Name extends TableName> = v.InferOutput<(typeof rows)[Name]>;

/** All tables of `content/compat/`: what is known of versions and GPUs. Questions take it as a value. */
export type Knowledge = { readonly [Name in TableName]: readonly Row<Name>[] };

/** The file around the rows. Every row's `source` is a key of `sources`. */
export const tableOf = <Name extends TableName>(name: Name) =>
  v.strictObject({
    about: text,
    sources: v.record(text, text),
    rows: v.array(rows[name]),
  });
