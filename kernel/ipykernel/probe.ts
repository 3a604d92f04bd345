import type { InboundChannel } from '../wire/kernel-server.ts';
import { compose } from '../wire/message.ts';
import type { InFlight } from './in-flight.ts';
import type { Ipykernel } from './start-ipykernel.ts';

/** Finds out whether ipykernel dropped requests: it handles each channel in order, so a later answer proves it. */
export interface Probe {
  /** A request was sent on this channel. If ipykernel drops it, it is ended. */
  watch(channel: InboundChannel): void;
  /** Interrupts what runs, and ends the requests that ipykernel drops because of it. Never rejects. */
  interrupt(): Promise<void>;
}

/** How long a request may take to become busy before ipykernel is asked, in ms. */
const slowStartMs = 1000;

export function createProbe(
  inFlight: InFlight,
  ipykernel: Pick<Ipykernel, 'send' | 'interrupt'>,
): Probe {
  const timers = new Map<InboundChannel, NodeJS.Timeout>();

  /** Resolves when ipykernel is past everything that was sent before on this channel. @throws PythonDied */
  async function passThrough(channel: InboundChannel): Promise<void> {
    const message = compose({ type: 'connect_request', content: {} });
    const answered = inFlight.add(message, channel);
    ipykernel.send(channel, message);
    await answered;
  }

  /** ipykernel drops a message that it cannot read (one of another protocol version, for example) without a word. */
  async function endDropped(channel: InboundChannel): Promise<void> {
    const waiting = inFlight.notStarted(channel);
    if (waiting.length > 0) {
      await passThrough(channel);
      const still = inFlight.notStarted(channel);
      inFlight.passed(waiting.filter((id) => still.includes(id)));
    }
    timers.delete(channel);
    if (inFlight.notStarted(channel).length > 0) watch(channel);
  }

  function watch(channel: InboundChannel): void {
    if (timers.has(channel)) return;
    const timer = setTimeout(() => {
      // Rejects when Python ends, and with it everything that waits.
      endDropped(channel).catch(() => undefined);
    }, slowStartMs);
    timers.set(channel, timer.unref());
  }

  return {
    watch,
    interrupt: async () => {
      const before = inFlight.queued();
      ipykernel.interrupt();
      try {
        // ipykernel cancels an `await` only when its event loop wakes up for something else, and ipykernel 5 drops a
        // request that is interrupted on its way to the first line. So it is sent something that it answers.
        await passThrough('shell');
        inFlight.passed(before);
      } catch {
        // Python has ended, and with it everything that waited.
      }
    },
  };
}
