import type { LinkStatus } from '../chain.ts';

/** What was seen at one link, before findings are looked at. */
export interface LinkView {
  readonly status: LinkStatus;
  /** One sentence in words a beginner understands. */
  readonly summary: string;
}
