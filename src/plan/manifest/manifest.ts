/** A package that a file asks for. */
export interface Wanted {
  /** In its normal form: `nvidia-cudnn-cu12`. */
  readonly name: string;
  readonly extras: readonly string[];
  /** As it is written: `>=2.15,<3`, conda's `=2.15=cuda*`; empty for any version. */
  readonly spec: string;
  readonly from: 'pip' | 'conda';
  /** Counted from 1. */
  readonly line: number;
}

/** A variable that the file sets for what runs later. */
export interface SetVariable {
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

/** What a file says that matters to a GPU, whatever kind of file it is. */
export interface Manifest {
  readonly kind: 'requirements' | 'pyproject' | 'conda' | 'dockerfile';
  readonly packages: readonly Wanted[];
  /** A Python version (`3.12`), or a range (`>=3.14`). */
  readonly python: { readonly spec: string; readonly line: number } | null;
  readonly variables: readonly SetVariable[];
  /** Indexes that packages are taken from: `https://download.pytorch.org/whl/cu130`. */
  readonly indexes: readonly { readonly url: string; readonly line: number }[];
  /** The image that the result is built upon, in a Dockerfile. */
  readonly image: { readonly name: string; readonly line: number } | null;
  /** System packages that a Dockerfile installs. */
  readonly systemPackages: readonly { readonly name: string; readonly line: number }[];
}

export const emptyManifest: Omit<Manifest, 'kind'> = {
  packages: [],
  python: null,
  variables: [],
  indexes: [],
  image: null,
  systemPackages: [],
};
