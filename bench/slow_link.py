#!/usr/bin/env python3
"""An alert under full bulk on a bad link: from central's COMMIT to the COMMIT at the far port, real processes.

A TUN relay between two network namespaces stands for the link (tests/link/relay.cpp). One port beside central raises a
hit every second or two; the port at the far end gets the alert while a large list comes down, or its own crossings of
an outage go up. Told are the alert's times, and what the relay carried in percent of the line's rate. One JSON object
a row. Needs root and /dev/net/tun.
"""

import argparse
import dataclasses
import json
import os
import pathlib
import platform
import random
import signal
import sys
import tempfile
import time

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "demo"))
sys.path.insert(0, str(ROOT / "tests" / "link"))

import bad_link  # noqa: E402
import alert_latency  # noqa: E402
import api_client  # noqa: E402  (the demo's)
import messages  # noqa: E402
import processes  # noqa: E402

SYLLABLES = ["BRA", "VEN", "TOL", "MAR", "ISK", "ORV", "DEL", "QUI", "ZAN", "FEL", "HUR", "NAD"]
ENTRY_BYTES = 220   # Of an invented entry in a delta, about: how many fill the line for as long as is measured.
ROW_BYTES = 420     # Of a crossing's row in a batch, about.
WARM_UP = 15        # Seconds before anything is counted.


@dataclasses.dataclass(frozen=True)
class Row:
    name: str
    conditions: bad_link.Conditions
    bulk: str                 # "down", "up", "both" or "none"
    mtu: int = 1500
    up: bad_link.Conditions = None  # Where it differs from the way down.


VSAT = bad_link.Conditions(rate=256_000, delay_ms=300, loss=0.5)
CLEAN = dataclasses.replace(VSAT, loss=0.0)
LOSSY = dataclasses.replace(VSAT, loss=3.0)
ROWS = [
    Row("256k-down", VSAT, "down"),
    Row("256k-up", VSAT, "up"),
    Row("256k-both", VSAT, "both"),
    Row("256k-idle", VSAT, "none"),
    Row("256k-mtu576-down", VSAT, "down", mtu=576),
    Row("256k-loss-down-only", LOSSY, "down", up=CLEAN),
    Row("64k-down", dataclasses.replace(VSAT, rate=64_000), "down"),
    Row("64k-up", dataclasses.replace(VSAT, rate=64_000), "up"),
    Row("2M-down", bad_link.Conditions(rate=2_000_000, delay_ms=20, loss=3.0), "down"),
    Row("2M-up", bad_link.Conditions(rate=2_000_000, delay_ms=20, loss=3.0), "up"),
]


def invented(rng):
    return "".join(rng.choice(SYLLABLES) for _ in range(3))


def large_list(folder, entries, rng):
    """An agency's own list of invented persons, as sarhad-csv."""
    file = folder / "large.csv"
    with open(file, "w", encoding="ascii") as out:
        out.write("reference,name,aliases,date_of_birth,passport,remarks\n")
        for number in range(entries):
            noise = "".join(rng.choice("abcdefghijklmnopqrstuvwxyz ") for _ in range(60))
            out.write(f"R{number:07d},{invented(rng)} {invented(rng)},{invented(rng)} {invented(rng)},"
                      f"{rng.randint(1950, 2004)}-0{rng.randint(1, 9)}-1{rng.randint(0, 9)},XB{number:07d},{noise}\n")
    return file


