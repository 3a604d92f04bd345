import type { Kernel, ServerConnection } from '@jupyterlab/services';

/**
 * Connects to a running kernel; the library connects again when the connection goes. Nobody waits for some of its own
 * requests, so those are kept from ending the process when they fail.
 */
export async function connectKernel(
  model: Kernel.IModel,
  serverSettings: ServerConnection.ISettings,
): Promise<Kernel.IKernelConnection> {
  const { KernelConnection } = await import('@jupyterlab/services');
  class Connection extends KernelConnection {
    override async requestKernelInfo(): ReturnType<Kernel.IKernelConnection['requestKernelInfo']> {
      return super.requestKernelInfo().catch(() => undefined);
    }
    override async reconnect(): Promise<void> {
      if (!this.isDisposed) await super.reconnect().catch(() => {});
    }
  }
  // Widgets have no front here, and the library would close what it cannot show.
  return new Connection({ model, serverSettings, handleComms: false });
}
