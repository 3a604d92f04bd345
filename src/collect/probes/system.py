"""Operating system, processor, and the signs of a container, WSL, a scheduler or a hosted notebook."""

import os
import re
import sys

from probes import machine
from probes.libstdcxx import libstdcxx

FEATURES = ("avx", "avx2", "fma", "avx512f")
SCHEDULERS = (("slurm", "SLURM_JOB_ID"), ("pbs", "PBS_JOBID"), ("lsf", "LSB_JOBID"), ("sge", "SGE_TASK_ID"))
HOSTED = (
    ("colab", "COLAB_RELEASE_TAG"),
    ("colab", "COLAB_GPU"),
    ("kaggle", "KAGGLE_KERNEL_RUN_TYPE"),
    ("databricks", "DATABRICKS_RUNTIME_VERSION"),
    ("sagemaker", "SM_CURRENT_HOST"),
    ("sagemaker", "SAGEMAKER_INTERNAL_IMAGE_URI"),
    ("codespaces", "CODESPACES"),
)


def probe():
    release = os_release()
    cpu = machine.read("/proc/cpuinfo", 1 << 20)
    version = wsl()
    return {
        "osName": release.get("PRETTY_NAME") or own_name(),
        "osId": release.get("ID"),
        "osVersion": release.get("VERSION_ID"),
        "osLike": (release.get("ID_LIKE") or "").split(),
        "kernel": kernel(),
        "processor": processor(cpu),
        "cpuFeatures": features(cpu),
        "cpuCount": os.cpu_count(),
        "memoryMiB": memory(),
        "glibc": glibc(),
        "libstdcxx": libstdcxx(),
        "shmMiB": shm(),
        "wsl": version,
        "container": container(),
        "scheduler": scheduler(),
        "hosted": next((kind for kind, name in HOSTED if name in os.environ), None),
        "translated": translated(),
        "virtualMachine": hypervisor(cpu),
        "jetson": jetson(),
        "root": os.geteuid() == 0 if hasattr(os, "geteuid") else None,
        "secureBoot": secure_boot(),
        "wslLibFolder": wsl_folder() if version else None,
    }


def os_release():
    text = machine.read("/etc/os-release") or machine.read("/usr/lib/os-release") or ""
    found = re.findall(r"^(\w+)=\"?(.*?)\"?$", text, re.M)
    return dict(found)


def own_name():
    import platform

    if sys.platform == "darwin":
        return "macOS " + platform.mac_ver()[0]
    return (platform.system() + " " + platform.release()).strip() or None


def kernel():
    if hasattr(os, "uname"):
        return os.uname().release
    return ".".join(str(part) for part in sys.getwindowsversion()[:3])


def processor(cpu):
    found = re.search(r"^model name\s*:\s*(.+)$", cpu or "", re.M)
    return found.group(1).strip() if found else os.environ.get("PROCESSOR_IDENTIFIER")


def features(cpu):
    found = re.search(r"^flags\s*:\s*(.+)$", cpu or "", re.M)
    if found is None:
        return None
    flags = set(found.group(1).split())
    return [name for name in FEATURES if name in flags]


def memory():
    found = re.search(r"^MemTotal:\s*(\d+) kB", machine.read("/proc/meminfo") or "", re.M)
    if found:
        return int(found.group(1)) // 1024
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // (1 << 20)
    except (AttributeError, ValueError, OSError):
        return None


def glibc():
    try:
        return os.confstr("CS_GNU_LIBC_VERSION").split()[-1]
    except (AttributeError, ValueError, OSError, IndexError):
        return None


def shm():
    try:
        about = os.statvfs(machine.path("/dev/shm"))
    except (AttributeError, OSError):
        return None
    return about.f_frsize * about.f_blocks // (1 << 20)


def wsl():
    kernel = (machine.read("/proc/sys/kernel/osrelease") or "").lower()
    if "microsoft" not in kernel:
        return None
    return 2 if "wsl2" in kernel or machine.exists("/dev/dxg") or machine.exists("/run/WSL") else 1


