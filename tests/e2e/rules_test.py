#!/usr/bin/env python3
"""Two people of an agency publish a rule: it is in force at a port, and stays so over a restart. What is not theirs to publish is refused."""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import surroundings

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent / "bench"))

import messages  # noqa: E402  (the demo's)
import processes  # noqa: E402
import system as systems  # noqa: E402

RULE = """id = "{id}"
rev = {rev}
kind = "traveller"
owner = "{owner}"
title = "One way without bags"
severity = "medium"
score = 35
channel = "yellow"
ports = ["*"]
mode = "{mode}"
valid = {{ from = 2026-01-01, to = 2026-12-31, review_by = 2026-09-30 }}
rationale = "A test."
condition = "{condition}"
[[test]]
name = "one way"
expect = "match"
facts = {{ booking = {{ one_way = {first} }} }}
[[test]]
name = "there and back"
expect = "no_match"
facts = {{ booking = {{ one_way = false }}, traveller = {{ doc = {{ kind = "V" }} }} }}
"""

# Few travellers: a back-test wants four of five left out.
NARROW = "booking.one_way && booking.payment_form != 'CC'"


class Rules(unittest.TestCase):
    def setUp(self):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="sarhad-rules-"))
        self.addCleanup(shutil.rmtree, self.top)
        self.system = systems.System(surroundings.BIN, processes.fresh_folder(self.top / "run"), ["PKXXA"])
        self.addCleanup(self.system.stop)
        self.port = self.system.ports[0]
        self.system.make_central()
        self.system.start_central()
        self.keys = {name: self.top / f"{name}.key" for name in ("asma", "bilal", "other")}
        for key in self.keys.values():
            self.system.run_ctl("key", "new", "--kind", "sign", "--out", key)
        self.central("agency", "add", "wl/police", "--key", self.keys["asma"], "--key", self.keys["bilal"])
        self.central("agency", "add", "wl/customs", "--key", self.keys["other"])
        self.system.trust_agencies(["wl/demo/travellers"])
        self.system.add_port(self.port)
        self.system.start_port(self.port)

    def central(self, *words):
        return self.system.run_ctl("--socket", self.system.socket, *words)

    def refused(self, *words):
        with self.assertRaises(Exception) as raised:
            self.central(*words)
        return str(raised.exception) + str(getattr(raised.exception, "stderr", ""))

    def file(self, name="r", rule="PAX-901", owner="police", rev=1, mode="shadow", first="true", condition="booking.one_way"):
        path = self.top / f"{name}.toml"
        path.write_text(RULE.format(id=rule, owner=owner, rev=rev, mode=mode, first=first, condition=condition), encoding="utf-8")
        return path

    def report(self, *rules):
        """Of a back-test of them on invented travellers, of whom every tenth has a passport."""
        frames = self.top / "frames"
        if not frames.exists():
            demo = [sys.executable, "-B", surroundings.ROOT / "demo" / "frames.py", "400"]
            lines = [json.loads(line) for line in subprocess.run(demo, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()]
            for number, line in enumerate(lines):
                line["facts"]["traveller"]["doc"] = {"kind": "I" if number % 10 else "P"}
            facts = self.top / "facts.jsonl"
            facts.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
            self.system.run_ctl("rules", "record", facts, "--frames", frames, "--unsealed")
        path = self.top / "report.json"
        self.system.run_ctl("--json", "rules", "backtest", *rules, "--frames", frames, "--report", path)
        return path

    def at_port(self):
        return {one["id"]: (one["rev"], one["mode"], one["in_force"]) for one in self.port.get("/v1/rules")["rules"]}

    def wait_for(self, what, wanted):
        processes.wait_for(what, lambda: self.at_port() == wanted, 60, self.system.daemons())

    def test_two_people_publish_a_rule_and_it_stays(self):
        self.assertEqual(self.at_port(), {})
        self.central("rules", "publish", self.file(), "--key", self.keys["asma"])
        self.refused("rules", "approve", "1", "--key", self.keys["asma"])  # The same key twice.
        self.refused("rules", "approve", "1", "--key", self.keys["other"])  # Another agency's.
        self.assertEqual(self.at_port(), {})
        self.central("rules", "approve", "1", "--key", self.keys["bilal"])
        self.wait_for("the rule at the port", {"PAX-901": (1, "shadow", True)})

        live = self.file(rev=2, mode="live", condition=NARROW)
        self.central("rules", "publish", live, "--key", self.keys["bilal"])
        self.refused("rules", "approve", "2", "--key", self.keys["asma"])  # Without a back-test.
        other = self.report(self.file(name="other", condition=NARROW + " && booking.party_size < 9"))
        self.assertIn("what was tried differs", self.refused("rules", "approve", "2", "--key", self.keys["asma"], "--backtest", other))
        self.central("rules", "approve", "2", "--key", self.keys["asma"], "--backtest", self.report(live))
        self.wait_for("the live rule", {"PAX-901": (2, "live", True)})

        self.port.daemon.kill()
        self.system.start_port(self.port)
        self.assertEqual(self.at_port(), {"PAX-901": (2, "live", True)})
        self.system.central.kill()
        self.system.start_central()
        self.assertIn("PAX-901", self.central("rules", "list"))

        # A rule that fails its own test, one that is not the key's agency's, an id that is another's.
        self.refused("rules", "publish", self.file(rule="PAX-902", first="false"), "--key", self.keys["asma"])
        self.refused("rules", "publish", self.file(rule="PAX-903"), "--key", self.keys["other"])
        self.refused("rules", "publish", self.file(owner="customs", rev=3), "--key", self.keys["other"])

        self.central("rules", "publish", "--retire", "PAX-901", "--owner", "police", "--key", self.keys["asma"])
        self.central("rules", "approve", "3", "--key", self.keys["bilal"])
        self.wait_for("its end", {"PAX-901": (2, "retired", False)})
        self.refused("rules", "publish", self.file(rev=9), "--key", self.keys["asma"])

    def test_a_shadow_rule_stops_nobody_and_a_live_one_does(self):
        self.system.put_first_list_in_force(self.system.import_demo_list("watchlist"))
        condition = NARROW + " || traveller.doc.kind == 'P'"
        self.central("rules", "publish", self.file(condition=condition), "--key", self.keys["asma"])
        self.central("rules", "approve", "1", "--key", self.keys["bilal"])
        self.wait_for("the rule at the port", {"PAX-901": (1, "shadow", True)})
        before = self.cross("P0001", "XQ811")
        self.assertEqual((before["channel"], before.get("rule_hits", [])), ("green", []))
        self.assertEqual(self.port.status()["rules"]["shadow_hits"], 1)

        live = self.file(rev=2, mode="live", condition=condition)
        self.central("rules", "publish", live, "--key", self.keys["asma"])
        self.central("rules", "approve", "2", "--key", self.keys["bilal"], "--backtest", self.report(live))
        self.wait_for("the live rule", {"PAX-901": (2, "live", True)})
        after = self.cross("P0002", "XQ812")
        self.assertEqual(after["channel"], "yellow")
        self.assertEqual([(hit["id"], hit["revision"]) for hit in after["rule_hits"]], [("PAX-901", 2)])
        self.assertIn("traveller.doc.kind", after["rule_hits"][0]["why"])
        self.assertNotEqual(after["rules_hash"], before["rules_hash"])

    def cross(self, reference, flight):
        """What the port decides of somebody whom no list names."""
        known = len(self.port.crossings())
        who = messages.Person("WANDERER", "ILO", "1990-04-12", "XQ7700" + reference[-1])
        self.port.deliver(f"{reference}.edi", messages.compose(reference, flight, "XXD", "XXA", [who]))
        processes.wait_for("the crossing", lambda: len(self.port.crossings()) > known, 30, self.system.daemons())
        return self.port.crossings()[-1]["decision"]


if __name__ == "__main__":
    unittest.main(verbosity=2)
