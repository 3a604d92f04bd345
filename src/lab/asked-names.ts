import { type FileHandle, open } from 'node:fs/promises';

/** Words that begin the functions of NVIDIA's libraries. */
const asked =
  /\0((?:__cuda[A-Z]|cuda[A-Z]|cu[A-Z]|cublas|cudnn|cufft|curand|cusolver|cusparse|cupti|nccl|nvml)[A-Za-z0-9_]+)(?=\0)/g;

/**
 * The names of CUDA functions that a TensorFlow may ask the loader for, sorted.
 *
 * TensorFlow is not linked to CUDA: it looks each function up by its name, and the names are constant strings in the
 * `.rodata` section of its libraries. Reading them there makes the stubs fit this very wheel, so that no
 * list has to be kept. Some words are no functions; a stub that has them all the same does no harm.
 */
export async function askedNames(libraries: readonly string[]): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const path of libraries) {
    const constants = await readSection(path, '.rodata');
    for (const match of constants.toString('latin1').matchAll(asked)) names.add(match[1] ?? '');
  }
  return [...names].toSorted();
}

/** The bytes of a section of a 64-bit little-endian ELF file; empty when it has none of that name. */
async function readSection(path: string, name: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const header = await read(file, 0, 64);
    const size = header.readUInt16LE(58);
    const count = header.readUInt16LE(60);
    const table = await read(file, Number(header.readBigUInt64LE(40)), size * count);
    const sections = Array.from({ length: count }, (_, index) => ({
      name: table.readUInt32LE(index * size),
      offset: Number(table.readBigUInt64LE(index * size + 24)),
      bytes: Number(table.readBigUInt64LE(index * size + 32)),
    }));
    const nameSection = sections[header.readUInt16LE(62)];
    if (nameSection === undefined) return Buffer.alloc(0);
    const names = await read(file, nameSection.offset, nameSection.bytes);
    const found = sections.find(
      (section) => names.toString('latin1', section.name, names.indexOf(0, section.name)) === name,
    );
    return found === undefined ? Buffer.alloc(0) : await read(file, found.offset, found.bytes);
  } finally {
    await file.close();
  }
}

async function read(file: FileHandle, offset: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  await file.read(buffer, 0, bytes, offset);
  return buffer;
}
