"""What the demo prints: plain aligned lines, one thing each, with the time since the start."""

import threading
import time

_start = time.monotonic()
_lock = threading.Lock()


def title(text):
    with _lock:
        print(f"\n== {text}", flush=True)


def line(where, what):
    with _lock:
        print(f"{time.monotonic() - _start:8.2f} s  {where:<9} {what}", flush=True)


def more(text):
    """A line that belongs to the one above."""
    with _lock:
        print(f"{'':22}{text}", flush=True)


def plain(text=""):
    with _lock:
        print(text, flush=True)
