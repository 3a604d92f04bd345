/** The links from the GPU to the result, in the order in which a fault in one explains the next. */
export const links = [
  'hardware',
  'driver',
  'passthrough',
  'visibility',
  'python',
  'tensorflow-build',
  'cuda-libraries',
  'cudnn',
  'tensorflow-devices',
  'compute',
  'memory',
] as const;

export type LinkName = (typeof links)[number];

/** `skipped`: nothing to look at here, because of an earlier link; `unknown`: looked, and could not tell. */
export type LinkStatus = 'ok' | 'warn' | 'fail' | 'unknown' | 'skipped';

export interface ChainLink {
  readonly link: LinkName;
  /** `working` only in the displays made while a check runs, never in a result. */
  readonly status: LinkStatus | 'working';
  /** One sentence: what was seen. */
  readonly summary: string;
}

/** What was seen at one link, before findings are looked at. */
export interface LinkView {
  readonly status: LinkStatus;
  /** One sentence in words a beginner understands. */
  readonly summary: string;
}
