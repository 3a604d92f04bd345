"""The machine as probes see it: files below a root folder, which only tests move."""

import os
import stat

_root = ""
_files_only = False


def use_files_only():
    """From now on no library is loaded, no program run and no device opened: files are read, and nothing else."""
    global _files_only
    _files_only = True


def files_only():
    """Whether `use_files_only` was called."""
    return _files_only


def moved():
    """Whether the files are those of a test."""
    return bool(_root)


def use_root(folder):
    """Looks for `/proc`, `/sys`, `/etc` and the like below this folder from now on."""
    global _root
    _root = folder.rstrip("/")


def path(absolute):
    """Where an absolute path of the machine lies."""
    return _root + absolute


def plain(found):
    """The machine's own name of a path that `path` gave."""
    return found[len(_root) :] if _root and found.startswith(_root) else found


def read(absolute, most=65536):
    """The text of a file, or None when there is none or it may not be read."""
    return read_file(path(absolute), most)


def read_file(place, most=65536):
    """The same for a path as it is. A pipe or a device is not read: it may have no end, or no beginning."""
    data = read_bytes(place, most)
    return None if data is None else data.decode("utf-8", "replace")


def read_bytes(place, most):
    """At most so many bytes of a regular file, or None."""
    try:
        # Without waiting: opening a pipe would wait for its writer.
        handle = os.open(place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError):
        return None
    try:
        with os.fdopen(handle, "rb") as file:
            return file.read(most) if stat.S_ISREG(os.fstat(handle).st_mode) else None
    except OSError:
        return None


def names(absolute):
    """Sorted names in a folder; empty when there is none or it may not be listed."""
    try:
        return sorted(os.listdir(path(absolute)))
    except OSError:
        return []


def exists(absolute):
    """Whether there is such a file or folder; a dangling link does not count."""
    return os.path.exists(path(absolute))


def processor_kind():
    """`x86_64`, `aarch64`, `arm64`, `AMD64`; without the programs that Python's own `platform` may run for it."""
    if hasattr(os, "uname"):
        return os.uname().machine
    return os.environ.get("PROCESSOR_ARCHITECTURE", "")


def gpu_count():
    """How many NVIDIA GPUs there are to be initialised: by PCI, else by device files; 1 where only the driver shows."""
    bus = "/sys/bus/pci/devices"
    devices = [bus + "/" + address for address in names(bus)]
    found = [
        device
        for device in devices
        if (read(device + "/vendor", 20) or "").strip() == "0x10de"
        and (read(device + "/class", 20) or "")[:4] in ("0x03", "0x12")
    ]
    nodes = [name for name in names("/dev") if name.startswith("nvidia") and name[6:].isdigit()]
    return max(len(found), len(nodes), 1 if driver_shows() else 0)


def driver_shows():
    """Whether anything of the driver is here: then a probe may wake a GPU, or wait for the driver."""
    signs = ("/proc/driver/nvidia", "/dev/nvidiactl", "/dev/nvidia0", "/dev/dxg", "/sys/module/nvidia")
    return any(exists(sign) for sign in signs)


def persistent():
    """Whether the persistence daemon keeps the GPUs initialised; None where it is not installed."""
    if exists("/run/nvidia-persistenced/socket") or exists("/var/run/nvidia-persistenced/socket"):
        return True
    return False if exists("/usr/bin/nvidia-persistenced") else None


def patience(seconds):
    """A time limit that allows for the GPUs: without persistence each takes some 3 to 4 s, at every start again."""
    return seconds + (1 if persistent() else 5) * gpu_count()
