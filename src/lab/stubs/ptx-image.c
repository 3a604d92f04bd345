/* Finds PTX in what a program hands over as a module: PTX text, a fat binary, or the wrapper of one. */
#include <stdlib.h>
#include <string.h>

#include "ptx.h"

struct wrapper { u32 magic, version; const void *data, *more; };
struct header { u32 magic; uint16_t version, header_bytes; u64 bytes; };
struct entry {
  uint16_t kind, version;
  u32 header_bytes;
  u64 bytes;
  u32 packed_bytes, unused;
  uint16_t minor, major;
  u32 arch, more[2];
  u64 flags, unused_too, unpacked_bytes;
};
enum { WRAPPER = 0x466243b1, FAT_BINARY = 0xba55ed50, ELF = 0x464c457f, KIND_PTX = 1, LZ4 = 0x2000, ZSTD = 0x8000 };
/* No module of TensorFlow unpacks to a quarter of this. */
static const u64 MOST_TEXT = 256u << 20;

/* A length of LZ4: what follows 15 are bytes to add, up to one that is not 255. */
static size_t length(size_t start, const unsigned char **from, const unsigned char *end) {
  if (start != 15) return start;
  for (unsigned char byte = 255; byte == 255 && *from < end;) start += byte = *(*from)++;
  return start;
}

/* Unpacks a block of LZ4 to exactly `size` bytes; 0 when it is no such block. */
static int unpack(const unsigned char *from, size_t bytes, char *to, size_t size) {
  const unsigned char *end = from + bytes;
  size_t at = 0;
  while (from < end && at < size) {
    unsigned token = *from++;
    size_t literals = length(token >> 4, &from, end);
    if (literals > size - at || literals > (size_t)(end - from)) return 0;
    memcpy(to + at, from, literals);
    at += literals, from += literals;
    if (end - from < 2) break;
    size_t back = (size_t)from[0] | (size_t)from[1] << 8;
    from += 2;
    size_t copied = length(token & 15, &from, end) + 4;
    if (back == 0 || back > at || copied > size - at) return 0;
    for (; copied > 0; copied--, at++) to[at] = to[at - back]; /* byte by byte: the two may overlap */
  }
  return at == size;
}

static char *text_of(const struct entry *entry, const char **problem) {
  const char *data = (const char *)entry + entry->header_bytes;
  u64 size = entry->flags & LZ4 ? entry->unpacked_bytes : entry->bytes;
  char *text = entry->flags & ZSTD || size > MOST_TEXT ? NULL : calloc(1, size + 1);
  if (!text) {
    *problem = "its PTX is packed in a way that is not known here";
    return NULL;
  }
  if (!(entry->flags & LZ4)) memcpy(text, data, size);
  else if (!unpack((const unsigned char *)data, entry->packed_bytes, text, size)) {
    *problem = "its PTX cannot be unpacked";
    free(text);
    return NULL;
  }
  return text;
}

char *ptx_text(const void *image, const char **problem) {
  u32 magic;
  memcpy(&magic, image, sizeof magic);
  if (magic == WRAPPER) {
    image = ((const struct wrapper *)image)->data;
    memcpy(&magic, image, sizeof magic);
  }
  if (magic != FAT_BINARY && magic != ELF) return strdup(image);
  const struct header *header = image;
  const char *at = (const char *)image + header->header_bytes, *end = at + header->bytes;
  while (magic == FAT_BINARY && at < end) {
    const struct entry *entry = (const struct entry *)at;
    if (entry->kind == KIND_PTX) return text_of(entry, problem);
    at += entry->header_bytes + entry->bytes;
  }
  *problem = "it is there as machine code only";
  return NULL;
}
