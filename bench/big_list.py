#!/usr/bin/env python3
"""A list of a million invented people from its file to a port that screens against it: real processes on one machine. Prints
one JSON object: seconds of each step, and the largest resident memory of sarhadctl, of central and of the node.
"""

import argparse
import json
import os
import pathlib
import platform
import re
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "demo"))

import processes  # noqa: E402  (the demo's)
import system as systems  # noqa: E402

NAME = "wl/demo/big"
GIVEN = ["TARVEN", "ODELLIN", "MIRAKESH", "SELVORAN", "JUNDAVI", "BREMOLA", "KESTARU", "NOVELIND"]
FAMILY = ["OSKELDRIM", "QUENVAR", "ALDESHINO", "PRUVANTE", "HALVORIZ", "DRENNAKU", "SIMBARODE", "VELLISTRO"]
SYLLABLES = ["ka", "ro", "mi", "ten", "dal", "su", "vor", "lin", "pe", "gha", "zu", "ber", "na", "fi", "tos", "jem"]


def word(number):
    text = ""
    for _ in range(4):
        number, at = divmod(number, len(SYLLABLES))
        text += SYLLABLES[at]
    return text.upper()


def write_people(path, count):
    with open(path, "w", encoding="utf-8") as to:
        to.write("reference,name,date_of_birth,nationality,passport\n")
        for number in range(count):
            mixed = number * 2654435761 % (1 << 32)
            to.write(f"BIG-{number:07d},{GIVEN[number % 8]} {word(mixed)} {FAMILY[mixed % 8]},"
                     f"{1940 + mixed % 65}-{1 + mixed % 12:02d}-{1 + mixed % 28:02d},XXA,XB{mixed % 10000000:07d}\n")


def peak_mib(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return round(int(re.search(r"VmHWM:\s+(\d+) kB", status.read())[1]) / 1024)


def run_measured(command):
    """Seconds, and MiB at most, of a program that must succeed."""
    start = time.monotonic()
    child = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL)
    _, code, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(code)
    if child.returncode != 0:
        raise processes.DemoError(f"{command[:4]} ended with {child.returncode}")
    return round(time.monotonic() - start, 1), round(used.ru_maxrss / 1024)


def measure(binaries, folder, count, port_first):
    system = systems.System(binaries, processes.fresh_folder(folder / "run"), ["PKXXA"])
    port = system.ports[0]
    told = {"people": count, "cores": os.cpu_count(), "machine": platform.machine()}
    source, list_file = folder / "people.csv", folder / "people.list"
    write_people(source, count)
    ctl = [system.ctl, "--socket", system.socket, "--timeout", "60"]
    told["import_s"], told["import_ctl_mib"] = run_measured(
        [*ctl, "list", "import", "--format", "sarhad-csv", "--source", "DEMO", "--name", NAME, "--action", "inform",
         "--output", list_file, source])
    told["file_mib"] = round(list_file.stat().st_size / 2**20)
    try:
        system.make_central()
        system.start_central()
        system.trust_agencies(["wl/demo"])
        system.add_port(port)
        if port_first:
            system.start_port(port)
        start = time.monotonic()
        told["publish_s"], told["publish_ctl_mib"] = run_measured(
            [*ctl, "list", "publish", list_file, "--key", system.agency_key])
        published = time.monotonic()
        if not port_first:
            system.start_port(port)
            published = time.monotonic()
        stored = lambda: port.get("/v1/lists")["lists"]  # noqa: E731
        processes.wait_for("the node to have the list", stored, 3600, system.daemons())
        told["stored_at_node_s"] = round(time.monotonic() - published, 1)
        told["all_s"] = round(time.monotonic() - start, 1)
        told["lists"] = stored()
        told["central_mib"] = peak_mib(system.central.child.pid)
        told["node_mib"] = peak_mib(port.daemon.child.pid)
        told["central_db_mib"] = round(sum(path.stat().st_size for path in (system.folder / "central").glob("*.db*")) / 2**20)
    finally:
        system.stop()
    return told


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--bin", default=ROOT / "build/release/bin")
    options.add_argument("--people", type=int, default=1_000_000)
    options.add_argument("--port-first", action="store_true", help="the port runs before the list is published")
    options.add_argument("--folder", help="kept; else one that goes")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="sarhad-big-") as fresh:
        folder = pathlib.Path(given.folder or fresh)
        print(json.dumps(measure(given.bin, folder, given.people, given.port_first)))


if __name__ == "__main__":
    main()
