"""Tries shorter_flush.py on ipykernel's own output thread, whose socket is a list. Prints one JSON line.

Usage: python flush.py shorter_flush.py
"""

import collections
import importlib.util
import json
import os
import random
import sys
import threading
import time

import zmq
from ipykernel.iostream import IOPubThread, OutStream
from jupyter_client.session import Session

ROUNDS = 1500


class Sent(list):
    """What left the output thread, in order. Stands for the socket."""

    context = zmq.Context()

    def send_multipart(self, frames, **_):
        self.append(json.loads(frames[-1].decode())["text"])


def install(file):
    spec = importlib.util.spec_from_file_location("shorter_flush", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.install()


def start():
    sent = Sent()
    thread = IOPubThread(sent, pipe=True)
    thread.start()
    # ipykernel's timer flushes 0.2 s after a write; here all the time, beside the flushes that are asked for.
    OutStream.flush_interval = 0.0005
    return sent, thread, OutStream(Session(key=b"key"), thread, "stdout", watchfd=False)


def behind(sent, thread, text):
    """Whether a text left the thread before what is given to it now."""
    done = threading.Event()
    seen = []
    thread.schedule(lambda: seen.append(text in "".join(sent)))
    thread.schedule(done.set)
    return done.wait(10) and seen == [True]


def flushes_of_threads():
    """Every thread writes, flushes and looks whether its text stands before what it publishes next."""
    sent, thread, stream = start()
    late = []

    def work(name):
        for number in range(ROUNDS):
            text = "<%s %d>" % (name, number)
            stream.write(text)
            time.sleep(random.choice((0, 0, 0.0004, 0.0006)))
            stream.flush()
            if number % 3 == 0:
                stream.flush()
            thread.schedule(lambda text=text: any(text in one for one in reversed(sent)) or late.append(text))

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    stream.flush()
    behind(sent, thread, "")
    text = "".join(sent)
    lost = [name for name in "abc" for number in range(ROUNDS) if "<%s %d>" % (name, number) not in text]
    return {"late": len(late), "lost": len(lost)}


class Events(collections.deque):
    """The events of an output thread, which counts them."""

    given = 0

    def append(self, event):
        self.given += 1
        super().append(event)


def events_of_flushes():
    """How many events the thread gets from a write and four flushes, and from four more."""
    _, thread, stream = start()
    events = thread._events = Events()
    counts = []
    for text in ("text", ""):
        events.given = 0
        if text:
            stream.write(text)
        for _ in range(2):
            stream.flush()
            stream.flush()
            settle(thread)
        counts.append(events.given)
    return counts


def settle(thread):
    account = thread._tf_gpu_doctor_account
    while account.given != account.done:
        time.sleep(0.001)


def blocked_thread():
    """A flush gives up waiting for a thread that hangs, and waits again the next time."""
    sent, thread, stream = start()
    stream.flush_timeout = 0.05
    gate = threading.Event()
    thread.schedule(gate.wait)
    stream.write("kept")
    took = []
    for _ in range(2):
        began = time.monotonic()
        stream.flush()
        took.append(time.monotonic() - began >= 0.05)
    gate.set()
    stream.flush()
    return {"waited": took, "kept": behind(sent, thread, "kept")}


class SlowSession(Session):
    """Takes its time to make a message, and says when it begins."""

    begun = threading.Event()

    def msg(self, *given, **named):
        self.begun.set()
        time.sleep(0.05)
        return super().msg(*given, **named)


def flush_beside_the_timer():
    """The timer has taken the text out of the stream and not yet published it."""
    sent, thread, _ = start()
    stream = OutStream(SlowSession(key=b"key"), thread, "stdout", watchfd=False)
    stream.write("taken")
    SlowSession.begun.wait()
    stream.flush()
    return behind(sent, thread, "taken")


def flush_after_a_publication():
    """What was published before a flush has left the thread behind it: a reply must not overtake it."""
    sent, thread, stream = start()
    thread.schedule(lambda: time.sleep(0.05) or sent.append("published"))
    stream.flush()
    return sent == ["published"]


def flush_on_the_thread():
    sent, thread, stream = start()
    stream.write("there")
    thread.schedule(stream.flush)
    settle(thread)
    return behind(sent, thread, "there")


def forked_child():
    """A child, which has no output thread, hands its text to the parent, at whatever moment it was forked."""
    sent, thread, stream = start()
    for number in range(20):
        stream.write("p%d " % number)
        child = os.fork()
        if child == 0:
            stream.write("c%d " % number)
            stream.flush()
            os._exit(0)
        os.waitpid(child, 0)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not all("c%d " % number in "".join(sent) for number in range(20)):
        time.sleep(0.01)
    stream.flush()
    behind(sent, thread, "")
    text = "".join(sent)
    return [name for number in range(20) for name in ("p%d " % number, "c%d " % number) if name not in text]


install(sys.argv[1])
trials = (
    flushes_of_threads,
    events_of_flushes,
    blocked_thread,
    flush_beside_the_timer,
    flush_after_a_publication,
    flush_on_the_thread,
    forked_child,
)
print(json.dumps({trial.__name__: trial() for trial in trials}))
os._exit(0)