class Bench:
    def __init__(self, options, row, link, folder):
        self.options = options
        self.row = row
        self.link = link
        self.rng = random.Random(options.seed)
        self.folder = folder
        self.system = bad_link.SplitSystem(options.bin, folder, ["PKXXA", "PKXXB"], link)
        self.raised = {}
        self.feed = None

    def run(self):
        try:
            self._start()
            self._fill()
            return self._measure()
        finally:
            if self.feed is not None:
                self.feed.stop()
            self.system.stop()

    def _start(self):
        self.link.set(bad_link.Conditions(), bad_link.Conditions())
        system = self.system
        system.make_central()
        system.start_central()
        system.trust_agencies({"wl/demo"})
        for port in system.ports:
            system.add_port(port)
            system.start_port(port)
            system.follow(port)
        system.put_first_list_in_force(system.import_demo_list("watchlist"))
        self.feed = api_client.EventFeed(system.socket, self._on_central)
        self.feed.start()

    def _on_central(self, name, data, when):
        if name == "alert_raised":
            self.raised.setdefault(data["id"], when)

    def _seconds_of_bulk(self, item_bytes):
        seconds = self.options.seconds + 2 * WARM_UP
        return int(self.row.conditions.rate / 8 * seconds / item_bytes)

    def _fill(self):
        """The link is cut; what is to be carried piles up at both ends; then it is as bad as the row says."""
        cut = dataclasses.replace(self.row.conditions, loss=100.0)
        self.link.set(cut, cut)
        far = self.system.far
        if self.row.bulk in ("down", "both"):
            csv = large_list(self.folder, self._seconds_of_bulk(ENTRY_BYTES), self.rng)
            list_file = self.folder / "large.list"
            self.system.ctl_json("list", "import", "--format", "sarhad-csv", "--source", "BENCH", "--name", "wl/demo/large", "--action", "inform",
                                 "--output", list_file, csv)
            self.system.ctl_json("list", "publish", list_file, "--key", self.system.agency_key)
        if self.row.bulk in ("up", "both"):
            wanted = self._seconds_of_bulk(ROW_BYTES)
            sent = 0
            while sent < wanted:
                people = [messages.Person(invented(self.rng), invented(self.rng), "1980-01-15", f"XK{sent + index:07d}")
                          for index in range(min(200, wanted - sent))]
                far.deliver(f"b{sent:07d}.edi", messages.compose(f"B{sent:06d}", "XQ200", "XXD", "XXA", people))
                sent += len(people)
            processes.wait_for("the crossings of the outage", lambda: far.status()["screened"] >= wanted, 300,
                               self.system.daemons())
        processes.wait_for("the outage to be seen", lambda: not self._is_linked(), 90)
        self.link.set(self.row.conditions, self.row.up or self.row.conditions)
        processes.wait_for("the link", self._is_linked, 120)

    def _is_linked(self):
        return self.system.far.status()["link"]["session"] == "live"

    def _raise(self, number):
        self.system.ports[0].deliver(f"{number:06d}.edi", messages.compose(
            f"L{number:05d}", f"XQ{number % 1000:03d}", "XXD", "XXA",
            [dataclasses.replace(alert_latency.LISTED, document=f"XL{number:07d}")]))

    def _measure(self):
        begun = time.monotonic()
        warm = begun + WARM_UP
        end = warm + self.options.seconds
        number, marks = 0, None
        while time.monotonic() < end:
            if marks is None and time.monotonic() >= warm:
                self.link.stats()
                marks = (time.monotonic(), len(self.raised), self._waiting())
            self._raise(number)
            number += 1
            time.sleep(self.rng.uniform(0.8, 2.0))
        carried, seconds, waiting = self.link.stats(), time.monotonic() - marks[0], self._waiting()
        ids = list(self.raised)[marks[1]:]
        lost, times = 0, []
        deadline = time.monotonic() + 20
        for alert in ids:
            got = self.system.timeline.when(self.system.far.name, "alert_received", alert)
            while got is None and time.monotonic() < deadline:
                time.sleep(0.1)
                got = self.system.timeline.when(self.system.far.name, "alert_received", alert)
            if got is None:
                lost += 1
            else:
                times.append((got - self.raised[alert]) * 1000)
        return self._summary(sorted(times), lost, carried, seconds, marks[2], waiting)

    def _waiting(self):
        """Deltas of the list that the far port lacks, and rows in its outbox."""
        lists = self.system.nodes()[self.system.far.node].get("lists", [])
        missing = sum(one["missing"] for one in lists)
        return missing, self.system.far.outbox()

    def _summary(self, times, lost, carried, seconds, before, after):
        rates = {"down": self.row.conditions.rate, "up": (self.row.up or self.row.conditions).rate}
        found = {"row": self.row.name, "congestion": self.options.congestion, "alerts": len(times), "not_in_20_s": lost}
        if times:
            found |= {"p50_ms": alert_latency.at(times, 500), "p90_ms": alert_latency.at(times, 900),
                      "p99_ms": alert_latency.at(times, 990), "max_ms": round(times[-1], 1)}
        for way, rate in rates.items():
            found[f"{way}_use_percent"] = round(carried[way]["bytes"] * 800 / seconds / rate, 1)
            found[f"{way}_longest_queue_ms"] = round(carried[way]["longest_queue"] * 8000 / rate)
            found[f"{way}_dropped"] = carried[way]["dropped"]
        found |= {"deltas_applied": before[0] - after[0], "deltas_left": after[0], "rows_up": before[1] - after[1],
                  "rows_left": after[1], "seconds": round(seconds)}
        return found


def run_row(options, row):
    with tempfile.TemporaryDirectory(prefix="sarhad-link-") as top:
        folder = processes.fresh_folder(pathlib.Path(top) / "run")
        with bad_link.BadLink(options.relay, options.seed, row.mtu, options.congestion) as link:
            found = Bench(options, row, link, folder).run()
        found["fsync_p50_us"] = alert_latency.fsync_p50_us(folder)
    print(json.dumps(found), flush=True)


def interrupted(_signal, _frame):
    raise KeyboardInterrupt


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", default=ROOT / "build" / "release" / "bin")
    parser.add_argument("--relay", default=None, help="the relay; by default beside the daemons")
    parser.add_argument("--row", action="append", choices=[row.name for row in ROWS], help="by default every row")
    parser.add_argument("--seconds", type=int, default=180, help="of measuring, for each row")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--congestion", default="", help="TCP's congestion control at both ends, one that net.ipv4.tcp_allowed_congestion_control names; by default the machine's own")
    options = parser.parse_args()
    options.relay = pathlib.Path(options.relay or pathlib.Path(options.bin) / "link_relay")
    reason = bad_link.reason_not(options.relay)
    if reason:
        print(f"slow_link: skipped: {reason}")
        return 0
    signal.signal(signal.SIGTERM, interrupted)
    print(json.dumps({"cores": os.cpu_count(), "kernel": platform.release()}))
    for row in ROWS:
        if not options.row or row.name in options.row:
            run_row(options, row)
    return 0


if __name__ == "__main__":
    sys.exit(main())
