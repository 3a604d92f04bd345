"""The magics inside IPython: each asks the kernel in front to do the work, waits, and returns the value.

Loaded by launch.py. Needs IPython; otherwise the standard library only, Python 3.6 and newer.
"""

import json
import socket
import sys
import uuid


class Value(dict):
    """What a magic found. It stays quiet in the cell that made it, where its report stands already."""

    cell = None

    def _ipython_display_(self):
        if self.cell != current_cell(self.shell()):
            raise NotImplementedError("shown as any other dict")

    @staticmethod
    def shell():
        from IPython import get_ipython

        return get_ipython()

    def __reduce__(self):
        return dict, (dict(self),)


class Failed(Exception):
    """The command could not be done. Its own words are all there is to show: a traceback would add nothing."""

    def _render_traceback_(self):
        return str(self).splitlines()


def register(shell, file):
    """Makes a magic of each command in a JSON file: {"address", "secret", "commands": [{"name", "cell"}]}."""
    with open(file, encoding="utf-8") as source:
        table = json.load(source)
    for command in table["commands"]:
        kind = "line_cell" if command["cell"] else "line"
        magic = make_magic(shell, table, command["name"])
        shell.register_magic_function(magic, magic_kind=kind, magic_name=command["name"])


def make_magic(shell, table, name):
    def magic(line, cell=None):
        return call(shell, table, {"name": name, "line": line, "cell": cell})

    magic.__name__ = name
    magic.__doc__ = f"A command of TensorFlow GPU Doctor. `%{name} --help` describes it."
    return magic


def call(shell, table, request):
    """Asks the front and waits. An interrupt closes the connection, which tells the front to stop."""
    parent = parent_of(shell)
    mark = leave_mark(shell, parent)
    request.update(secret=table["secret"], cell_id=current_cell(shell), mark=mark)
    with connect(table["address"]) as front:
        front.sendall(json.dumps(request).encode("ascii") + b"\n")
        with front.makefile("r", encoding="utf-8") as answers:
            line = answers.readline()
    if not line:
        raise Failed("The kernel stopped before the command was done.")
    answer = json.loads(line)
    if "error" in answer:
        raise Failed(answer["error"])
    value = Value(answer["value"])
    value.cell = request["cell_id"]
    return value


def leave_mark(shell, parent):
    """Output travels another way than this call. The front waits for the mark, so it shows nothing too early."""
    sys.stdout.flush()
    sys.stderr.flush()
    mark = uuid.uuid4().hex
    kernel = shell.kernel
    kernel.session.send(kernel.iopub_socket, "tf_gpu_doctor_mark", {"mark": mark}, parent)
    return mark


def connect(address):
    if isinstance(address, str):
        front = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        front.connect(address)
        return front
    return socket.create_connection(tuple(address))


def parent_of(shell):
    kernel = shell.kernel
    if hasattr(kernel, "get_parent"):
        return kernel.get_parent("shell")
    return kernel._parent_header


def current_cell(shell):
    """The id of the request that runs this cell."""
    return parent_of(shell).get("header", {}).get("msg_id")


def catch_up(cells, count):
    """Enters the cells that the front ran itself, [[number, source], ...], and sets the number of the next one."""
    from IPython import get_ipython

    shell = get_ipython()
    for number, source in cells:
        shell.history_manager.store_inputs(number, source)
    shell.execution_count = count
