"""What the NVIDIA kernel driver shows as files. No GPU's device is opened: that could initialise or wake it."""

import errno
import os
import re
import stat
import sys

from probes import machine
from probes.cannot_say import CannotSay
from probes.forked import in_a_fork
from probes.kernel_log import kernel_log
from probes.libcuda_files import libcuda_files

MODULES = ("nvidia", "nvidia_uvm", "nvidia_drm", "nvidia_modeset", "nouveau", "nova_core", "amdgpu", "i915", "xe")
# These two stand for the driver, not for a GPU: opening them wakes nothing.
OPENED = ("/dev/nvidiactl", "/dev/nvidia-uvm")
NODE = re.compile(r"^nvidia(\d+|ctl|-uvm|-uvm-tools|-modeset|-nvswitch.*)$")


def probe():
    if not sys.platform.startswith("linux"):
        raise CannotSay("not-applicable", "the driver shows no files here")
    version = machine.read("/proc/driver/nvidia/version")
    found = re.search(r"Kernel Module.*?\s(\d+\.\d+(?:\.\d+)?)\s", version or "")
    answer = {
        "procVersion": version,
        "kernelModuleVersion": found.group(1) if found else None,
        "gpus": gpus(),
        "nodes": nodes(version is not None),
        "modules": modules(),
        "moduleInstalled": module_installed(),
        "blacklisted": blacklisted(),
        "seLinuxEnforcing": enforcing(),
        "dxg": machine.exists("/dev/dxg"),
        "primeProfile": (machine.read("/etc/prime-discrete", 100) or "").strip() or None,
        "fabricManager": fabric_manager(),
        "udevRemovals": udev_removals(),
        "persistenceDaemon": machine.persistent(),
        "libcuda": libcuda_files(),
        "mps": mps(),
    }
    answer.update(kernel_log())
    return answer


def gpus():
    folder = "/proc/driver/nvidia/gpus"
    found = []
    for address in machine.names(folder):
        text = machine.read("%s/%s/information" % (folder, address)) or ""
        model = re.search(r"^Model:\s*(.+?)\s*$", text, re.M)
        found.append({"address": address, "model": model.group(1) if model else None})
    return found


def nodes(loaded):
    paths = ["/dev/" + name for name in machine.names("/dev") if NODE.match(name)]
    paths += ["/dev/nvidia-caps/" + name for name in machine.names("/dev/nvidia-caps")]
    if machine.exists("/dev/dxg"):
        paths.append("/dev/dxg")
    found = [describe(path) for path in paths]
    for node in found:
        if node is not None:
            tried = loaded and node["path"] in OPENED and not machine.files_only()
            node["open"] = opened(node["path"]) if tried else None
    return [node for node in found if node is not None]


def opened(path):
    """`ok`, or the name of the error: a device cgroup denies what the permissions allow. In a process of its own."""

    def attempt():
        try:
            os.close(os.open(machine.path(path), os.O_RDWR | os.O_NONBLOCK))
        except OSError as error:
            return errno.errorcode.get(error.errno, "error %s" % error.errno)
        return "ok"

    try:
        return in_a_fork(attempt, 2)
    except CannotSay as reason:
        return reason.reason


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


def udev_removals():
    """Rules with which a laptop's integrated mode takes the NVIDIA GPU off the PCI bus (EnvyControl, supergfxctl)."""
    found = []
    for folder in ("/etc/udev/rules.d", "/run/udev/rules.d", "/usr/lib/udev/rules.d", "/lib/udev/rules.d"):
        for name in machine.names(folder):
            if not folder.startswith(("/etc", "/run")) and not re.search("nvidia|gpu|prime", name):
                continue
            path = folder + "/" + name
            for line in (machine.read(path) or "").splitlines():
                if re.match(r"\s*[^#\s].*0x10de.*ATTR\{(power/)?remove\}\s*=\s*\"1\"", line):
                    found.append({"path": path, "line": line.strip()[:500]})
    return found


def mps():
    """The control pipe of a Multi-Process Service, and whether this user owns it; None without one."""
    folder = os.environ.get("CUDA_MPS_PIPE_DIRECTORY") or machine.path("/tmp/nvidia-mps")
    try:
        owner = os.stat(os.path.join(folder, "control")).st_uid
    except OSError:
        return None
    return {"pipe": machine.plain(folder), "own": owner == os.getuid()}
