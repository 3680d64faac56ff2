#!/usr/bin/env python3
"""A list comes down a line of 256 kbit/s and 600 ms: alerts overtake it, and no queue of seconds builds up.

Skipped (77), with its reason, where network namespaces cannot be made. The figures are bench/slow_link.py's; this
asserts no time, but that the bulk leaves the modem's queue short, which does not depend on the machine.
"""

import os
import pathlib
import sys
import tempfile
import types

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "bench"))

import bad_link  # noqa: E402
import slow_link  # noqa: E402

import processes  # noqa: E402  (the demo's)

QUEUE_MAX_MS = 2500  # Of the 4,000 that the modem holds and that unbounded bulk fills.


def main():
    binaries = pathlib.Path(os.environ.get("SARHAD_BIN", ROOT / "build" / "dev" / "bin"))
    options = types.SimpleNamespace(bin=binaries, relay=binaries / "link_relay", seconds=20, seed=1, congestion="")
    reason = bad_link.reason_not(options.relay)
    if reason:
        print(f"skipped: {reason}")
        return 77
    row = next(row for row in slow_link.ROWS if row.name == "256k-both")
    with tempfile.TemporaryDirectory(prefix="sarhad-link-") as top:
        with bad_link.BadLink(options.relay, options.seed) as link:
            found = slow_link.Bench(options, row, link, processes.fresh_folder(pathlib.Path(top) / "run")).run()
    print(found)
    wrong = [what for what, holds in (
        ("an alert did not come", found["not_in_20_s"] == 0 and found["alerts"] > 0),
        ("the list does not move", found["down_use_percent"] > 20),  # It comes whole; alerts alone are 2 %.
        ("the crossings do not move", found["rows_up"] > 0),
        ("a queue of seconds downward", found["down_longest_queue_ms"] < QUEUE_MAX_MS),
        ("a queue of seconds upward", found["up_longest_queue_ms"] < QUEUE_MAX_MS)) if not holds]
    print("\n".join(wrong) or "ok")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
