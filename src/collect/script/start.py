"""Runs the collector out of one file: the other files are in the dictionary FILES, by their module names.

Arguments: `--raw` leaves names and addresses in, `--no-driver` leaves the driver alone, `--lines` prints each answer
as it comes instead of one snapshot at the end.
"""

import json
import os
import subprocess
import sys
from importlib.machinery import ModuleSpec

sys.dont_write_bytecode = True

# In the folder of the notebook, too, nothing is imported from there.
AGAIN = """import sys
if not (sys.flags.isolated or getattr(sys.flags, "safe_path", False)):
    del sys.path[0]
import json
FILES = json.loads(sys.stdin.read())
exec(compile(FILES["start"], "start.py", "exec"))
"""


class FromText:
    """Imports our modules from FILES, in the way of Python's own loaders."""

    def find_spec(self, name, path=None, target=None):
        return ModuleSpec(name, self, is_package=name == "probes") if name in FILES else None

    def get_source(self, name):
        return FILES[name]

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        exec(compile(FILES[module.__name__], module.__name__ + ".py", "exec"), module.__dict__)


def collect(arguments):
    import collector

    if "--lines" in arguments:
        collector.run(collector.ALL, "--no-driver" not in arguments, collector.show)
        return
    found = {}
    started = collector.now()

    def keep(name, began, answer):
        found[name] = dict(answer, ms=round((collector.now() - began) * 1000, 1))

    collector.run(collector.ALL, "--no-driver" not in arguments, keep)
    snapshot = {
        "schema": "tf-gpu-doctor/snapshot",
        "version": 1,
        "collectedAt": collector.utc(started),
        "redacted": "--raw" not in arguments,
        "target": {
            "python": sys.executable or "python",
            "chosenBecause": "it ran the snapshot script",
            "practice": False,
            "host": "snapshot",
        },
        "observations": found,
    }
    print(json.dumps(snapshot if "--raw" in arguments else redacted(snapshot)))


def redacted(snapshot):
    import base64
    import socket
    import zlib

    from redact import Redactor

    rules = json.loads(zlib.decompress(base64.b64decode(FILES["rules"])).decode("utf-8"))

    def named(*names):
        return [os.environ.get(name, "") for name in names]

    host = socket.gethostname()
    hosts = named("HOSTNAME", "COMPUTERNAME", "SLURMD_NODENAME") + [host, host.split(".")[0]]
    homes = named("HOME", "USERPROFILE")
    users = named("USER", "LOGNAME", "USERNAME", "SUDO_USER", "JUPYTERHUB_USER", "NB_USER") + [account()]
    users += [home.replace("\\", "/").rstrip("/").split("/")[-1] for home in homes]
    return Redactor(rules, users, hosts, homes).value(snapshot)


def account():
    """The user's name in the system's list; a service or container has no variable for it."""
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return ""


if "get_ipython" in globals():
    # In a notebook's cell: a Python of its own, for the notebook's has threads that do not like to be forked.
    output = subprocess.run([sys.executable, "-c", AGAIN], input=json.dumps(FILES).encode(), stdout=subprocess.PIPE)
    print(output.stdout.decode("utf-8", "replace"))
else:
    sys.meta_path.insert(0, FromText())
    collect(sys.argv[1:])
