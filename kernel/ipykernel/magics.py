"""The magics inside IPython: each asks for a command to be run, waits, and returns the command's value.

Loaded by launch.py, where the kernel runs the commands, and by the extension of an ordinary kernel, where a program
does. Needs IPython; otherwise the standard library only, Python 3.6 and newer.
"""

import json
import socket
import sys
import uuid


class Value(dict):
    """The value of a command. The cell that made it does not display it: it shows the report already."""

    cell = None

    def _ipython_display_(self):
        if self.cell != current_cell(current_shell()):
            raise NotImplementedError("displayed like any other dict")

    def __reduce__(self):
        return dict, (dict(self),)


class Failed(Exception):
    """The command failed. Its own sentences are shown without a traceback, which would add nothing."""

    def _render_traceback_(self):
        return str(self).splitlines()


def current_shell():
    from IPython import get_ipython

    return get_ipython()


def register(shell, source):
    """Makes a magic of each command in a JSON text: {"address", "secret", "commands": [{"name", "cell"}]}."""
    table = json.load(source)
    make_magics(shell, table["commands"], lambda request: ask_kernel(shell, table, request))


def make_magics(shell, commands, run):
    """Makes a magic of each command: [{"name", "cell"}]. `run` gets {"name", "line", "cell"} and gives a dict."""
    for command in commands:
        kind = "line_cell" if command["cell"] else "line"
        magic = make_magic(shell, command["name"], run)
        shell.register_magic_function(magic, magic_kind=kind, magic_name=command["name"])


def make_magic(shell, name, run):
    def magic(line, cell=None):
        value = Value(run({"name": name, "line": line, "cell": cell}))
        value.cell = current_cell(shell)
        return value

    magic.__name__ = name
    magic.__doc__ = f"A command of TensorFlow GPU Doctor. `%{name} --help` describes it."
    return magic


def ask_kernel(shell, table, request):
    """Asks the kernel to run a command, and waits. An interrupt closes the connection: the command stops."""
    parent = parent_of(shell)
    mark = publish_mark(shell, parent)
    request.update(secret=table["secret"], cell_id=current_cell(shell), mark=mark, capture=is_captured(shell))
    with connect(table["address"]) as kernel:
        kernel.sendall(json.dumps(request).encode("ascii") + b"\n")
        with kernel.makefile("r", encoding="utf-8") as answers:
            line = answers.readline()
    if not line:
        raise Failed("The kernel stopped before the command was done.")
    answer = json.loads(line)
    if "error" in answer:
        raise Failed(answer["error"])
    for kind, content in answer["outputs"]:
        show(shell, kind, content)
    return answer["value"]


def publish_mark(shell, parent):
    """Publishes a mark behind what was printed. The kernel waits for it before it shows anything."""
    sys.stdout.flush()
    sys.stderr.flush()
    mark = uuid.uuid4().hex
    kernel = shell.kernel
    kernel.session.send(kernel.iopub_socket, "tf_gpu_doctor_mark", {"mark": mark}, parent)
    return mark


def is_captured(shell):
    """Whether the cell collects its displays (`%%capture`) or what it prints. Then the kernel shows nothing."""
    from ipykernel.iostream import OutStream
    from IPython.core.displaypub import CapturingDisplayPublisher

    publisher = shell.display_pub
    return isinstance(publisher, CapturingDisplayPublisher) or not isinstance(sys.stdout, OutStream)


def show(shell, kind, content):
    """Shows a message of the command in the cell, which may collect its output."""
    if kind == "stream":
        sys.stdout.write(content["text"])
        return
    more = {"transient": content["transient"]} if "transient" in content else {}
    if kind == "update_display_data":
        more["update"] = True
    shell.display_pub.publish(data=content["data"], metadata=content["metadata"], **more)


def connect(address):
    if isinstance(address, str):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.connect(address)
        return connection
    return socket.create_connection(tuple(address))


def parent_of(shell):
    kernel = shell.kernel
    if hasattr(kernel, "get_parent"):
        return kernel.get_parent("shell")
    return kernel._parent_header


def current_cell(shell):
    """The id of the request that runs this cell; in a terminal the number of the cell."""
    if not hasattr(shell, "kernel"):
        return shell.execution_count
    return parent_of(shell).get("header", {}).get("msg_id")


def catch_up(cells, count):
    """Enters cells that the kernel ran, [[number, source], ...], and sets the number of the next one."""
    shell = current_shell()
    for number, source in cells:
        shell.history_manager.store_inputs(number, source)
    shell.execution_count = count
