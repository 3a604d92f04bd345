import type { ReaderKind } from '../reader.ts';

const library = /libcuda reported version is: (\d+\.[\d.]+\d)/;
const module = /kernel reported version is: (\d+\.[\d.]+\d)/;

/** TensorFlow prints the versions of the driver's library and kernel module in two lines; they must be the same. */
export const driverVersions: ReaderKind = {
  words: ['reported version is: '],
  create() {
    const libraries: { version: string; number: number }[] = [];
    const differing: { text: string; lines: number[] }[] = [];
    return {
      line(line, number) {
        const ofLibrary = library.exec(line)?.[1];
        if (ofLibrary !== undefined) libraries.splice(0, 1, { version: ofLibrary, number });
        const ofModule = module.exec(line)?.[1];
        const [last] = libraries;
        if (ofModule !== undefined && last !== undefined && last.version !== ofModule) {
          const text = `The driver's library is version ${last.version} and its kernel module ${ofModule}; a restart usually repairs it.`;
          if (differing.length < 50) differing.push({ text, lines: [last.number, number] });
        }
        return false;
      },
      causes: () =>
        differing.slice(0, 1).map(({ text, lines }) => ({
          id: 'driver-library-mismatch',
          weight: 0.9,
          lines,
          summary: text,
        })),
    };
  },
};
