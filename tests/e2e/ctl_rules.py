"""The rules' commands of sarhadctl, as ctl_test.py runs them: tests of its class, which has `ctl`, `good`, `bad` and `top`."""

import subprocess
import sys

import surroundings


class RulesCommands:
    """What sarhadctl does with rules, their tests, stored frames and rules of GTAS."""

    def test_rules_conformance(self):
        folder = self.top / "suite"
        folder.mkdir()
        (folder / "schema.json").write_text('{"enums": {}, "messages": {}, "extensions": {}}')
        case = ('{"id": "%s", "expr": "1 + 1", "disable_check": false, "container": "", "type_env": [], "bindings": {},'
                ' "needs": [%s], "expect": {"value": {"int64": "%d"}}}\n')
        file = folder / "sums.jsonl"
        file.write_text(case % ("a", "", 2) + case % ("b", '"strong_enums"', 2))
        self.assertEqual(self.good("rules", "conformance", str(file)),
                         "sums: 1 passed, 0 failed, 1 skipped (strong_enums)\n1 passed, 0 failed, 1 skipped\n")
        self.assertEqual(self.good_json("rules conformance", str(file))["passed"], 1)
        file.write_text(case % ("c", "", 3))
        failed = self.ctl("rules", "conformance", "--failures", str(file))
        self.assertEqual(failed.returncode, 1)
        self.assertIn('  c\n    wanted {"value":{"int64":"3"}}\n    got    2\n', failed.stdout)
        self.bad(65, r".*sums\.jsonl:1: ", "rules", "conformance", self.wrong(file))

    def test_rules_are_checked_tried_and_explained(self):
        rule = surroundings.ROOT / "demo" / "rules" / "PAX-001.toml"
        facts = self.top / "facts.json"
        facts.write_text('{"booking": {"payment_form": "CA", "one_way": true, "days_before_departure": 1},'
                         ' "traveller": {"bags_checked": 0}}')
        self.assertEqual(self.good_json("rules check", str(rule))["problems"], 0)
        self.assertEqual(self.good_json("rules test", str(rule))["failed"], 0)
        told = self.good_json("rules eval", "--facts", str(facts), "hist.crossings_90d > 3 && booking.one_way")
        self.assertEqual((told["verdict"], told["waits_for"]), ("unknown", ["LOCAL"]))
        self.assertEqual(self.good_json("rules explain", "--facts", str(facts), str(rule))["verdict"], "match")
        self.assertIn("feeds", self.good_json("rules schema"))
        self.bad(65, r".*booking has no field 'one_wy': did you mean 'one_way'\?", "rules", "eval", "--facts", str(facts),
                 "booking.one_wy")

    def test_a_rule_is_tried_on_stored_frames(self):
        rule = surroundings.ROOT / "demo" / "rules" / "PAX-001.toml"
        facts = self.top / "october.jsonl"
        made = subprocess.run([sys.executable, "-B", surroundings.ROOT / "demo" / "frames.py", "400"], check=True,
                              stdout=subprocess.PIPE, text=True)
        facts.write_text(made.stdout)
        folder = self.top / "frames"
        self.assertEqual(self.good_json("rules record", str(facts), "--frames", str(folder), "--unsealed")["frames"], 400)
        told = self.good_json("rules backtest", str(rule), "--frames", str(folder), "--from", "2026-10-01")
        self.assertTrue(told["passed"])
        self.assertEqual(told["rules"][0]["id"], "PAX-001")
        self.assertGreater(told["rules"][0]["hits"]["count"], 0)
        report = self.top / "report.txt"
        self.good("rules", "backtest", str(rule), "--frames", str(folder), "--report", str(report))
        self.assertIn("PAX-001", report.read_text())
        self.bad(65, r".*--key", "rules", "record", str(facts), "--frames", str(folder))

    def test_rules_of_gtas_become_drafts(self):
        source = surroundings.ROOT / "tests" / "data" / "gtas" / "rules.json"
        folder = self.top / "drafts"
        words = ("rules", "import", "--format", "gtas", source, "--owner", "police", "--out", folder)
        done = self.ctl(*words)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("11 rules, 5 carried, 6 not carried\n", done.stdout)
        self.assertRegex(done.stdout, r"rules\.json:92:11: refused: .*lastName EQUAL: rules never match names")
        self.assertEqual(self.good_json("rules check", folder)["problems"], 0)
        self.assertEqual(self.good_json("rules test", folder)["passed"], 10)
        draft = folder / "GTAS-0042.toml"
        draft.write_text(draft.read_text().replace("score = 0", "score = 20"))
        again = self.ctl(*words)
        self.assertEqual(again.returncode, 65, again.stderr)
        self.assertIn(f"{draft} is there: move it away", again.stdout)
        self.assertIn("score = 20", draft.read_text())

    def test_rules_of_gtas_are_told_about_without_a_folder(self):
        file = self.top / "one.json"
        file.write_text('{"condition": "AND", "rules": [{"entity": "Pnr", "field": "originCountry",'
                        ' "operator": "EQUAL", "value": ["QAT"]}]}')
        told = self.good_json("rules import", "--format", "gtas", file)
        self.assertEqual((told["carried"], told["rules"][0]["written"]), (1, ""))
        self.bad(65, "--owner: wanted a name", "rules", "import", "--format", "gtas", file, "--owner", "two words")
        self.wrong(file)
        self.bad(65, r".*one\.json:1:1: no rule of GTAS", "rules", "import", "--format", "gtas", file)

    @staticmethod
    def wrong(file):
        file.write_text('{"id": "d"}\n')
        return str(file)


