import type { Finding } from '../diagnose/finding.ts';
import type { ChainLink } from '../diagnose/chain.ts';

/**
 * What a command has to say, for people: plain data without HTML, colours or widths.
 * Renderers turn it into text, HTML or Markdown. In every string, `backticks` mark code; nothing else is markup.
 */
export interface Report {
  readonly blocks: readonly Block[];
}

/** How something stands. Shown by a word and a sign, never by colour alone. */
export type Status = 'ok' | 'warn' | 'fail' | 'unknown' | 'skipped' | 'working' | 'info';

export type Block =
  /** The first thing a person reads: one sentence, and one next step where there is one. */
  | {
      readonly kind: 'headline';
      readonly status: Status;
      readonly text: string;
      readonly next?: string;
      /** Lines to be copied for that step. */
      readonly commands?: readonly string[];
    }
  | { readonly kind: 'paragraph'; readonly text: string }
  /** Begins a section of a longer text, such as a page of the guide. Level 2 is a section, 3 one inside it. */
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** The links from hardware to memory; renderers draw it as a picture where they can. */
  | { readonly kind: 'chain'; readonly links: readonly ChainLink[] }
  | { readonly kind: 'findings'; readonly findings: readonly Finding[] }
  | Table
  /** Lines to be copied into a shell or a cell. */
  | { readonly kind: 'commands'; readonly lines: readonly string[] }
  /** Text as a program printed it. */
  | { readonly kind: 'log'; readonly text: string }
  | Chart
  /** Folded away until somebody wants it. */
  | { readonly kind: 'details'; readonly summary: string; readonly blocks: readonly Block[] }
  /** Work in progress. `done` runs from 0 to 1; absent when it is not known. */
  | { readonly kind: 'progress'; readonly text: string; readonly done?: number };

export interface Table {
  readonly kind: 'table';
  readonly caption?: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

export type Cell = string | { readonly text: string; readonly status: Status };

/** A grouped bar chart or a line chart: one value per series and x. `null` is "not measured". */
export interface Chart {
  readonly kind: 'chart';
  readonly title: string;
  readonly mark: 'bar' | 'line';
  readonly x: { readonly title: string; readonly values: readonly string[] };
  readonly y: { readonly title: string };
  readonly series: readonly {
    readonly name: string;
    readonly values: readonly (number | null)[];
  }[];
}
