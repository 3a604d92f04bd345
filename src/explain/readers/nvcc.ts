import type { ReaderKind } from '../reader.ts';

/** `nvcc --version`: people compare it with TensorFlow's CUDA, and nothing depends on it. */
export const nvcc: ReaderKind = {
  words: ['cuda compilation tools, release'],
  create() {
    const seen: { version: string; number: number }[] = [];
    return {
      line(line, number) {
        const version = /Cuda compilation tools, release (\d+\.\d+)/i.exec(line)?.[1];
        if (version !== undefined && seen.length < 50) seen.push({ version, number });
        return false;
      },
      causes: () =>
        seen.slice(0, 1).map(({ version }) => ({
          id: 'nvcc-toolkit-confusion',
          weight: 0.6,
          lines: seen.map(({ number }) => number),
          summary: `nvcc belongs to the CUDA ${version} toolkit for programmers. TensorFlow does not use it, so its version says nothing about why a GPU is not used.`,
          onlyAlone: true,
        })),
    };
  },
};
