"""Runs a Jupyter server for one notebook.

Usage: python serve.py ROOT_FOLDER PRIVATE_FOLDER < TOKEN

Prints one JSON line with its port once it can be asked. PRIVATE_FOLDER is for its own files and may hold kernels in
`share/jupyter`. The person's own settings of Jupyter are left out: a password or another address in them would lock
us out. Ends with code 3 when this Python has no Jupyter server. Standard library only, Python 3.6 and newer.
"""

import json
import os
import socket
import sys
import tempfile


def free_port():
    """On the loopback interface; the server itself tries the next ones if somebody was quicker."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main():
    root, private = sys.argv[1:3]
    token = sys.stdin.read().strip()
    kernels = [os.path.join(private, "share", "jupyter"), os.environ.get("JUPYTER_PATH", "")]
    own = {
        "JUPYTER_NO_CONFIG": "1",
        "JUPYTER_CONFIG_DIR": os.path.join(private, "config"),
        "JUPYTER_RUNTIME_DIR": os.path.join(private, "runtime"),
        "JUPYTER_PATH": os.pathsep.join(filter(None, kernels)),
    }
    # Jupyter makes an empty folder for settings that it is not to read, and leaves it behind.
    tempfile.tempdir = private
    before = {name: os.environ.get(name) for name in own}
    os.environ.update(own)
    try:
        from jupyter_server.serverapp import ServerApp
        from traitlets.config import Config
    except ImportError:
        sys.exit(3)

    config = Config()
    # Both names: the older one is of servers before 2.0.
    config.IdentityProvider.token = config.ServerApp.token = token
    config.ServerApp.ip = "127.0.0.1"
    config.ServerApp.port = free_port()
    config.ServerApp.root_dir = root
    config.ServerApp.open_browser = False
    config.ServerApp.allow_root = True
    config.ServerApp.log_level = "ERROR"
    app = ServerApp(config=config)
    app.initialize(argv=[], find_extensions=False)
    # Looked up now, because kernels are to see the person's own variables.
    app.kernel_spec_manager.kernel_dirs  # noqa: B018
    for name, value in before.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value
    print(json.dumps({"port": app.port}), flush=True)
    app.start()


main()
