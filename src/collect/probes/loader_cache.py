"""`/etc/ld.so.cache`: what ldconfig wrote for the loader, read as the loader reads it."""

import struct
from functools import lru_cache

from probes import machine

MAGIC = b"glibc-ld.so.cache1.1"
_HEADER = struct.Struct("=20sII")
_ENTRY = struct.Struct("=iIIIQ")
# The low byte marks a library for this C library, the next byte the kind of processor; see glibc's ldconfig.h.
_KINDS = {("x86_64", 8): 0x0303, ("aarch64", 8): 0x0A03}


@lru_cache(maxsize=None)
def cached():
    """[(soname, path)] in the loader's order, for this processor; empty where there is no cache."""
    try:
        with open(machine.path("/etc/ld.so.cache"), "rb") as file:
            data = file.read()
        return _entries(data)
    except (OSError, struct.error, ValueError):
        return []


def _entries(data):
    start = data.find(MAGIC)
    if start < 0:
        return []
    count = _HEADER.unpack_from(data, start)[1]
    wanted = _KINDS.get((machine.processor_kind(), struct.calcsize("P")))
    found = []
    for index in range(count):
        flags, key, value, _, _ = _ENTRY.unpack_from(data, start + 48 + index * _ENTRY.size)
        if wanted is None or flags & 0xFFFF == wanted:
            found.append((_text(data, start + key), _text(data, start + value)))
    return found


def _text(data, at):
    return data[at : data.index(b"\0", at)].decode("utf-8", "replace")
