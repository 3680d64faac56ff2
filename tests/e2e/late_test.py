#!/usr/bin/env python3
"""Somebody passes, and is listed a moment later: the desk that looks for people is told within a second or so, across
a kill too; and what officers call not the same person is suppressed the next time."""

import json
import pathlib
import shutil
import tempfile
import time
import unittest

import surroundings

import messages  # noqa: E402  (the demo's)
import processes  # noqa: E402
import system as systems  # noqa: E402

LISTED = messages.Person("TARVENZAI", "MUHAMMAD", "1971-04-05", "XT5550001")
UNLISTED = messages.Person("BRAVENTOL", "ISKMAR", "1980-01-02", "XT5550002")
LISTED_NEXT = messages.Person("WENDROSKI", "GULSHAN", "1988-08-08", "XT5550003")  # Of the second edition.
LIST, ENTRY, ENTRY_NEXT = "wl/demo/travellers", "DMi.001", "DMi.055"
WITHIN = 2.0  # Seconds from in force to the desk; a second is asked, on a machine that does nothing else.


class Late(unittest.TestCase):
    def setUp(self):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="sarhad-late-"))
        self.addCleanup(shutil.rmtree, self.top)
        self.system = systems.System(surroundings.BIN, processes.fresh_folder(self.top / "run"), ["PKXXA"])
        self.addCleanup(self.system.stop)
        self.port = self.system.ports[0]
        self.system.make_central()
        self.system.start_central()
        self.system.trust_agencies({"wl/demo"})
        self.system.add_port(self.port)
        self.system.start_port(self.port)
        self.passed = 0

    def wait_for(self, what, condition, seconds=30):
        return processes.wait_for(what, condition, seconds, self.system.daemons())

    def pass_by(self, *people):
        """The crossings that these people make now."""
        before = len(self.port.crossings())
        self.passed += 1
        self.port.deliver(f"{self.passed}.edi",
                          messages.compose(f"L{self.passed:04d}", f"XQ{self.passed:03d}", "XXD", "XXA", list(people)))
        self.wait_for("the crossing", lambda: len(self.port.crossings()) == before + len(people))
        return self.port.crossings()[before:]

    def publish(self, name):
        """When the list of demo/<name>.xml came in force at the port, and its edition."""
        held = self.port.get("/v1/lists")["lists"]
        edition = held[0]["edition"] if held else 0
        self.system.ctl_json("list", "publish", self.system.import_demo_list(name), "--key", self.system.agency_key)
        return self.wait_for("the edition", lambda: [one["edition"] for one in self.port.get("/v1/lists")["lists"]
                                                     if one["edition"] > edition])[0], time.monotonic()

    def late_hits(self):
        return [hit for group in self.port.get("/v1/late-hits")["groups"] for hit in group["late_hits"]]

    def agrees(self, *which):
        """Whether what is on record at the port is computed again, byte by byte."""
        answer = json.loads(self.system.run_ctl("--json", "--socket", self.port.socket, "explain", *which,
                                                "--list", self.system.folder / "watchlist.list"))
        self.assertTrue(answer["same_versions"])
        self.assertEqual(len(answer["hits"]), 1)
        return answer["agrees"]

    def say(self, crossing, officer):
        return self.port.post("/v1/pairs", {"crossing": crossing["id"], "list": LIST, "entry": ENTRY, "officer": officer,
                                            "why": "another father's name, another town"})

    def test_who_is_listed_after_he_passed_is_told_to_the_desk(self):
        gone, gone_next, _ = self.pass_by(LISTED, LISTED_NEXT, UNLISTED)
        self.assertEqual(gone["decision"]["hits"], [])
        edition, since = self.publish("watchlist")
        found = self.wait_for("the late hit", self.late_hits)
        took = time.monotonic() - since
        self.assertLess(took, WITHIN)
        self.assertEqual([(one["crossing"], one["hit"]["entry"], one["hit"]["edition"]) for one in found],
                         [(gone["id"], ENTRY, edition)])
        self.assertEqual(self.port.alerts(), [])  # Never at a counter.
        self.assertTrue(self.agrees("--late", found[0]["id"]))

        again = self.pass_by(LISTED)[0]
        self.assertEqual([hit["entry"] for hit in again["decision"]["hits"]], [ENTRY])
        self.assertNotEqual(again["decision"]["channel"], "green")
        said = self.say(again, "officer.one")
        if not said["in_force"]:  # The strongest tier.
            self.assertEqual(self.pass_by(LISTED)[0]["decision"]["channel"], again["decision"]["channel"])
            said = self.say(again, "officer.two")
        self.assertTrue(said["in_force"])
        # The list's owner sees who said so, at central.
        told = self.wait_for("the pair at central", lambda: [
            pair for pair in self.system.ctl_json("pair", "list", "--list", "wl/demo")["pairs"]
            if pair["state"] == "in force"])[0]
        self.assertEqual((told["id"], told["entry"], told["officer"], told["port"][:5]),
                         (said["id"], ENTRY, "officer.one", "PKXXA"))
        self.assertEqual(self.system.ctl_json("pair", "list", "--list", "wl/other")["pairs"], [])
        third = self.pass_by(LISTED)[0]["decision"]
        self.assertEqual([hit["suppressed_by"] for hit in third["hits"]], [said["id"]])
        last = self.port.crossings()[-1]["id"]
        self.assertTrue(self.agrees("--crossing", last))
        self.assertNotEqual(third["channel"], again["decision"]["channel"])

        # A start opens what was kept, or builds it; nobody is found twice.
        self.port.daemon.kill()
        self.system.start_port(self.port)
        self.assertEqual(self.port.get("/v1/lists")["lists"][0]["edition"], edition)
        self.assertTrue(self.agrees("--crossing", last))
        self.assertTrue(self.agrees("--late", found[0]["id"]))
        # The list's owner withdraws the word at central: the port lets it go.
        self.system.ctl_json("pair", "withdraw", said["id"], "--node", told["node"], "--officer", "owner.one",
                             "--reason", "it is he, by his fingerprints")
        self.wait_for("the withdrawal at the port",
                      lambda: [pair["state"] for pair in self.port.get("/v1/pairs")["pairs"]] == ["withdrawn"])
        self.assertNotIn("suppressed_by", self.pass_by(LISTED)[0]["decision"]["hits"][0])
        self.publish("watchlist-2")
        self.wait_for("the next late hit", lambda: len(self.late_hits()) == 2)
        self.assertEqual({(one["crossing"], one["hit"]["entry"]) for one in self.late_hits()},
                         {(gone["id"], ENTRY), (gone_next["id"], ENTRY_NEXT)})


if __name__ == "__main__":
    unittest.main(verbosity=2)
