"""`/etc/ld.so.cache`: what ldconfig has told the loader, read as the loader reads it."""

import struct
import sys

from probes import machine

MAGIC = b"glibc-ld.so.cache1.1"
_HEADER = struct.Struct("=20sII")
_ENTRY = struct.Struct("=iIIIQ")
# The low byte tells a library for this C library, the next one the processor's kind; see glibc's ldconfig.h.
_HERE = {"x86_64": 0x0303, "aarch64": 0x0A03}


def cached():
    """[(soname, path)] in the loader's order, for this processor; empty where there is no cache."""
    try:
        with open(machine.path("/etc/ld.so.cache"), "rb") as file:
            data = file.read()
        return _entries(data)
    except (OSError, struct.error, IndexError):
        return []


def _entries(data):
    start = data.find(MAGIC)
    if start < 0:
        return []
    count = _HEADER.unpack_from(data, start)[1]
    import platform

    wanted = _HERE.get(platform.machine()) if sys.maxsize > 2**32 else None
    found = []
    for index in range(count):
        flags, key, value, _, _ = _ENTRY.unpack_from(data, start + 48 + index * _ENTRY.size)
        if wanted is None or flags & 0xFFFF == wanted:
            found.append((_text(data, start + key), _text(data, start + value)))
    return found


def _text(data, at):
    return data[at : data.index(b"\0", at)].decode("utf-8", "replace")
