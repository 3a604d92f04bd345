"""A kernel and a client of it, for measuring: the same few lines of ZeroMQ for every kernel."""

import os
import shutil
import signal
import subprocess
import tempfile
import time

import zmq
from jupyter_client.connect import write_connection_file
from jupyter_client.session import Session

CHANNELS = {"shell": zmq.DEALER, "control": zmq.DEALER, "iopub": zmq.SUB}
# Nothing measured here takes a tenth of it on a slow machine.
LIMIT = 60


class Kernel:
    """
    Started at once; `argv` holds "{connection_file}", `interrupt_mode` is the kernelspec's. Use it in a with statement.
    """

    def __init__(self, argv, interrupt_mode="signal"):
        self.interrupt_mode = interrupt_mode
        self.folder = tempfile.mkdtemp(prefix="bench-kernel-")
        key = os.urandom(16).hex().encode()
        file, info = write_connection_file(os.path.join(self.folder, "kernel.json"), key=key)
        self.session = Session(key=key)
        self.context = zmq.Context()
        self.sockets = {name: self.connect(kind, info, name) for name, kind in CHANNELS.items()}
        environment = dict(os.environ, IPYTHONDIR=self.folder, JUPYTER_PLATFORM_DIRS="1")
        words = [word.replace("{connection_file}", file) for word in argv]
        self.log = open(os.path.join(self.folder, "log"), "w")
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            words,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            cwd=self.folder,
            # As jupyter_client does; ipykernel interrupts the processes of a cell only as leader of its group.
            start_new_session=True,
        )

    def connect(self, kind, info, name):
        socket = self.context.socket(kind)
        socket.linger = 0
        # Without these the client's own habits (100 ms between attempts, 1000 messages at most) would be measured.
        socket.reconnect_ivl = 2
        socket.reconnect_ivl_max = 10
        socket.rcvhwm = 0
        if kind == zmq.SUB:
            socket.subscribe(b"")
        socket.connect("tcp://%s:%d" % (info["ip"], info[name + "_port"]))
        return socket

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.send("shutdown_request", {"restart": False}, "control")
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.context.destroy(linger=0)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def send(self, kind, content, channel="shell"):
        """The id of the request."""
        return self.session.send(self.sockets[channel], kind, content)["header"]["msg_id"]

    def receive(self, channel):
        if not self.sockets[channel].poll(1000 * LIMIT):
            raise TimeoutError("no message on %s within %d s: %s" % (channel, LIMIT, self.said()))
        _, frames = self.session.feed_identities(self.sockets[channel].recv_multipart())
        message = self.session.deserialize(frames)
        # xeus-python has null here where others have an empty object.
        message["parent_header"] = message["parent_header"] or {}
        return message

    def said(self):
        self.log.flush()
        with open(self.log.name) as log:
            return log.read()[-2000:]

    def reply(self, request, channel="shell"):
        while True:
            message = self.receive(channel)
            if message["parent_header"].get("msg_id") == request:
                return message

    def ask(self, kind, content, channel="shell"):
        return self.reply(self.send(kind, content, channel), channel)

    def until_idle(self, request):
        """What came on iopub for the request, up to its idle."""
        messages = []
        while True:
            message = self.receive("iopub")
            if message["parent_header"].get("msg_id") != request:
                continue
            messages.append(message)
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return messages

    def submit(self, code):
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}}
        return self.send("execute_request", dict(content, allow_stdin=False, stop_on_error=True))

    def run(self, code):
        """Runs a cell to its reply and idle; what came on iopub."""
        request = self.submit(code)
        messages = self.until_idle(request)
        answer = self.reply(request)["content"]
        if answer["status"] != "ok":
            raise RuntimeError("%r ended with %s: %s" % (code, answer["status"], answer.get("evalue")))
        return messages

    def interrupt(self):
        """Interrupts as a client does that read the kernelspec."""
        if self.interrupt_mode == "message":
            self.send("interrupt_request", {}, "control")
        else:
            os.killpg(self.process.pid, signal.SIGINT)

    def memory_mib(self):
        """Resident memory of the process that was started, without its children."""
        return memory_mib(self.process.pid)

    def memory_of_child_mib(self):
        """Resident memory of its first child: the Python process of a kernel that is none itself."""
        pid = self.process.pid
        with open("/proc/%d/task/%d/children" % (pid, pid)) as file:
            return memory_mib(int(file.read().split()[0]))


def memory_mib(pid):
    with open("/proc/%d/status" % pid) as file:
        line = next(line for line in file if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024
