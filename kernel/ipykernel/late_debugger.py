"""Loads debugpy on the first debug request instead of at the start, where it takes a third of the time.

Loaded by launch.py before ipykernel's application. Needs Python 3.6; where ipykernel has no debugger (version 5) or
debugpy is not installed, nothing is changed.
"""

import importlib
import importlib.util
import os
import sys


def install():
    """Puts `LateDebugger` in the place of ipykernel's Debugger, which needs debugpy as soon as it is made."""
    if importlib.util.find_spec("debugpy") is None or "debugpy" in sys.modules:
        return
    # An import of it fails while this stands here. ipykernel then takes it for not installed.
    sys.modules["debugpy"] = None
    try:
        from ipykernel import debugger
    except ImportError:
        sys.modules.pop("ipykernel.debugger", None)
        return
    finally:
        del sys.modules["debugpy"]
    if getattr(debugger, "_is_debugpy_available", None) is not False:
        return
    debugger._is_debugpy_available = True
    debugger.Debugger = LateDebugger


class LateDebugger:
    """Becomes ipykernel's Debugger when it is asked for the first time, on the thread of the control channel."""

    def __init__(self, *given, **named):
        from tornado.locks import Event

        self._given = given, named
        self._loaded = Event()
        self._debugger = None
        self._failure = None

    async def process_request(self, message):
        debugger = self._load()
        if debugger is not None:
            return await debugger.process_request(message)
        return {
            "type": "response",
            "request_seq": message.get("seq"),
            "command": message.get("command"),
            "success": False,
            "message": "The debugger cannot be used, because debugpy cannot be imported: %s" % self._failure,
        }

    async def handle_stopped_event(self):
        """Called by ipykernel again and again: waits for the first debug request."""
        await self._loaded.wait()
        await self._debugger.handle_stopped_event()

    def __getattr__(self, name):
        debugger = self._load()
        if debugger is None:
            raise AttributeError(name)
        return getattr(debugger, name)

    def _load(self):
        """The real debugger; None when debugpy turns out to be broken."""
        if self._debugger is None and self._failure is None:
            try:
                self._debugger = load(*self._given)
            except Exception as error:
                self._failure = "%s: %s" % (type(error).__name__, error)
            else:
                self._loaded.set()
        return self._debugger


def load(given, named):
    from ipykernel import debugger

    modules = set(sys.modules)
    name = "PYDEVD_DISABLE_FILE_VALIDATION"
    before = os.environ.get(name)
    # Otherwise pydevd's note about frozen modules would become the output of the cell that runs.
    os.environ[name] = "1"
    try:
        real = importlib.reload(debugger)
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
    if not real._is_debugpy_available:
        import debugpy.server.api  # noqa: F401 - raises what is wrong with it

        raise ImportError("ipykernel cannot use this version of debugpy")
    leave_out(given, [module for name, module in list(sys.modules.items()) if name not in modules])
    return real.Debugger(*given, **named)


def leave_out(given, modules):
    """Adds the files of modules to the list of those that ipykernel keeps the debugger from stopping in."""
    files = [module.__file__ for module in modules if getattr(module, "__file__", None)]
    for one in given:
        if isinstance(one, list):
            one.extend(files)
