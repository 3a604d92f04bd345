import type { Command } from '../src/commands/command.ts';
import type { Backend } from './backend/backend.ts';
import type { Comms } from './comms.ts';
import type { Count } from './count.ts';
import type { Interrupts } from './interrupts.ts';
import type { KernelInfo } from './kernel-info.ts';
import type { NativeRelay } from './native-relay.ts';
import type { Queue } from './queue.ts';
import type { Outlet } from './wire/front.ts';
import type { Message } from './wire/message.ts';

/** What those who answer requests share. */
export interface Kernel {
  readonly outlet: Outlet;
  readonly backend: Backend;
  readonly commands: readonly Command[];
  readonly info: KernelInfo;
  readonly count: Count;
  readonly comms: Comms;
  readonly interrupts: Interrupts;
  readonly subshells: Set<string>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** What waits for its turn on the main shell. */
  readonly queue: Queue;
  /** Cells that will not run, because one before them failed; not yet answered. */
  readonly condemned: Message[];
  /** Knows the last cell that Python was given. */
  readonly native: NativeRelay;
  /** Whether a cell waits for a person's input. */
  awaitsInput: boolean;
  /** Whether a debugger is attached to Python. */
  debugged: boolean;
  /** Ends the kernel, after what was answered so far has been sent. */
  shutdown(): void;
}