def wsl_folder():
    folder = "/usr/lib/wsl/lib"
    return {"exists": machine.exists(folder), "libcuda": machine.exists(folder + "/libcuda.so.1")}


def container():
    """The first sign of one; the more particular signs come first."""
    if "KUBERNETES_SERVICE_HOST" in os.environ:
        return {"kind": "kubernetes", "sign": "KUBERNETES_SERVICE_HOST"}
    for name in ("APPTAINER_CONTAINER", "SINGULARITY_CONTAINER"):
        if name in os.environ:
            return {"kind": "apptainer", "sign": name}
    for kind, path in (("podman", "/run/.containerenv"), ("docker", "/.dockerenv"), ("apptainer", "/.singularity.d")):
        if machine.exists(path):
            return {"kind": kind, "sign": path}
    if os.environ.get("container"):
        return {"kind": os.environ["container"], "sign": "variable container"}
    # systemd as the first process writes down the kind; a login shell has no variable.
    kind = (machine.read("/run/systemd/container", 64) or "").strip()
    if kind and kind != "wsl":
        return {"kind": kind, "sign": "/run/systemd/container"}
    for path in ("/dev/lxd", "/dev/.lxc-boot-id", "/dev/incus"):
        if machine.exists(path):
            return {"kind": "lxc", "sign": path}
    # Inside LXC, lxcfs is mounted over files of /proc; on the host it lies elsewhere.
    if re.search(r" /proc/\S+ .* fuse\.lxcfs ", machine.read("/proc/self/mountinfo", 1 << 20) or ""):
        return {"kind": "lxc", "sign": "lxcfs in /proc/self/mountinfo"}
    groups = machine.read("/proc/1/cgroup") or ""
    found = re.search(r"/(docker|kubepods|lxc|libpod|garden)[/.-]", groups)
    if found:
        kind = {"kubepods": "kubernetes", "libpod": "podman"}.get(found.group(1), found.group(1))
        return {"kind": kind, "sign": "/proc/1/cgroup"}
    return None


def hypervisor(cpu):
    """Whether the processor says that it is virtual; None where that cannot be read."""
    found = re.search(r"^flags\s*:\s*(.+)$", cpu or "", re.M)
    return None if found is None else "hypervisor" in found.group(1).split()


def jetson():
    """`NVIDIA Jetson AGX Orin Developer Kit` from the device tree; None on other machines."""
    trees = ("/proc/device-tree/model", "/sys/firmware/devicetree/base/model")
    model = next((text for text in [machine.read(tree, 200) for tree in trees] if text), "").strip("\0\n ")
    if "jetson" in model.lower():
        return model
    return "NVIDIA Jetson" if machine.exists("/etc/nv_tegra_release") else None


def translated():
    """Whether Rosetta translates this Python for an Apple processor; None on other systems and without Rosetta."""
    if sys.platform != "darwin":
        return None
    import ctypes

    value, size = ctypes.c_int(), ctypes.c_size_t(ctypes.sizeof(ctypes.c_int))
    asked = getattr(ctypes.CDLL(None), "sysctlbyname", None)
    name = b"sysctl.proc_translated"
    if asked is None or asked(name, ctypes.byref(value), ctypes.byref(size), None, ctypes.c_size_t(0)) != 0:
        return None
    return bool(value.value)


def scheduler():
    for kind, name in SCHEDULERS:
        if name in os.environ:
            return {"kind": kind, "sign": name}
    if "RAY_JOB_ID" in os.environ or "RAY_ADDRESS" in os.environ:
        return {"kind": "ray", "sign": "RAY_JOB_ID" if "RAY_JOB_ID" in os.environ else "RAY_ADDRESS"}
    return None


def secure_boot():
    """The firmware's variable: four bytes of attributes, then 1 or 0."""
    folder = "/sys/firmware/efi/efivars"
    for name in machine.names(folder):
        if name.startswith("SecureBoot-"):
            try:
                with open(machine.path(folder + "/" + name), "rb") as file:
                    value = file.read(5)
            except OSError:
                return None
            return value[4:] == b"\x01" if len(value) == 5 else None
    return None
