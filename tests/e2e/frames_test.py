#!/usr/bin/env python3
"""An analyst tries a rule on what a port saw: a message arrives, is decided, and is counted once, with what came of an inspection, whoever is killed between the two."""

import pathlib
import shutil
import tempfile
import unittest

import surroundings

import messages  # noqa: E402  (the demo's)
import processes  # noqa: E402
import system as systems  # noqa: E402

RULE = """id = "PAX-901"
rev = 1
kind = "traveller"
owner = "police"
title = "Passports of one series"
severity = "low"
score = 10
channel = "yellow"
ports = ["*"]
mode = "draft"
valid = { from = 2026-01-01, to = 2026-12-31, review_by = 2026-09-30 }
rationale = "A test."
condition = "traveller.doc.number.startsWith('XM')"
[[test]]
name = "of the series"
expect = "match"
facts = { traveller = { doc = { number = "XM1" } } }
[[test]]
name = "of another"
expect = "no_match"
facts = { traveller = { doc = { number = "XN1" } } }
"""


class Frames(unittest.TestCase):
    def setUp(self):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="sarhad-frames-"))
        self.addCleanup(shutil.rmtree, self.top)
        self.system = systems.System(surroundings.BIN, processes.fresh_folder(self.top / "run"), ["PKXXA"])
        self.addCleanup(self.system.stop)
        self.port = self.system.ports[0]
        self.system.make_central()
        self.system.start_central()
        self.system.trust_agencies(["wl/demo/travellers"])
        self.system.add_port(self.port)
        self.system.start_port(self.port)
        self.rule = self.top / "rule.toml"
        self.rule.write_text(RULE, encoding="utf-8")

    def people(self, letter, first, count):
        return [messages.Person("WANDERER", "ILO" + chr(65 + n // 26) + chr(65 + n % 26), "1990-04-12", f"X{letter}{n:07d}")
                for n in range(first, first + count)]

    def deliver(self, name, flight, people):
        known = len(self.port.crossings())
        self.port.deliver(f"{name}.edi", messages.compose(name, flight, "XXD", "XXA", people))
        self.wait_for("the crossings", lambda: len(self.port.crossings()) == known + len(people))

    def wait_for(self, what, condition, seconds=60):
        return processes.wait_for(what, condition, seconds, self.system.daemons())

    def tried(self, *words):
        return self.system.ctl_json("rules", "backtest", self.rule, *words)

    def counts(self):
        try:
            report = self.tried()
        except Exception:  # None is there yet, or too few for a report that passes.
            return None
        hits = report["rules"][0]["hits"]
        return hits["count"], hits["of"]

    def test_a_rule_is_tried_on_what_the_port_saw_and_each_traveller_counts_once(self):
        self.deliver("F0001", "XQ811", self.people("N", 0, 120) + self.people("M", 0, 3))
        # Killed where the decisions are on record and central need not know of them.
        self.port.daemon.kill()
        self.system.start_port(self.port)
        self.wait_for("the frames", lambda: self.counts() == (3, 123))

        # Central is killed once it has the rows, before and while it makes frames of them.
        self.deliver("F0002", "XQ812", self.people("N", 200, 20) + self.people("M", 200, 2))
        self.wait_for("the rows at central", self.port.is_drained)
        self.system.central.kill()
        self.system.start_central()
        self.wait_for("the frames of both", lambda: self.counts() == (5, 145))
        shutil.rmtree(self.frames())  # They are derived: the next start makes them again.
        self.system.central.kill()
        self.system.start_central()
        self.wait_for("the frames again", lambda: self.counts() == (5, 145))

    def test_what_came_of_an_inspection_is_in_the_report(self):
        self.deliver("F0003", "XQ813", self.people("N", 0, 120) + self.people("M", 0, 2))
        self.wait_for("the frames", lambda: self.counts() == (2, 122))
        hit = self.tried()["rules"][0]["samples"][0]
        told = self.port.post(f"/v1/crossings/{hit}/inspection", {"officer": "desk.1", "finding": "positive", "minutes": 25})
        self.assertEqual((told["selected"], told["finding"], told["minutes"]), ("officer", "positive", 25))
        self.assertEqual(self.port.get(f"/v1/crossings/{hit}/inspection"), told)
        looks = lambda: self.tried()["rules"][0]["inspected_hits"]
        self.wait_for("the label", lambda: (looks()["of"], looks()["count"], looks()["minutes"]) == (1, 1, 25))
        self.port.post(f"/v1/crossings/{hit}/inspection", {"officer": "desk.1", "finding": "negative", "minutes": 5})
        self.wait_for("the last word", lambda: (looks()["of"], looks()["count"], looks()["minutes"]) == (1, 0, 5))

        # Nobody else's matter: of no day there is none, and a stolen disk tells no passport.
        with self.assertRaises(Exception):
            self.tried("--to", "2020-01-31")
        for path in self.frames().rglob("*.frames"):
            self.assertNotIn(b"XM0000000", path.read_bytes())

    def test_a_damaged_file_is_named_and_made_again(self):
        self.deliver("F0004", "XQ814", self.people("N", 0, 120) + self.people("M", 0, 2))
        self.wait_for("the frames", lambda: self.counts() == (2, 122))
        path = next(self.frames().rglob("*.frames"))
        damaged = bytearray(path.read_bytes())
        damaged[100] ^= 1
        path.write_bytes(damaged)
        with self.assertRaisesRegex(Exception, "every file of those days is damaged"):
            self.tried()
        self.assertEqual(self.counts(), (2, 122))
        self.assertEqual(self.tried()["left_out"]["files"], 0)

    def frames(self):
        found = list(self.system.folder.rglob("*.frames"))
        return next(path for path in found if path.is_dir())


if __name__ == "__main__":
    unittest.main(verbosity=2)
