import type { Command } from '../src/command-model/command.ts';
import type { Backend } from './ipykernel/python-process.ts';
import type { Comms } from './requests/comms.ts';
import type { Count } from './requests/execution-count.ts';
import type { Interrupts } from './requests/interrupts.ts';
import type { KernelInfo } from './requests/kernel-info.ts';
import type { NativeRelay } from './ipykernel/native-relay.ts';
import type { Queue } from './requests/queue.ts';
import type { Outlet } from './wire/kernel-server.ts';
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
