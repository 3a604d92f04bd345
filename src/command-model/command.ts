import type { AskedNotebook } from '../check/request.ts';
import type { Interface } from '../interface.ts';
import type { JsonObject } from '../json.ts';
import type { Environment } from '../process/environment.ts';
import type { Report } from '../report/report.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** One thing the product can do: the magic `%name` and the terminal's `tf-gpu-doctor name` alike. */
export type Command = PlainCommand | VerbCommand;

interface Named {
  readonly name: string;
  /** One sentence for the list of commands: imperative, with a capital and a full stop. */
  readonly summary: string;
  /** Where it can be used. Called from another interface, it says where it works. */
  readonly interfaces: readonly Interface[];
  /** Shown by `--help` under the options: lines a person can copy, without what the interface puts before them. */
  readonly examples: readonly string[];
}

export interface PlainCommand extends Named, Action {
  readonly verbs?: undefined;
  /** Whether `%%name` takes the cell below it. */
  readonly cell?: boolean;
}

/** A command whose first word says what to do: `lab start`, `kernel install`. */
export interface VerbCommand extends Named {
  readonly cell?: undefined;
  readonly verbs: Readonly<Record<string, Verb>>;
  /** What the command does without a word. Without it, a word is needed. */
  readonly defaultVerb?: string;
}

export interface Verb extends Action {
  /** Where it can be used, when not everywhere where the command can. */
  readonly interfaces?: readonly Interface[];
}

/** Something that can be run: a command without verbs, or a verb. */
export interface Action {
  readonly summary: string;
  /** Options of its own. `--json`, `--verbose` and `--help` are always understood. */
  readonly options: readonly Option[];
  /** The shared options that it uses; the others are refused. */
  readonly uses: readonly SharedOption[];
  /** Words after the options; absent when it takes none. */
  readonly positional?: Positional;
  run(context: Context, args: Arguments): Promise<Outcome> | Outcome;
}

/** Options that mean the same wherever they are understood: see `sharedOptions`. */
export type SharedOption = 'python' | 'from' | 'timeout' | 'raw';

export interface Option {
  /** Without the dashes: `sizes`. */
  readonly name: string;
  /** Placeholder of its value (`PATH`); a flag has none. */
  readonly value?: string;
  readonly summary: string;
  /** Values worth offering on Tab. */
  readonly choices?: readonly string[];
}

export interface Positional {
  /** For the usage line: `[FILE]`, `ID`. */
  readonly usage: string;
  readonly summary: string;
  /** How many words it takes at most; default 1. */
  readonly most?: number;
  /** Values worth offering on Tab, under the environment of our process. */
  readonly choices?: (environment: Environment) => readonly string[];
}

/** What was typed after the command and its verb, not yet understood: values are strings, flags are `true`. */
export interface Arguments {
  readonly options: Readonly<Record<string, string | true>>;
  readonly positionals: readonly string[];
  /** The body of a `%%` cell. */
  readonly cell?: string;
}

/** 0 answered or done; 1 bad news; 2 wrong usage or input; 3 could not be determined or done; 4 a failure of ours. */
export type ExitCode = 0 | 1 | 2 | 3 | 4;

export interface Outcome {
  readonly report: Report;
  /** The machine-readable twin of the report; has `schema` and `version`. */
  readonly value: JsonObject;
  readonly exitCode: ExitCode;
  /** The command could not do what was asked; the report says why. The terminal prints it on standard error. */
  readonly failed?: true;
  /** The value holds only texts of our own, such as a page of the guide, so nothing is taken out of it. */
  readonly redact?: false;
  /** In a notebook, the cell fails although the command worked: a graded answer that is wrong. */
  readonly failsCell?: true;
  /** What the terminal prints to the letter instead of the report: a file that is piped on. */
  readonly printed?: string;
}

/** What a command may know of, and do to, the world it was called in. */
export interface Context {
  readonly ui: Interface;
  /** The environment of our own process; what the diagnosed Python would inherit. */
  readonly environment: Environment;
  readonly cwd: string;
  /** Aborted when the person interrupts. */
  readonly signal: AbortSignal;
  /** Shows work in progress, each call in place of the last. The final report is shown by the interface. */
  show(report: Report): void;
  /** Only in a terminal: says something at once that the answer would say too late. */
  readonly note?: (text: string) => void;
  /** Only in a terminal: standard input, as it comes. Ends with an AbortError when the person interrupts. */
  readonly input?: () => AsyncIterable<Uint8Array>;
  /** Whether standard input is a file or comes from another program. */
  readonly inputIsPiped?: boolean;
  /** Called with the machine that `--from` names when it was read. Whoever runs the command sets it. */
  readonly onRecorded?: (snapshot: Snapshot) => void;
  /** Only in a notebook: what the last cell printed, without the answers of our own magics. */
  readonly lastOutput?: () => string;
  /** Only where a person sits at a terminal: asks for what is not shown while it is typed; undefined: none given. */
  readonly askSecret?: (question: string) => Promise<string | undefined>;
  /** Only in a terminal: answers an assistant on the standard streams until it goes. */
  readonly serveAssistant?: (allowed: { readonly allowLive: boolean }) => Promise<void>;
  /** Only in a notebook. */
  readonly notebook?: NotebookPython;
  /** Only in a notebook: what becomes of TensorFlow's messages in the output of cells. */
  readonly tfMessages?: {
    readonly mode: () => TfMessagesMode;
    readonly setMode: (mode: TfMessagesMode) => void;
  };
}

/** `on`: explained by a note; `off`: left alone; `fold`: explained, and harmless ones shown as one line. */
export type TfMessagesMode = 'on' | 'off' | 'fold';

/** Variables that are put into an environment, or (null) taken out of it. */
export type EnvironmentChanges = Readonly<Record<string, string | null>>;

/** The notebook's own Python, as the kernel knows it. */
export interface NotebookPython extends AskedNotebook {
  /** The same object for as long as the kernel runs: by it a command keeps what it remembers of this notebook. */
  readonly identity: object;
  /** What was changed in the environment of the notebook's Python. */
  readonly changes: () => EnvironmentChanges;
  /** False in an ordinary kernel that has loaded the extension: only our own kernel can start its Python again. */
  readonly canRestart?: false;
  /** Stops Python and starts it again under the changed environment or another interpreter. */
  restart(change: {
    readonly python?: string;
    readonly environment?: EnvironmentChanges;
  }): Promise<void>;
}
