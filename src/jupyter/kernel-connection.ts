import type { Kernel, ServerConnection } from '@jupyterlab/services';

/**
 * Connects to a running kernel; the library connects again when the connection goes. Nothing waits for some of its own
 * requests, so those are kept from ending the process when they fail.
 */
export async function connectKernel(
  model: Kernel.IModel,
  serverSettings: ServerConnection.ISettings,
): Promise<Kernel.IKernelConnection> {
  const { KernelConnection } = await import('./services.ts');
  class Connection extends KernelConnection {
    override async requestKernelInfo(): ReturnType<Kernel.IKernelConnection['requestKernelInfo']> {
      return super.requestKernelInfo().catch(() => undefined);
    }
    override async reconnect(): Promise<void> {
      if (!this.isDisposed) await super.reconnect().catch(() => {});
    }
  }
  // No widgets are rendered here; without this the library would close their comms.
  return new Connection({ model, serverSettings, handleComms: false });
}