class RulesOfAnAgency:
    """An agency's rules on the command line, as docs/ctl.md describes it."""

    def test_rules_of_an_agency(self):
        author, approver = self.top / "author.key", self.top / "approver.key"
        for key in (author, approver):
            self.good("key", "new", "--kind", "sign", "--out", key)
        self.good("agency", "add", "wl/police", "--key", author, "--key", approver)
        rule = self.top / "BKG-002.toml"
        text = (surroundings.ROOT / "demo" / "rules" / "BKG-002.toml").read_text().replace('"draft"', '"shadow"')
        rule.write_text(text)
        sent = self.good_json("rules publish", rule, "--key", author)["changes"][0]
        self.assertIn("BKG-002", self.good("rules", "list", "--drafts"))
        shown = self.good("rules", "show", str(sent["change"]))
        self.assertIn(f"# change of police, hash {sent['hash']}\n#   BKG-002 rev 1 shadow: ", shown)
        self.bad(1, r".*its hash is " + sent["hash"], "rules", "approve", str(sent["change"]), "--key", approver, "--hash", "00" * 32)
        refused = self.ctl("rules", "approve", str(sent["change"]), "--key", author)
        self.assertEqual(refused.returncode, 77)
        self.assertRegex(refused.stderr, "second person")
        self.assertIn("BKG-002", refused.stdout, "what he would sign is shown first")
        self.good_json("rules approve", str(sent["change"]), "--key", approver, "--hash", sent["hash"])
        self.assertEqual([one["id"] for one in self.good_json("rules list")["rules"]], ["BKG-002"])
        again = self.good_json("rules publish", "--retire", "BKG-002", "--owner", "police", "--key", author)["changes"][0]
        self.assertEqual(self.good_json("rules publish", "--retire", "BKG-002", "--owner", "police", "--key", author)["changes"][0]["change"],
                         again["change"], "the same twice waits once")
        back = self.good_json("rules withdraw", str(again["change"]), "--key", approver, "--why", "it stays after all")
        self.assertEqual(back["retired"], ["BKG-002"])
        self.assertIn("no change waits", self.good("rules", "list", "--drafts"))
        self.assertEqual(self.good_json("rules show", "BKG-002")["owner"], "police")
        again = self.top / "again.toml"
        again.write_text(self.good("rules", "show", "BKG-002"))
        self.bad(1, r".*rev 1 is published", "rules", "publish", again, "--key", author)

    def test_reference_sets_of_an_agency(self):
        author, approver = self.top / "sets_author.key", self.top / "sets_approver.key"
        for key in (author, approver):
            self.good("key", "new", "--kind", "sign", "--out", key)
        self.good("agency", "add", "wl/coast", "--key", author, "--key", approver)
        file = self.top / "sets.json"
        file.write_text('{"ports_of_concern": ["PKXXA", "PKXXB"]}')
        self.assertEqual(self.good_json("rules sets list")["sets"], [])
        sent = self.good_json("rules sets publish", file, "--owner", "coast", "--key", author)["changes"][0]
        self.good("rules", "approve", str(sent["change"]), "--key", approver)
        self.assertEqual([one["name"] for one in self.good_json("rules sets list")["sets"]], ["ports_of_concern"])
        self.assertEqual(self.good_json("rules sets show", "ports_of_concern")["texts"], ["PKXXA", "PKXXB"])
        self.assertIn("nothing differs", self.good("rules", "sets", "publish", file, "--owner", "coast", "--key", author))
        self.bad(1, r".*", "rules", "sets", "show", "agencies_watch")
        file.write_text('{"ports_of_concrn": []}')
        self.bad(65, r".*did you mean 'ports_of_concern'", "rules", "sets", "publish", file, "--owner", "coast", "--key", author)
