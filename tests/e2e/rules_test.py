#!/usr/bin/env python3
"""Two people of an agency publish a rule, and the sets that it asks: they are in force at a port, and stay so over a kill. What is not theirs to
publish is refused. A port counts its own crossings."""

import datetime
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
facts = {{ {match} }}
[[test]]
name = "there and back"
expect = "no_match"
facts = {{ {no_match} }}
"""

# Few travellers: a back-test wants four of five left out.
NARROW = "booking.one_way && booking.payment_form != 'CC'"
THERE_AND_BACK = 'booking = { one_way = false }, traveller = { doc = { kind = "V" } }'


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

    def file(self, name="r", rule="PAX-901", owner="police", rev=1, mode="shadow", first="true", condition="booking.one_way", tests=None):
        path = self.top / f"{name}.toml"
        match, no_match = tests or (f"booking = {{ one_way = {first} }}", THERE_AND_BACK)
        text = RULE.format(id=rule, owner=owner, rev=rev, mode=mode, condition=condition, match=match, no_match=no_match)
        path.write_text(text, encoding="utf-8")
        return path

    def sets(self, **sets):
        path = self.top / "sets.json"
        path.write_text(json.dumps(sets), encoding="utf-8")
        return path

    def report(self, *rules, lists=None):
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
        given = ["--lists", lists] if lists else []
        self.system.run_ctl("--json", "rules", "backtest", *rules, "--frames", frames, "--report", path, *given)
        return path

    def at_port(self):
        return {one["id"]: (one["rev"], one["mode"], one["in_force"]) for one in self.port.get("/v1/rules")["rules"]}

    def wait_for(self, what, wanted):
        processes.wait_for(what, lambda: self.at_port() == wanted, 60, self.system.daemons())

    def test_two_people_publish_a_rule_and_it_stays(self):
        self.assertEqual(self.at_port(), {})
        self.central("rules", "publish", self.file(condition=NARROW), "--key", self.keys["asma"])
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

    def test_a_set_that_arrives_ends_the_waiting(self):
        self.system.put_first_list_in_force(self.system.import_demo_list("watchlist"))
        condition = NARROW + " || (traveller.doc.kind == 'P' && port.code in lists.ports_of_concern)"
        here = self.sets(ports_of_concern=["PKXXA"])
        self.central("rules", "publish", self.file(condition=condition), "--key", self.keys["asma"])
        self.central("rules", "approve", "1", "--key", self.keys["bilal"])
        live = self.file(rev=2, mode="live", condition=condition)
        self.central("rules", "publish", live, "--key", self.keys["asma"])
        self.central("rules", "approve", "2", "--key", self.keys["bilal"], "--backtest", self.report(live, lists=here))
        self.wait_for("the live rule", {"PAX-901": (2, "live", True)})
        before = self.cross("P0001", "XQ821")
        self.assertEqual((before["channel"], before.get("rule_hits", []), before.get("rule_lists", 0)), ("green", [], 0))
        self.assertIn("lists.ports_of_concern", json.dumps(before))

        sets = ("rules", "sets", "publish", here, "--owner", "police", "--key")
        self.central(*sets, self.keys["asma"])
        self.refused("rules", "approve", "3", "--key", self.keys["asma"])  # The same key twice.
        self.assertEqual(self.port.get("/v1/rule-sets")["sets"], [])
        self.assertIn("+ PKXXA", self.central("rules", "show", "3"))
        self.central("rules", "approve", "3", "--key", self.keys["bilal"])
        processes.wait_for("the set", lambda: self.port.get("/v1/rule-sets")["sets"], 60, self.system.daemons())
        after = self.cross("P0002", "XQ822")
        self.assertEqual((after["channel"], after["rule_lists"]), ("yellow", 3))
        self.assertIn("lists.ports_of_concern", after["rule_hits"][0]["why"])

        self.port.daemon.kill()
        self.system.start_port(self.port)
        self.assertEqual(self.cross("P0003", "XQ823")["channel"], "yellow")
        self.assertIn("nothing differs", self.central(*sets, self.keys["asma"]))
        self.refused("rules", "sets", "publish", self.sets(ports_of_concern=[]), "--owner", "customs", "--key", self.keys["other"])
        self.central("rules", "sets", "publish", self.sets(ports_of_concern=["PKXXB"]), "--owner", "police", "--key", self.keys["bilal"])
        self.central("rules", "approve", "4", "--key", self.keys["asma"])
        processes.wait_for("its next version", lambda: self.port.get("/v1/rule-sets/ports_of_concern")["texts"] == ["PKXXB"], 60, self.system.daemons())
        self.assertEqual(self.cross("P0004", "XQ824")["channel"], "green")
        self.assertIn("ports_of_concern", self.central("rules", "sets", "list"))

    def test_a_frequent_crosser_is_hit_at_his_third_crossing_and_not_before(self):
        self.system.put_first_list_in_force(self.system.import_demo_list("watchlist"))
        tests = ("hist = { crossings_90d = 2 }", "hist = { crossings_90d = 1 }")
        self.central("rules", "publish", self.file(condition="hist.crossings_90d >= 2", tests=tests), "--key", self.keys["asma"])
        self.central("rules", "approve", "1", "--key", self.keys["bilal"])
        self.wait_for("the rule at the port", {"PAX-901": (1, "shadow", True)})
        for reference, flight in (("P0001", "XQ831"), ("P0002", "XQ832")):
            self.cross(reference, flight, "XQ77001")
            self.assertEqual(self.port.status()["rules"]["shadow_hits"], 0, flight)
        self.deliver("P0003", "XQ832", "XQ77001")  # The second one is told twice.
        processes.wait_for("the repeat", lambda: self.port.status()["intake"]["said_before"] == 1, 30, self.system.daemons())
        self.assertEqual(self.port.status()["rules"]["shadow_hits"], 0)
        self.port.daemon.kill()
        self.system.start_port(self.port)
        self.cross("P0004", "XQ833", "XQ77002")
        self.assertEqual(self.port.status()["rules"]["shadow_hits"], 0, "somebody else")
        self.cross("P0005", "XQ834", "XQ77001")
        self.assertEqual(self.port.status()["rules"]["shadow_hits"], 1)

    def deliver(self, reference, flight, document=None):
        """Somebody whom no list names, who flies today."""
        who = messages.Person("WANDERER", "ILO", "1990-04-12", document or "XQ7700" + reference[-1])
        today = datetime.datetime.now(datetime.timezone.utc).strftime("%y%m%d")
        self.port.deliver(f"{reference}.edi", messages.compose(reference, flight, "XXD", "XXA", [who]).replace("261122", today))

    def cross(self, reference, flight, document=None):
        """What the port decides of somebody whom no list names, and who flies today."""
        known = len(self.port.crossings())
        self.deliver(reference, flight, document)
        processes.wait_for("the crossing", lambda: len(self.port.crossings()) > known, 30, self.system.daemons())
        return self.port.crossings()[-1]["decision"]


if __name__ == "__main__":
    unittest.main(verbosity=2)
