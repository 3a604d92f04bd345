"""What the NVIDIA kernel driver shows as files. No device is opened: that could load modules or wake the card."""

import os
import re
import stat
import sys

from probes import machine
from probes.cannot_say import CannotSay

MODULES = ("nvidia", "nvidia_uvm", "nvidia_drm", "nvidia_modeset", "nouveau", "nova_core", "amdgpu", "i915", "xe")
NODE = re.compile(r"^nvidia(\d+|ctl|-uvm|-uvm-tools|-modeset|-nvswitch.*)$")


def probe():
    if not sys.platform.startswith("linux"):
        raise CannotSay("not-applicable", "the driver shows no files here")
    version = machine.read("/proc/driver/nvidia/version")
    found = re.search(r"Kernel Module.*?\s(\d+\.\d+(?:\.\d+)?)\s", version or "")
    return {
        "procVersion": version,
        "kernelModuleVersion": found.group(1) if found else None,
        "gpus": gpus(),
        "nodes": nodes(),
        "modules": modules(),
        "moduleInstalled": module_installed(),
        "blacklisted": blacklisted(),
        "seLinuxEnforcing": enforcing(),
        "dxg": machine.exists("/dev/dxg"),
        "primeProfile": (machine.read("/etc/prime-discrete", 100) or "").strip() or None,
        "fabricManager": fabric_manager(),
        "xids": xids(),
    }


def gpus():
    folder = "/proc/driver/nvidia/gpus"
    found = []
    for address in machine.names(folder):
        text = machine.read("%s/%s/information" % (folder, address)) or ""
        model = re.search(r"^Model:\s*(.+?)\s*$", text, re.M)
        found.append({"address": address, "model": model.group(1) if model else None})
    return found


def nodes():
    paths = ["/dev/" + name for name in machine.names("/dev") if NODE.match(name)]
    paths += ["/dev/nvidia-caps/" + name for name in machine.names("/dev/nvidia-caps")]
    if machine.exists("/dev/dxg"):
        paths.append("/dev/dxg")
    return [node for node in map(describe, paths) if node is not None]


def describe(path):
    real = machine.path(path)
    try:
        about = os.stat(real)
    except OSError:
        return None
    return {
        "path": path,
        "mode": "%03o" % stat.S_IMODE(about.st_mode),
        "group": group_name(about.st_gid),
        "readable": os.access(real, os.R_OK),
        "writable": os.access(real, os.W_OK),
    }


def group_name(number):
    try:
        import grp

        return grp.getgrgid(number).gr_name
    except (ImportError, KeyError):
        return None


def modules():
    text = machine.read("/proc/modules", 1 << 20)
    if text is None:
        return None
    loaded = set(line.split(" ", 1)[0] for line in text.splitlines())
    return [name for name in MODULES if name in loaded]


def module_installed():
    """Looked up in depmod's list of the running kernel; a container often has none, which says nothing."""
    folder = "/lib/modules/" + os.uname().release
    listed = machine.read(folder + "/modules.dep", 1 << 24)
    if listed is None:
        return None
    return re.search(r"^[^:]*/nvidia(-current)?\.ko[^:]*:", listed, re.M) is not None


def blacklisted():
    found = []
    for folder in ("/etc/modprobe.d", "/usr/lib/modprobe.d", "/lib/modprobe.d"):
        for name in machine.names(folder):
            path = folder + "/" + name
            for line in (machine.read(path) or "").splitlines():
                if re.match(r"\s*(blacklist|install|options)\s+(nvidia|nouveau)\b.*", line) and (
                    "blacklist" in line or "/bin/false" in line or "/bin/true" in line or "modeset=0" in line
                ):
                    found.append({"path": path, "line": line.strip()})
    return found


def enforcing():
    text = machine.read("/sys/fs/selinux/enforce", 10)
    return None if text is None else text.strip() == "1"


def fabric_manager():
    """Whether it runs, by its pid file; None where it is not installed."""
    if machine.exists("/run/nvidia-fabricmanager/nv-fabricmanager.pid") or machine.exists(
        "/var/run/nvidia-fabricmanager/nv-fabricmanager.pid"
    ):
        return True
    installed = ("/usr/bin/nv-fabricmanager", "/lib/systemd/system/nvidia-fabricmanager.service")
    return False if any(machine.exists(path) for path in installed) else None


def xids():
    """The driver's error reports in the kernel's log, the last 20; None where the log may not be read."""
    try:
        log = os.open(machine.path("/dev/kmsg"), os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return None
    found = []
    while True:
        try:
            record = os.read(log, 8192).decode("utf-8", "replace")
        except BrokenPipeError:
            # This record was overwritten before it was read; the next one is there.
            continue
        except OSError:
            break
        if not record:
            break
        match = re.search(r"NVRM: Xid \(PCI:([0-9a-fA-F:.]+)\): (\d+)", record)
        if match:
            found.append({"address": match.group(1), "code": int(match.group(2))})
    os.close(log)
    return found[-20:]
