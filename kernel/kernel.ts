import type { Command } from '../src/command-model/command.ts';
import type { NativePublisher } from './ipykernel/native-publisher.ts';
import type { PythonProcess } from './ipykernel/python-process.ts';
import type { ClientState } from './requests/client-state.ts';
import type { Count } from './requests/execution-count.ts';
import type { Interrupts } from './requests/interrupts.ts';
import type { KernelInfo } from './requests/kernel-info.ts';
import type { LastOutput } from './requests/last-output.ts';
import type { Queue } from './requests/queue.ts';
import type { TfMessages } from './tf-messages/tf-messages.ts';
import type { ClientChannels } from './wire/kernel-server.ts';
import type { Message } from './wire/message.ts';

/** The parts of a kernel. A function names those that it uses: `Pick<Kernel, 'clients' | 'count'>`. */
export interface Kernel {
  /** The way to the clients. */
  readonly clients: ClientChannels;
  readonly python: PythonProcess;
  readonly commands: readonly Command[];
  readonly info: KernelInfo;
  readonly count: Count;
  /** What clients have going on in the Python process; it ends with that process. */
  readonly clientState: ClientState;
  readonly interrupts: Interrupts;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** What waits for its turn on the main shell. */
  readonly queue: Queue;
  /** Cells that will not run, because one before them failed; they are not yet answered. */
  readonly aborted: Message[];
  /** Knows the last cell that Python was given. */
  readonly native: NativePublisher;
  readonly lastOutput: LastOutput;
  readonly tfMessages: TfMessages;
  /** Ends the kernel, after what was answered so far has been sent. */
  readonly shutdown: () => void;
}
