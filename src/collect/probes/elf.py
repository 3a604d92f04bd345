"""Reads from an ELF file's header what the loader reads: class, search paths, needed libraries."""

import struct

_CLASSES = {1: 32, 2: 64}
_WANTED = {1: "needed", 14: "soname", 15: "rpath", 29: "runpath"}
_STRTAB, _DYNAMIC, _LOAD = 5, 2, 1


class NotElf(Exception):
    """The file is something else, or ends before its own header says so; `why` is a word of cuda-libraries.ts."""

    def __init__(self, why):
        Exception.__init__(self, why)
        self.why = why


def read_elf(path):
    """
    {bits, machine, needed: [...], soname, rpath, runpath}: strings or None.

    Raises NotElf for `empty`, `not-elf` and `truncated` files, OSError when it cannot be read.
    """
    with open(path, "rb") as file:
        head = file.read(64)
        if not head:
            raise NotElf("empty")
        if head[:4] != b"\x7fELF":
            raise NotElf("not-elf")
        try:
            return _read(file, head)
        except (struct.error, IndexError, KeyError, ValueError, OverflowError):
            raise NotElf("truncated")


def _read(file, head):
    bits = _CLASSES[head[4]]
    order = "<" if head[5] == 1 else ">"
    result = {"bits": bits, "needed": [], "soname": None, "rpath": None, "runpath": None}
    result["machine"] = struct.unpack_from(order + "H", head, 18)[0]
    segments = _segments(file, head, bits, order)
    size = file.seek(0, 2)
    for kind, offset, _, length in segments:
        if kind == _LOAD and offset + length > size:
            raise ValueError("a segment lies beyond the end")
    entries = _dynamic(file, segments, bits, order)
    strings = [value for tag, value in entries if tag == _STRTAB]
    for tag, value in entries:
        name = _WANTED.get(tag)
        if name is None:
            continue
        text = _string(file, _offset(segments, strings[0]) + value)
        if name == "needed":
            result["needed"].append(text)
        else:
            result[name] = text
    return result


def _segments(file, head, bits, order):
    """[(type, offset, address, length in the file)] of the program header."""
    if bits == 64:
        table, (each, count) = struct.unpack_from(order + "Q", head, 32)[0], struct.unpack_from(order + "HH", head, 54)
    else:
        table, (each, count) = struct.unpack_from(order + "I", head, 28)[0], struct.unpack_from(order + "HH", head, 42)
    file.seek(table)
    data = file.read(each * count)
    if len(data) < each * count:
        raise ValueError("the header is cut")
    found = []
    for index in range(count):
        at = index * each
        if bits == 64:
            kind, _, offset, address, _, length = struct.unpack_from(order + "IIQQQQ", data, at)
        else:
            kind, offset, address, _, length = struct.unpack_from(order + "IIIII", data, at)
        found.append((kind, offset, address, length))
    return found


def _dynamic(file, segments, bits, order):
    """[(tag, value)] of the dynamic section; empty for a static program."""
    for kind, offset, _, length in segments:
        if kind == _DYNAMIC:
            file.seek(offset)
            data = file.read(length)
            each = struct.Struct(order + ("qQ" if bits == 64 else "iI"))
            whole = len(data) - len(data) % each.size
            return [each.unpack_from(data, at) for at in range(0, whole, each.size)]
    return []


def _offset(segments, address):
    for kind, offset, start, length in segments:
        if kind == _LOAD and start <= address < start + length:
            return address - start + offset
    raise ValueError("an address outside the file")


def _string(file, offset, most=1 << 20):
    file.seek(offset)
    text = b""
    while b"\0" not in text and len(text) < most:
        chunk = file.read(4096)
        if not chunk:
            raise ValueError("a string is cut")
        text += chunk
    return text.split(b"\0", 1)[0].decode("utf-8", "replace")


def search_folders(rpath, origin):
    """The folders of an RPATH or RUNPATH in order, each once, with $ORIGIN put in."""
    import os

    folders = []
    for word in (rpath or "").split(":"):
        folder = word.replace("${ORIGIN}", origin).replace("$ORIGIN", origin)
        folder = os.path.realpath(folder) if folder else ""
        if folder and folder not in folders:
            folders.append(folder)
    return folders
