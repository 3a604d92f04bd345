"""Display and accelerator devices on the PCI bus, as Linux lists them."""

import os
import sys

from probes import machine
from probes.cannot_say import CannotSay

BUS = "/sys/bus/pci/devices"


def probe():
    if not sys.platform.startswith("linux"):
        raise CannotSay("not-applicable", "only Linux lists PCI devices as files")
    addresses = machine.names(BUS)
    devices = [device(address) for address in addresses if is_display(address)]
    return {"readable": bool(addresses), "count": len(addresses), "devices": devices}


def is_display(address):
    """Display controllers (class 03) and processing accelerators (class 12)."""
    return (field(address, "class") or "")[:4] in ("0x03", "0x12")


def device(address):
    return {
        "address": address,
        "vendor": field(address, "vendor") or "",
        "device": field(address, "device") or "",
        "class": field(address, "class") or "",
        "driver": driver(address),
        "powerState": field(address, "power_state"),
        "runtimeStatus": field(address, "power/runtime_status"),
    }


def field(address, name):
    text = machine.read("%s/%s/%s" % (BUS, address, name), 200)
    return text.strip() if text is not None else None


def driver(address):
    try:
        return os.path.basename(os.readlink(machine.path("%s/%s/driver" % (BUS, address))))
    except OSError:
        return None
