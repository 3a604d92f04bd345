/** The kernel's own work that an interrupt must stop: running magics, waiting for Python. */
export interface Interrupts {
  /** Runs a piece of work with a signal that the next interrupt, or `also`, aborts. */
  during<T>(work: (signal: AbortSignal) => Promise<T>, also?: AbortSignal): Promise<T>;
  interrupt(): void;
}

export function createInterrupts(): Interrupts {
  // Not a Set: V8 links the tables that a Set outgrows, so one that has become old keeps alive all that come after it,
  // with what they held, until the next collection of the whole heap.
  let running: readonly AbortController[] = [];
  return {
    during: async (work, also) => {
      const controller = new AbortController();
      const signal = also ? AbortSignal.any([controller.signal, also]) : controller.signal;
      running = [...running, controller];
      try {
        return await work(signal);
      } finally {
        running = running.filter((one) => one !== controller);
      }
    },
    interrupt: () => {
      for (const controller of running) controller.abort();
    },
  };
}
