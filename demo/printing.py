"""What the demo prints: plain aligned lines, one thing each, with the time since the start."""

import os
import signal
import threading
import time

_start = time.monotonic()
_lock = threading.Lock()


def _say(text):
    with _lock:
        try:
            print(text, flush=True)
        except BrokenPipeError:
            # Nobody reads on, as behind `| head`: the demo ends as by Ctrl-C, and what else it says goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.kill(os.getpid(), signal.SIGTERM)


def title(text):
    _say(f"\n== {text}")


def line(where, what):
    _say(f"{time.monotonic() - _start:8.2f} s  {where:<9} {what}")


def more(text):
    """A line that belongs to the one above."""
    _say(f"{'':22}{text}")


def plain(text=""):
    _say(text)
