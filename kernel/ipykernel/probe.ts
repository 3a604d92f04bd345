import type { InboundChannel } from '../wire/kernel-server.ts';
import { compose, type Message } from '../wire/message.ts';
import type { InFlight } from './in-flight.ts';
import type { Ipykernel } from './start-ipykernel.ts';

/** Finds out whether ipykernel dropped requests: it handles each channel in order, so a later answer proves it. */
export interface Probe {
  /** A request was sent on this channel. If ipykernel drops it, it is ended. */
  watch(channel: InboundChannel): void;
  /** A request became idle without a reply. If ipykernel will not reply, it is ended. */
  confirm(request: Message, channel: InboundChannel): void;
  /** Interrupts what runs, and ends the requests that ipykernel drops because of it. Never rejects. */
  interrupt(): Promise<void>;
}

/** How long a request may take to become busy before ipykernel is asked, in ms. */
const slowStartMs = 1000;
/** How long the reply of a subshell may come after its idle, in ms. Subshells have no order among each other. */
const lateReplyMs = 1000;

export function createProbe(
  inFlight: InFlight,
  ipykernel: Pick<Ipykernel, 'send' | 'interrupt'>,
): Probe {
  const timers = new Map<InboundChannel, NodeJS.Timeout>();
  const probes = new Set<string>();

  /**
   * Resolves when ipykernel is past everything that was sent before on this channel, and all it had to say of it has
   * arrived: the reply to a later request has come, and its idle. @throws PythonDied
   */
  async function passThrough(channel: InboundChannel): Promise<void> {
    const message = compose({ type: 'connect_request', content: {} });
    const { msg_id: id } = message.header;
    probes.add(id);
    const answered = inFlight.add(message, channel);
    ipykernel.send(channel, message);
    try {
      await answered;
    } finally {
      probes.delete(id);
    }
  }

  async function end(ids: readonly string[], channel: InboundChannel): Promise<void> {
    try {
      await passThrough(channel);
      inFlight.passed(ids);
    } catch {
      // Python has ended, and with it everything that waited.
    }
  }

  /** ipykernel drops a message that it cannot read without a word. */
  async function endDropped(channel: InboundChannel): Promise<void> {
    const waiting = inFlight.notStarted(channel);
    if (waiting.length > 0) await end(waiting, channel);
    timers.delete(channel);
    if (inFlight.notStarted(channel).length > 0) watch(channel);
  }

  function watch(channel: InboundChannel): void {
    if (timers.has(channel)) return;
    timers.set(channel, setTimeout(() => void endDropped(channel), slowStartMs).unref());
  }

  return {
    watch,
    confirm: ({ header }, channel) => {
      if (probes.has(header.msg_id)) return;
      if (!header.subshell_id) void end([header.msg_id], channel);
      else setTimeout(inFlight.passed, lateReplyMs, [header.msg_id]).unref();
    },
    interrupt: async () => {
      const before = inFlight.queued();
      ipykernel.interrupt();
      // ipykernel cancels an `await` only when its event loop wakes up for something else, and ipykernel 5 drops a
      // request that is interrupted on its way to the first line. So it is sent something that it answers.
      await end(before, 'shell');
    },
  };
}
