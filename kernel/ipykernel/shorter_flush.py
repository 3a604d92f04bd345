"""Lets ipykernel wait for its output thread once in a cell instead of four times.

Before it replies and before it is idle, ipykernel flushes stdout and stderr. Each flush gives the output thread two
events and waits for them, also when there is nothing to flush. Here a flush returns at once when nothing was written
and the output thread has done everything that it was given; otherwise ipykernel's own flush runs. So a flush promises
what it always did: what was written and published before it has left the thread, or stands in its queue.

Loaded by launch.py. Needs Python 3.6; where ipykernel's parts have other names, nothing is changed.
"""

import functools
import threading


def install():
    from ipykernel.iostream import IOPubThread, OutStream

    if hasattr(IOPubThread, "schedule") and hasattr(OutStream, "flush") and hasattr(OutStream, "_flush"):
        IOPubThread.schedule = counting(IOPubThread.schedule)
        OutStream._flush = marking(OutStream._flush)
        OutStream.flush = skipping(OutStream.flush)


class Account:
    """How many events an output thread was given, and how many of them are done. Only that thread writes `done`."""

    def __init__(self):
        self.lock = threading.Lock()
        self.given = 0
        self.done = 0


def counting(schedule):
    """IOPubThread.schedule that keeps an account. Any thread may call it."""

    @functools.wraps(schedule)
    def schedule_and_count(self, function):
        # Without the thread, before its start and in a forked process, ipykernel calls the function at once.
        if not self.thread.is_alive():
            return schedule(self, function)
        account = account_of(self)
        with account.lock:
            account.given += 1
        if getattr(function, "__func__", None) is threading.Event.set:
            # The end of a flush, which wakes the thread that waits: that one must find it done.
            return schedule(self, functools.partial(finish_and_call, account, function))
        return schedule(self, functools.partial(call_and_finish, account, function))

    return schedule_and_count


def account_of(thread):
    try:
        return thread._tf_gpu_doctor_account
    except AttributeError:
        # The first of several threads wins.
        return vars(thread).setdefault("_tf_gpu_doctor_account", Account())


def call_and_finish(account, function):
    try:
        function()
    finally:
        account.done += 1


def finish_and_call(account, function):
    account.done += 1
    function()


def marking(flush_here):
    """OutStream._flush that says while it runs. It also runs by a timer, which no account knows of."""

    @functools.wraps(flush_here)
    def flush_and_mark(self):
        self._tf_gpu_doctor_flushing = True
        try:
            flush_here(self)
        finally:
            self._tf_gpu_doctor_flushing = False

    return flush_and_mark


def skipping(flush):
    """OutStream.flush that does not wait for nothing."""

    @functools.wraps(flush)
    def flush_what_is_new(self):
        if not is_flushed(self):
            flush(self)

    return flush_what_is_new


def is_flushed(stream):
    """
    Whether everything that was written before this call stands in the thread's queue, and that is empty. `_flush`
    takes `_flush_pending` back when it begins and gives the thread its last event before it ends, so this order of
    questions misses nothing.
    """
    thread = stream.pub_thread
    if thread is None or stream.echo is not None or not thread.thread.is_alive():
        return False
    if getattr(stream, "_flush_pending", True) or getattr(stream, "_tf_gpu_doctor_flushing", False):
        return False
    account = account_of(thread)
    return account.given == account.done
