#!/usr/bin/env python3
"""How long an arrival waits while officers' pages are read: a real node, from the rename of a carrier's file to the event
that its message is recorded. First with nobody else at the node, then with clients that read its largest pages without a
pause. Prints one JSON object.
"""

import argparse
import hashlib
import json
import os
import pathlib
import platform
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "demo"))

import api_client  # noqa: E402  (the demo's)
import messages  # noqa: E402
import processes  # noqa: E402
import system as systems  # noqa: E402

PAGE = "/v1/crossings?limit=200"


def compose(number, travellers):
    people = [messages.Person("QUENVAR", "ODELLIN", "1980-01-15", f"XK{number:05d}{index:03d}") for index in range(travellers)]
    return messages.compose(f"A{number:05d}", f"XQ{number % 1000:03d}", "XXD", "XXA", people)


def arrive(system, number, travellers):
    """Milliseconds until it is recorded."""
    port = system.ports[0]
    text = compose(number, travellers)
    start = time.monotonic()
    port.deliver(f"{number:06d}.edi", text)
    digest = hashlib.blake2b(text.encode("utf-8"), digest_size=32).hexdigest()
    return (system.timeline.wait(port.name, "message_received", digest) - start) * 1000


class Readers:
    """Clients that read page after page."""

    def __init__(self, socket, count):
        self._socket = socket
        self._ends = threading.Event()
        self.pages = 0
        self._threads = [threading.Thread(target=self._read) for _ in range(count)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._ends.set()
        for thread in self._threads:
            thread.join()

    def _read(self):
        while not self._ends.is_set():
            try:
                api_client.get(self._socket, PAGE)
                self.pages += 1
            except (api_client.Unreachable, api_client.Refused):
                time.sleep(0.05)


def figures(times):
    times = sorted(times)
    at = [round(times[min(len(times) - 1, len(times) * permille // 1000)], 1) for permille in (500, 900, 990)]
    return dict(zip(("p50_ms", "p90_ms", "p99_ms"), at), max_ms=round(times[-1], 1))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", default=ROOT / "build" / "release" / "bin")
    parser.add_argument("--arrivals", type=int, default=100, help="in each of the two parts")
    parser.add_argument("--readers", type=int, default=8)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sarhad-bench-") as top:
        system = systems.System(options.bin, processes.fresh_folder(pathlib.Path(top) / "run"), ["PKXXA"])
        port = system.ports[0]
        try:
            system.make_central()
            system.start_central()
            system.add_port(port)
            system.start_port(port)
            system.follow(port)
            arrive(system, 0, 200)  # A page's worth.
            quiet = [arrive(system, 1 + number, 1) for number in range(options.arrivals)]
            with Readers(port.socket, options.readers) as readers:
                busy = [arrive(system, 10_000 + number, 1) for number in range(options.arrivals)]
        finally:
            system.stop()
        print(json.dumps({"arrivals": options.arrivals, "readers": options.readers, "quiet": figures(quiet),
                          "while_reading": figures(busy), "pages_read": readers.pages,
                          "cores": os.cpu_count(), "kernel": platform.release()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
