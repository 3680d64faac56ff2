#!/usr/bin/env python3
"""What attackers of docs/threat-model.md try on real daemons: who takes a disk, who dials without a key, who types on a
port of central's."""

import pathlib
import resource
import shutil
import socket
import tempfile
import unittest

import surroundings

import messages  # noqa: E402
import processes  # noqa: E402
import system as systems  # noqa: E402

# Words that no program, list format or log holds by chance.
LISTED = messages.Person("TARVENZAI", "MUHAMMAD", "1971-04-05", "XT5550001")
UNLISTED = messages.Person("QUOZVENTOL", "ISKMARWUX", "1983-11-27", "XT7350002")
SECRET_WORDS = ("TARVENZAI", "QUOZVENTOL", "ISKMARWUX", "XT5550001", "XT7350002", "XQ731", "1983-11-27", "831127")

IDLE, HALF_OPEN = 5_000, 500     # Connections of strangers.
CENTRAL_PER_STRANGER = 40 * 1024  # Bytes.
SPARE_FILES = 500


def carvings(word):
    """How a word may lie on a disk, made small: as typed, or in UTF-16 of either order."""
    return word.lower().encode(), word.lower().encode("utf-16-le").rstrip(b"\0")


def resident(daemon):
    """Bytes of memory that a process holds."""
    pages = pathlib.Path(f"/proc/{daemon.child.pid}/statm").read_text().split()[1]
    return int(pages) * resource.getpagesize()


class Attacks(unittest.TestCase):
    def setUp(self):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="sarhad-attacks-"))
        self.addCleanup(shutil.rmtree, self.top)
        self.system = systems.System(surroundings.BIN, processes.fresh_folder(self.top / "run"), ["PKXXA", "PKXXB"])
        self.addCleanup(self.system.stop)
        self.port, self.other = self.system.ports
        self.passed = 0
        self.system.make_central()

    def start(self):
        self.system.start_central()
        self.system.trust_agencies({"wl/demo"})
        for port in self.system.ports:
            self.system.add_port(port)
            config = port.folder / "node.toml"
            kept = [line for line in config.read_text().splitlines() if not line.startswith("spool_kept")]
            config.write_text("\n".join(kept))
            self.system.start_port(port)

    def wait_for(self, what, condition, seconds=30):
        return processes.wait_for(what, condition, seconds, self.system.daemons())

    def pass_by(self, *people):
        before = len(self.port.crossings())
        self.passed += 1
        self.port.deliver(f"{self.passed}.edi",
                          messages.compose(f"A{self.passed:04d}", f"XQ{1000 + self.passed}", "XXD", "XXA", list(people)))
        self.wait_for("the crossing", lambda: len(self.port.crossings()) == before + len(people))

    # --- who takes the disk ---

    def files_of(self, folder):
        return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]

    def found_on_disk(self, folder, words):
        """Each file that tells a word, with the word."""
        found = []
        for path in self.files_of(folder):
            content = path.read_bytes().lower()
            found += [(str(path.relative_to(folder)), word) for word in words
                      if any(carving in content for carving in carvings(word))]
        return found

    def test_a_thief_of_a_disk_reads_nobody(self):
        self.start()
        self.system.put_first_list_in_force(self.system.import_demo_list("watchlist"))
        self.pass_by(LISTED, UNLISTED)
        alert = self.wait_for("the alert", self.other.alerts)[0]
        self.other.post(f"/v1/alerts/{alert['id']}/ack", {"officer": "o-17"})
        self.wait_for("central to have all", self.port.is_drained)
        homes = [self.system.folder / "central", self.port.folder, self.other.folder, self.system.folder / "logs"]
        running = {home.name: self.found_on_disk(home, SECRET_WORDS) for home in homes}
        self.system.stop()
        stopped = {home.name: self.found_on_disk(home, SECRET_WORDS) for home in homes}
        self.assertEqual([found for found in running.values() if found], [])
        self.assertEqual([found for found in stopped.values() if found], [])
        # The search finds what is there: the source of the list lies beside, unsealed.
        self.assertTrue(self.found_on_disk(self.system.folder, ["TARVENZAI"]))

    # --- who dials without a key ---

    def dial(self, count, greeting):
        """Connections to both of central's ports, in turn, each of which says `greeting` and no more."""
        made = []
        for index in range(count):
            stranger = socket.create_connection(("127.0.0.1", self.system.tcp + index % 2), timeout=10)
            if greeting:
                stranger.sendall(greeting)
            made.append(stranger)
        return made

    def is_alerted(self, number):
        return any(alert["number"] == number for alert in self.other.alerts())

    def test_strangers_on_the_port_keep_nobody_out(self):
        wanted = IDLE + HALF_OPEN + SPARE_FILES
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if hard != resource.RLIM_INFINITY and hard < wanted:
            self.skipTest(f"{wanted} open files are wanted, {hard} are allowed here")
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))  # Children inherit it.
        self.start()
        self.system.put_first_list_in_force(self.system.import_demo_list("watchlist"))
        self.pass_by(LISTED)
        self.wait_for("an alert before", lambda: len(self.other.alerts()) == 1)
        before = resident(self.system.central)
        strangers = self.dial(IDLE, b"") + self.dial(HALF_OPEN, b"\xff\0\0\0\0\0\0\0\1\x7f\3\0CURVE")
        try:
            each = (resident(self.system.central) - before) / len(strangers)
            self.assertLessEqual(each, CENTRAL_PER_STRANGER)
            self.pass_by(LISTED)
            self.wait_for("an alert among strangers", lambda: len(self.other.alerts()) == 2, 10)
            # A node that was away comes in among them.
            self.other.daemon.ask_to_stop()
            self.assertEqual(self.other.daemon.wait(20), 0)
            self.system.start_port(self.other)
            self.pass_by(LISTED)
            self.wait_for("an alert to who came back", lambda: len(self.other.alerts()) == 3, 20)
        finally:
            for stranger in strangers:
                stranger.close()

    def test_central_lives_when_strangers_take_all_its_files(self):
        allowed = 256
        self.start()
        self.system.put_first_list_in_force(self.system.import_demo_list("watchlist"))
        resource.prlimit(self.system.central.child.pid, resource.RLIMIT_NOFILE, (allowed, allowed))
        strangers = self.dial(allowed * 2, b"")
        try:
            self.pass_by(LISTED)
            self.wait_for("an alert among strangers", lambda: len(self.other.alerts()) == 1, 20)
        finally:
            for stranger in strangers:
                stranger.close()
        self.other.daemon.ask_to_stop()
        self.assertEqual(self.other.daemon.wait(20), 0)
        self.system.start_port(self.other)
        self.pass_by(LISTED)
        self.wait_for("an alert to who came back", lambda: len(self.other.alerts()) == 2, 60)


if __name__ == "__main__":
    unittest.main()
