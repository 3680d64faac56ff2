#!/usr/bin/env python3
"""Two ports are told whom to expect; then one of them loses its link. What its counters find on the journeys that were
announced is what its twin finds, which keeps the link: no more, no less, nothing twice."""

import datetime
import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import surroundings

import messages  # noqa: E402  (the demo's)
import processes  # noqa: E402
import system as systems  # noqa: E402

LISTED = messages.Person("TARVENZAI", "MUHAMMAD", "1971-04-05", "XT5550001")
UNLISTED = messages.Person("BRAVENTOL", "ISKMAR", "1980-01-02", "XT5550002")
LISTED_NEXT = messages.Person("WENDROSKI", "GULSHAN", "1988-08-08", "XT5550003")  # Of the second edition.
STRANGER = messages.Person("KARMOLINA", "BESTE", "1990-05-06", "XT5550004")
ENTRY, ENTRY_NEXT = "DMi.001", "DMi.055"


def announced(reference, flight, people, days):
    """A carrier's message of a flight between the two ports in so many days."""
    day = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)).strftime("%y%m%d")
    text = messages.compose(reference, flight, "PKXXA", "PKXXB", people)
    return text.replace(":261122", f":{day}")


class Expected(unittest.TestCase):
    def setUp(self):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="sarhad-expected-"))
        self.addCleanup(shutil.rmtree, self.top)
        self.system = systems.System(surroundings.BIN, processes.fresh_folder(self.top / "run"), ["PKXXA", "PKXXB"])
        self.addCleanup(self.system.stop)
        self.system.make_central()
        self.system.start_central()
        self.system.trust_agencies({"wl/demo"})
        for port in self.system.ports:
            self.system.add_port(port)
            self.system.start_port(port)
        self.twin, self.cut = self.system.ports
        self.publish("watchlist")

    def wait_for(self, what, condition, seconds=60):
        return processes.wait_for(what, condition, seconds, self.system.daemons())

    def publish(self, name):
        """Until it is in force at both."""
        before = {port.name: self.edition(port) for port in self.system.ports}
        self.system.ctl_json("list", "publish", self.system.import_demo_list(name), "--key", self.system.agency_key)
        for port in self.system.ports:
            self.wait_for("the edition", lambda port=port: self.edition(port) > before[port.name])

    @staticmethod
    def edition(port):
        return max((one["edition"] for one in port.get("/v1/lists")["lists"]), default=0)

    def announce(self, name, *words):
        file = self.top / name
        file.write_text(announced(*words), encoding="ascii")
        return self.system.ctl_json("expected", "add", file)["messages"][0]

    def expected(self, port):
        return {row["title"].split()[0]: row for row in port.get("/v1/expected")["expected"] if not row["cancelled"]}

    def hits(self, port):
        """Whoever is on record with a hit, at a counter or late."""
        surnames = {row["id"]: row["traveller"]["surname"] for row in port.crossings() if "traveller" in row}
        found = [(row["traveller"]["surname"], hit["entry"]) for row in port.crossings() if "traveller" in row
                 for hit in row["decision"]["hits"]]
        found += [(surnames[hit["crossing"]], hit["hit"]["entry"])
                  for group in port.get("/v1/late-hits")["groups"] for hit in group["late_hits"]]
        return sorted(found)

    def test_a_port_without_a_link_finds_what_its_twin_finds(self):
        self.announce("a.edi", "E0001", "XQ101", [LISTED, UNLISTED], 1)
        self.announce("b.edi", "E0002", "XQ102", [LISTED_NEXT, UNLISTED], 3)
        gone = self.announce("c.edi", "E0003", "XQ103", [STRANGER], 3)
        again = self.announce("a.edi", "E0001", "XQ101", [LISTED, UNLISTED], 1)
        self.assertTrue(again["repeat"])
        for port in self.system.ports:
            self.wait_for("whom to expect", lambda port=port: len(self.expected(port)) == 3 and all(
                row["screened"] for row in self.expected(port).values()))
            self.assertEqual({flight: (row["travellers"], row["hits"]) for flight, row in self.expected(port).items()},
                             {"XQ0101": (2, 1), "XQ0102": (2, 0), "XQ0103": (1, 0)})
        # Every port is warned three days ahead, by the hit of the other one.
        self.wait_for("the alert", lambda: self.twin.alerts() and self.cut.alerts())
        self.system.ctl_json("expected", "cancel", gone["journey"], "--officer", "window.1")
        self.publish("watchlist-2")
        for port in self.system.ports:
            self.wait_for("who was listed since", lambda port=port: ("WENDROSKI", ENTRY_NEXT) in self.hits(port))
            self.wait_for("the cancellation", lambda port=port: [
                row for row in port.get("/v1/expected")["expected"] if row["cancelled"]])
            self.assertNotIn("KARMOLINA", json.dumps(port.crossings()))

        self.cut.link("cut")
        self.wait_for("the cut", lambda: self.cut.status()["link"]["session"] == "down")
        self.announce("d.edi", "E0004", "XQ104", [STRANGER], 3)
        # Whom it is about is on record once he is screened, which is behind the commit that shows the journey.
        self.wait_for("the twin's next journey",
                      lambda: self.expected(self.twin).get("XQ0104", {}).get("screened"))
        before = {port.name: len(port.crossings()) for port in self.system.ports}
        # The flights come; the carriers' own messages reach each port in other envelopes.
        for port in self.system.ports:
            port.deliver("1.edi", announced("L0001", "XQ101", [UNLISTED, LISTED], 1))
            port.deliver("2.edi", announced("L0002", "XQ102", [UNLISTED, LISTED_NEXT], 3))
        for port in self.system.ports:
            self.wait_for("the spool", lambda port=port: port.status()["intake"]["done"] == 2)
            self.assertEqual(len(port.crossings()), before[port.name], "one journey, not two")
        self.assertEqual(self.hits(self.cut), self.hits(self.twin))
        self.assertEqual(self.hits(self.cut), [("TARVENZAI", ENTRY), ("WENDROSKI", ENTRY_NEXT)])

        # It dies and comes back without a link: what it holds is still there. Then the link heals.
        self.cut.daemon.kill()
        self.system.start_port(self.cut)
        self.wait_for("what it missed", lambda: "XQ0104" in self.expected(self.cut))
        self.assertEqual(self.hits(self.cut), self.hits(self.twin))
        self.assert_masked()

    def assert_masked(self):
        """Nobody's name in what either daemon logs, nor in what `expected` shows."""
        shown = self.system.run_ctl("--json", "--socket", self.system.socket, "expected", "list")
        for port in self.system.ports:
            shown += self.system.run_ctl("--json", "--socket", port.socket, "expected", "list")
        for log in self.system.folder.rglob("*.log"):
            shown += log.read_text(errors="replace")
        for person in (LISTED, UNLISTED, LISTED_NEXT, STRANGER):
            self.assertNotIn(person.surname, shown)
            self.assertNotIn(person.document, shown)

    def test_what_cannot_be_read_is_refused_with_its_place(self):
        file = self.top / "bad.edi"
        file.write_text("UNB+UNOA:4+A+B+261122:1000+X'UNH+1+PAORES:93:1:IA'UNT+2+1'UNZ+1+X'", encoding="ascii")
        done = subprocess.run([self.system.ctl, "--socket", self.system.socket, "expected", "add", file],
                              capture_output=True, text=True, timeout=30, check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("bad.edi", done.stderr)
        self.assertIn("message 1, segment 2", done.stderr)
        self.assertIn("no reader", done.stderr)
        self.assertEqual(self.system.ctl_json("expected", "list"), {"expected": []})


if __name__ == "__main__":
    unittest.main()
