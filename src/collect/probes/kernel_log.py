"""What the kernel's log has of the NVIDIA driver, where it may be read."""

import os
import re

from probes import machine
from probes.cannot_say import CannotSay
from probes.program import find, run

OF_THE_DRIVER = re.compile(r"NVRM: |nvidia(-\w+)?: |nvidia 0000:|\bnvidia_uvm: ")
XID = re.compile(r"NVRM: Xid \(PCI:([0-9a-fA-F:.]+)\): (\d+)")
MOST_LINES = 40
MOST_LETTERS = 300
PROGRAMS = (("journalctl", "-k", "-o", "cat", "-n", "5000", "--no-pager"), ("dmesg", "-x"))


def kernel_log():
    """{kernelMessages, kernelMessagesSource, xids} of driver-files.ts, each None where the log may not be read."""
    lines, source = from_device(), "/dev/kmsg"
    if lines is None and not machine.moved():
        lines, source = from_programs()
    if lines is None:
        return {"kernelMessages": None, "kernelMessagesSource": None, "xids": None}
    found = [XID.search(line) for line in lines]
    return {
        "kernelMessages": [line[:MOST_LETTERS] for line in lines[-MOST_LINES:]],
        "kernelMessagesSource": source,
        "xids": [{"address": xid.group(1), "code": int(xid.group(2))} for xid in found if xid][-20:],
    }


def from_device():
    try:
        log = os.open(machine.path("/dev/kmsg"), os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return None
    lines = []
    while True:
        try:
            record = os.read(log, 8192)
        except BrokenPipeError:
            # This record was overwritten before it was read; the next one is there.
            continue
        except OSError:
            break
        if not record:
            break
        # `6,339,5140900,-;NVRM: …`, and a test's file may hold several records.
        for line in record.decode("utf-8", "replace").splitlines():
            text = line.partition(";")[2] or line
            if OF_THE_DRIVER.search(text):
                lines.append(text)
    os.close(log)
    return lines


def from_programs():
    for words in PROGRAMS:
        path = find(words[0])
        if path is None:
            continue
        try:
            code, out, _ = run([path] + list(words[1:]), 3)
        except CannotSay:
            continue
        # Without the permission, journalctl prints a note instead of entries, and dmesg fails.
        if code == 0 and out.strip() and not out.startswith("-- No entries"):
            return [line for line in out.splitlines() if OF_THE_DRIVER.search(line)], " ".join(words[:2])
    return None, None
