#!/usr/bin/env python3
"""How long a raised hit takes to be an alert committed at the other ports: real processes, real keys, loopback.

A listed traveller arrives at each port in turn. The port tells `hit_raised` once record, decision and outbox row are
committed; another port tells `alert_received` once the alert is committed there. Both are taken on one clock, as their
events come in. Prints one JSON object.
"""

import argparse
import json
import os
import pathlib
import platform
import sys
import tempfile
import time

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "demo"))

import messages  # noqa: E402  (the demo's)
import processes  # noqa: E402
import system as systems  # noqa: E402

LISTED = messages.Person("TARVENZAI", "MUHAMMAD", "1971-04-05", "XL0000001")


def fsync_p50_us(folder):
    """Median of a 4 KiB append and its fdatasync."""
    times = []
    with open(folder / "fsync", "wb", buffering=0) as file:
        for _ in range(500):
            start = time.perf_counter()
            file.write(bytes(4096))
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - start)
    return round(sorted(times)[len(times) // 2] * 1e6)


def start(system):
    """One centre and its ports, linked, each with the demo's list in force."""
    system.make_central()
    system.start_central()
    system.trust_agencies({"wl/demo"})
    for port in system.ports:
        system.add_port(port)
        system.start_port(port)
        system.follow(port)
    system.put_first_list_in_force(system.import_demo_list("watchlist"))


def raise_one(system, number, travellers):
    """Milliseconds from the hit at one port to the alert at each other one."""
    port = system.ports[number % len(system.ports)]
    people = [messages.Person("QUENVAR", "ODELLIN", "1980-01-15", f"XK{number:04d}{index:03d}")
              for index in range(travellers - 1)]
    before = set(hit["id"] for hit in port.alerts())
    port.deliver(f"{number:06d}.edi",
                 messages.compose(f"L{number:05d}", f"XQ{number % 1000:03d}", "XXD", port.locode[2:], people + [LISTED]))
    found = processes.wait_for("the alert", lambda: set(hit["id"] for hit in port.alerts()) - before, 30)
    alert = found.pop()
    raised = system.timeline.wait(port.name, "hit_raised", alert)
    return [(system.timeline.wait(other.name, "alert_received", alert) - raised) * 1000
            for other in system.ports if other is not port]


def at(times, permille):
    return round(times[min(len(times) - 1, len(times) * permille // 1000)], 2)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", default=ROOT / "build" / "release" / "bin")
    parser.add_argument("--hits", type=int, default=150, help="at most 190: a port's page shows 200 alerts")
    parser.add_argument("--travellers", type=int, default=6, help="in each message, the listed one last")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sarhad-bench-") as top:
        system = systems.System(options.bin, processes.fresh_folder(pathlib.Path(top) / "run"),
                                ["PKXXA", "PKXXB", "PKXXC"])
        try:
            start(system)
            times = []
            for number in range(options.hits):
                times += raise_one(system, number, options.travellers)
        finally:
            system.stop()
        times.sort()
        print(json.dumps({"hits": options.hits, "travellers": options.travellers, "samples": len(times),
                          "p50_ms": at(times, 500), "p90_ms": at(times, 900), "p99_ms": at(times, 990),
                          "max_ms": round(times[-1], 2), "fsync_p50_us": fsync_p50_us(system.folder),
                          "cores": os.cpu_count(), "kernel": platform.release()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
