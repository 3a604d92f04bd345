"""Runs a command in a terminal of its own, types what it asks for, and prints everything that terminal showed.

Usage: python type_secret.py QUESTION SECRET COMMAND...
"""

import os
import pty
import sys

question, secret, command = sys.argv[1].encode(), sys.argv[2].encode(), sys.argv[3:]
pid, terminal = pty.fork()
if pid == 0:
    os.execv(command[0], command)
shown = b""
asked = False
while True:
    try:
        piece = os.read(terminal, 4096)
    except OSError:  # Linux says so when the other side has gone
        break
    if not piece:
        break
    shown += piece
    if question in shown and not asked:
        asked = True
        os.write(terminal, secret + b"\r")
status = os.waitpid(pid, 0)[1]
sys.stdout.write(shown.decode("utf-8", "replace"))
sys.exit(os.WEXITSTATUS(status) if asked else 99)
