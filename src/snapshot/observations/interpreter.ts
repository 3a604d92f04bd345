import * as v from 'valibot';

/** Probe `interpreter`: the Python that is being diagnosed, told by itself. */
export const interpreter = v.object({
  executable: v.string(),
  /** `3.11.7` */
  version: v.string(),
  implementation: v.string(),
  /** Pointer size: 64 or 32. */
  bits: v.number(),
  prefix: v.string(),
  basePrefix: v.string(),
  /** What holds it: decided by files (`pyvenv.cfg`, `conda-meta`), not by names. */
  kind: v.picklist(['venv', 'conda', 'windows-store', 'other']),
  /** `linux`, `darwin`, `win32`. */
  platform: v.string(),
  /** `x86_64`, `aarch64`, `arm64`, `AMD64`. */
  machine: v.string(),
  /** Whether its distribution keeps pip out (PEP 668: EXTERNALLY-MANAGED); never in a venv. */
  externallyManaged: v.optional(v.boolean()),
  /** Whether `uv venv` made it. */
  uv: v.optional(v.boolean()),
  /** Whether pip is installed in it. */
  pip: v.optional(v.boolean()),
  userSite: v.nullable(v.string()),
  userSiteEnabled: v.boolean(),
  /** DT_RPATH/DT_RUNPATH of the interpreter's own file, where it has one (conda's has). */
  rpath: v.nullable(v.string()),
});
