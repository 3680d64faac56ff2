#!/usr/bin/env python3
"""1,000 nodes on one real centre, loopback: memory of central for each, a reconnect storm, idle load.

The nodes share processes (bench/fleet_replicas.cpp), each with its own keys, two CURVE connections and its own database;
central is the daemon as it ships. Told are: central's memory before and after the nodes came; how long until every node
has its WELCOME again after all drop and dial at once, and after central was killed and started anew; and central's
processor time while nothing happens. One JSON object.
"""

import argparse
import json
import os
import pathlib
import sys
import tempfile
import time

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "demo"))
sys.path.insert(0, str(ROOT / "bench"))

import fleet  # noqa: E402
import processes  # noqa: E402  (the demo's)
import system as systems  # noqa: E402


def memory_kib(pid):
    """Resident now, and the most there was."""
    found = {}
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        name, _, value = line.partition(":")
        if name in ("VmRSS", "VmHWM"):
            found[name] = int(value.split()[0])
    return found["VmRSS"], found["VmHWM"]


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def storm(replicas, count, begin):
    """Seconds from `begin` until a half, and all, of the nodes have a session again."""
    started = time.time_ns() // 1000
    before = begin() or started
    replicas.wait("every session again", lambda _lines: len(replicas.last_live_since(started)) == count, 120)
    times = sorted((at - before) / 1e6 for at in replicas.last_live_since(started).values())
    return {"half_s": round(times[len(times) // 2], 2), "all_s": round(times[-1], 2)}


def run(options, top):
    system = systems.System(options.bin, processes.fresh_folder(top / "run"), ["PKXXA"])
    replicas = None
    try:
        system.make_central()
        system.start_central()
        system.trust_agencies({"wl/demo"})
        system.add_port(system.ports[0])
        system.start_port(system.ports[0])
        system.put_first_list_in_force(system.import_demo_list("watchlist"))
        alone = memory_kib(system.central.child.pid)[0]
        replicas = fleet.Fleet(system, options.nodes, options.processes)
        added = memory_kib(system.central.child.pid)[0]
        replicas.start()
        replicas.wait("every session", lambda _lines: len(replicas.last_live_since(0)) == options.nodes, 180)
        time.sleep(options.settle)
        pid = system.central.child.pid
        live, most = memory_kib(pid)
        before, since = processor_seconds(pid), time.monotonic()
        time.sleep(options.idle)
        load = (processor_seconds(pid) - before) / (time.monotonic() - since)
        used = processor_seconds(pid)
        dropped = storm(replicas, options.nodes, replicas.dial_again)
        dropped["central_processor_s"] = round(processor_seconds(pid) - used, 2)
        time.sleep(options.settle)
        after_storm = memory_kib(pid)[0]

        def restart():
            system.central.kill()
            time.sleep(options.down)
            system.start_central()
            return time.time_ns() // 1000  # Its API answers, so it listens.
        restarted = storm(replicas, options.nodes, restart)
        print(json.dumps({"nodes": options.nodes, "processes": options.processes, "central_kib": alone, "with_keys_kib": added, "with_sessions_kib": live,
                          "kib_a_node": round((live - alone) / options.nodes, 1), "most_kib": most, "after_storm_kib": after_storm,
                          "idle_percent_of_a_core": round(load * 100, 2), "dropped_and_dialled": dropped,
                          f"central_killed_for_{options.down}_s": restarted} | fleet.machine(system.folder)), flush=True)
    finally:
        if replicas is not None:
            replicas.stop()
        system.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", default=ROOT / "build" / "release" / "bin")
    parser.add_argument("--nodes", type=int, default=1000)
    parser.add_argument("--processes", type=int, default=16, help="that share the nodes; libzmq gives a process 1,023 sockets, a node has four, eight while it dials again")
    parser.add_argument("--settle", type=float, default=15.0, help="seconds before anything is read")
    parser.add_argument("--idle", type=float, default=30.0, help="seconds over which the idle load is taken")
    parser.add_argument("--down", type=float, default=0.5, help="seconds between central's end and its start")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sarhad-many-") as top:
        run(options, pathlib.Path(top))
    return 0


if __name__ == "__main__":
    sys.exit(main())
