#!/usr/bin/env python3
"""A hit committed at one port until its alert is committed at every other: real processes, keys and files, loopback.

First so many real nodes, then replicas that share processes, each with its own keys, connections and database. The times
are those that the daemons name in their own events, on one machine's clock; what reads them looks four times a second, so
that it takes nothing from them. Prints a JSON object for each.
"""

import argparse
import dataclasses
import json
import pathlib
import sys
import tempfile
import time

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "demo"))
sys.path.insert(0, str(ROOT / "bench"))

import alert_latency  # noqa: E402
import fleet  # noqa: E402
import messages  # noqa: E402  (the demo's)
import processes  # noqa: E402
import system as systems  # noqa: E402


def raise_hit(system, feed, number):
    """The alert's id, and when the port had committed it."""
    port = system.ports[0]
    before = set(feed.ids(port.name, "hit_raised"))
    port.deliver(f"{number:06d}.edi", messages.compose(
        f"F{number:05d}", f"XQ{number % 1000:03d}", "XXD", port.locode[2:],
        [dataclasses.replace(alert_latency.LISTED, document=f"XL{number:07d}")]))
    found = processes.wait_for("the hit", lambda: set(feed.ids(port.name, "hit_raised")) - before, 30, system.daemons())
    alert = found.pop()
    return alert, feed.at(port.name, "hit_raised", alert)


def summary(name, times, whole):
    """`times`: of each alert at each port; `whole`: of each alert at its last port. In ms."""
    times.sort()
    whole.sort()
    return {"row": name, "alerts": len(whole), "samples": len(times), "p50_ms": alert_latency.at(times, 500),
            "p90_ms": alert_latency.at(times, 900), "p99_ms": alert_latency.at(times, 990), "max_ms": round(times[-1], 2),
            "last_port_p50_ms": alert_latency.at(whole, 500)}


def with_nodes(options, top):
    system = systems.System(options.bin, processes.fresh_folder(top / "nodes"), fleet.locodes(options.ports + 1))
    feed = None
    try:
        system.make_central()
        system.start_central()
        system.trust_agencies({"wl/demo"})
        for port in system.ports:
            system.add_port(port)
            system.start_port(port)
        system.put_first_list_in_force(system.import_demo_list("watchlist"))
        feed = fleet.LazyFeed(system.ports)
        feed.start()
        times, whole = [], []
        others = system.ports[1:]
        for number in range(options.warm_up + options.hits):
            alert, raised = raise_hit(system, feed, number)

            def at_all():
                return all(feed.at(port.name, "alert_received", alert) for port in others)
            processes.wait_for("the alert at every port", at_all, 30, system.daemons())
            if number >= options.warm_up:
                taken = [(feed.at(port.name, "alert_received", alert) - raised) / 1000 for port in others]
                times += taken
                whole.append(max(taken))
        print(json.dumps(summary(f"{options.ports} nodes", times, whole) | fleet.machine(system.folder)), flush=True)
    finally:
        if feed is not None:
            feed.stop()
        system.stop()


def with_replicas(options, top):
    system = systems.System(options.bin, processes.fresh_folder(top / "replicas"), ["PKXXA"])
    feed, replicas = None, None
    try:
        system.make_central()
        system.start_central()
        system.trust_agencies({"wl/demo"})
        system.add_port(system.ports[0])
        system.start_port(system.ports[0])
        replicas = fleet.Fleet(system, options.replicas, options.processes)
        replicas.start()
        system.put_first_list_in_force(system.import_demo_list("watchlist"))
        replicas.wait("every session", lambda _lines: len(replicas.last_live_since(0)) == options.replicas, 180)
        feed = fleet.LazyFeed(system.ports)
        feed.start()
        times, whole = [], []
        for number in range(options.warm_up + options.hits):
            alert, raised = raise_hit(system, feed, number)
            replicas.wait("the alert at every replica", lambda _lines: len(replicas.alerted(alert)) == options.replicas, 60)
            if number >= options.warm_up:
                taken = [(at - raised) / 1000 for at in replicas.alerted(alert).values()]
                times += taken
                whole.append(max(taken))
            time.sleep(0.3)  # Acknowledgements are still on their way.
        print(json.dumps(summary(f"{options.replicas} replicas in {options.processes} processes", times, whole)
                         | fleet.machine(system.folder)), flush=True)
    finally:
        if feed is not None:
            feed.stop()
        if replicas is not None:
            replicas.stop()
        system.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", default=ROOT / "build" / "release" / "bin")
    parser.add_argument("--ports", type=int, default=30, help="real nodes beside the one that raises the hit; 0: none")
    parser.add_argument("--replicas", type=int, default=1000, help="0: none")
    parser.add_argument("--processes", type=int, default=16, help="that share the replicas")
    parser.add_argument("--hits", type=int, default=60)
    parser.add_argument("--warm-up", type=int, default=3, help="hits before those that count")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sarhad-fan-out-") as top:
        if options.ports:
            with_nodes(options, pathlib.Path(top))
        if options.replicas:
            with_replicas(options, pathlib.Path(top))
    return 0


if __name__ == "__main__":
    sys.exit(main())
