import { keepHeapSmall } from './small-heap.ts';
import { type KernelRequest, type RunningKernel, startKernel } from './start.ts';

/**
 * Starts a kernel and resolves after its end. Signals are obeyed from the first moment: Node.js would end the process at
 * once, and leave the folder of a Python that is just being started.
 * @throws ProtocolError for a connection file that is not usable.
 */
export async function runKernel(request: KernelRequest): Promise<void> {
  keepHeapSmall();
  let kernel: RunningKernel | undefined;
  let shallEnd = false;
  process.on('SIGINT', () => kernel?.interrupt());
  process.on('SIGTERM', () => {
    shallEnd = true;
    void kernel?.end();
  });
  kernel = await startKernel(request);
  if (shallEnd) void kernel.end();
  await kernel.ended;
}
