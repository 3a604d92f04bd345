// Stands in for the built kernelspec room.
export const listKernels = async () => JSON.parse(process.env.FAKE_KERNELS ?? '[]');
export const installKernel = async ({ prefix }) => ({ folder: prefix, state: 'ready' });
