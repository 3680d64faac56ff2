#!/usr/bin/env python3
"""Three weeks of list deltas after an outage, over a bad link: how long, and how many bytes. Real processes.

A list is in force at a port. The link is cut; the list's agency publishes an edition a day, each with so many changed
entries; then the link is as tests/link/bad_link.py makes it, and what counts is the time until the port has the last
edition in force, and the bytes that the relay carried to it, all headers included. Beside it the row-delta bound: the
changed rows of each day as one text, compressed by zstd at its highest ordinary level. What an entry that does not change
costs is nothing, so that the list need not have 500,000 of them. One JSON object. Needs root and /dev/net/tun.
"""

import argparse
import ctypes
import ctypes.util
import dataclasses
import json
import pathlib
import random
import sys
import tempfile
import time

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "demo"))
sys.path.insert(0, str(ROOT / "bench"))
sys.path.insert(0, str(ROOT / "tests" / "link"))

import bad_link  # noqa: E402
import fleet  # noqa: E402
import processes  # noqa: E402  (the demo's)
import slow_link  # noqa: E402

HEAD = "reference,name,aliases,date_of_birth,passport,remarks\n"
ZSTD_LEVEL = 19


def packed(text):
    """Bytes that zstd makes of it."""
    zstd = ctypes.CDLL(ctypes.util.find_library("zstd"))
    for function in (zstd.ZSTD_compressBound, zstd.ZSTD_compress):
        function.restype = ctypes.c_size_t
    size = zstd.ZSTD_compressBound(ctypes.c_size_t(len(text)))
    out = ctypes.create_string_buffer(size)
    return zstd.ZSTD_compress(out, ctypes.c_size_t(size), text, ctypes.c_size_t(len(text)), ZSTD_LEVEL)


def entry(number, rng):
    return (f"R{number:07d},{slow_link.invented(rng)} {slow_link.invented(rng)},{slow_link.invented(rng)} {slow_link.invented(rng)},"
            f"{rng.randint(1950, 2004)}-0{rng.randint(1, 9)}-1{rng.randint(0, 9)},XB{rng.randint(0, 9999999):07d},\n")


class Outage:
    def __init__(self, options, link, folder):
        self.options = options
        self.link = link
        self.rng = random.Random(options.seed)
        self.folder = folder
        self.rows = {number: entry(number, self.rng) for number in range(options.entries)}
        self.system = bad_link.SplitSystem(options.bin, folder, ["PKXXB"], link)
        self.bound = 0
        self.raw = 0

    def _publish(self):
        file = self.folder / "large.csv"
        file.write_text(HEAD + "".join(self.rows.values()), encoding="ascii")
        list_file = self.folder / "large.list"
        self.system.ctl_json("list", "import", "--format", "sarhad-csv", "--source", "BENCH", "--name", "wl/demo/large", "--action", "inform",
                             "--output", list_file, file)
        self.system.ctl_json("list", "publish", list_file, "--key", self.system.agency_key)

    def _change(self):
        changed = sorted(self.rng.sample(sorted(self.rows), self.options.changed))
        for number in changed:
            self.rows[number] = entry(number, self.rng)
        text = "".join(self.rows[number] for number in changed).encode()
        self.raw += len(text)
        self.bound += packed(text)

    def _missing(self):
        lists = self.system.nodes()[self.system.far.node].get("lists", [])
        return sum(one["missing"] for one in lists) if lists else None

    def run(self):
        system = self.system
        try:
            self.link.set(bad_link.Conditions(), bad_link.Conditions())
            system.make_central()
            system.start_central()
            system.trust_agencies({"wl/demo"})
            system.add_port(system.far)
            system.start_port(system.far)
            self._publish()
            processes.wait_for("the list", lambda: system.far.get("/v1/lists")["lists"] and self._missing() == 0, 180, system.daemons())
            vsat = slow_link.VSAT
            cut = dataclasses.replace(vsat, loss=100.0)
            self.link.set(cut, cut)
            for _ in range(self.options.days):
                self._change()
                self._publish()
            processes.wait_for("the outage to be seen", lambda: system.far.status()["link"]["session"] != "live", 90)
            deltas = self._missing()
            self.link.stats()
            self.link.set(vsat, vsat)
            healed = time.monotonic()
            processes.wait_for("the link", lambda: system.far.status()["link"]["session"] == "live", 120)
            linked = time.monotonic() - healed
            processes.wait_for("the last edition", lambda: self._missing() == 0, 900)
            seconds = time.monotonic() - healed
            carried = self.link.stats()
            found = {"days": self.options.days, "changed_a_day": self.options.changed, "deltas": deltas, "session_after_s": round(linked, 1),
                     "caught_up_after_s": round(seconds, 1), "bytes_down": carried["down"]["bytes"], "bytes_up": carried["up"]["bytes"],
                     "rows_as_text": self.raw, "row_delta_bound": self.bound,
                     "down_to_bound": round(carried["down"]["bytes"] / self.bound, 2)}
            print(json.dumps(found | fleet.machine(self.folder)), flush=True)
        finally:
            system.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", default=ROOT / "build" / "release" / "bin")
    parser.add_argument("--relay", default=None, help="the relay; by default beside the daemons")
    parser.add_argument("--entries", type=int, default=20_000, help="in the list")
    parser.add_argument("--changed", type=int, default=1000, help="entries a day: 0.2 %% of 500,000")
    parser.add_argument("--days", type=int, default=21)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.relay = pathlib.Path(options.relay or pathlib.Path(options.bin) / "link_relay")
    reason = bad_link.reason_not(options.relay)
    if reason:
        print(f"outage: skipped: {reason}")
        return 0
    with tempfile.TemporaryDirectory(prefix="sarhad-outage-") as top:
        folder = processes.fresh_folder(pathlib.Path(top) / "run")
        with bad_link.BadLink(options.relay, options.seed) as link:
            Outage(options, link, folder).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
