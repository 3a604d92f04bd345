/** The kernel's own work that an interrupt must stop: running magics, waiting for Python. */
export interface Interrupts {
  /** Runs a piece of work with a signal that the next interrupt, or `also`, aborts. */
  during<T>(work: (signal: AbortSignal) => Promise<T>, also?: AbortSignal): Promise<T>;
  interrupt(): void;
}

export function createInterrupts(): Interrupts {
  const running = new Set<AbortController>();
  return {
    during: async (work, also) => {
      const controller = new AbortController();
      const signal = also ? AbortSignal.any([controller.signal, also]) : controller.signal;
      running.add(controller);
      try {
        return await work(signal);
      } finally {
        running.delete(controller);
      }
    },
    interrupt: () => {
      for (const controller of running) controller.abort();
    },
  };
}
