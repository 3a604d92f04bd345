/**
 * What is used of JupyterLab's client library, which takes long to load: import this file late. Late imports of the
 * package itself have no named exports in the bundle, because it is written as CommonJS.
 */
export {
  KernelAPI,
  KernelConnection,
  KernelSpecAPI,
  ServerConnection,
  SessionAPI,
} from '@jupyterlab/services';
