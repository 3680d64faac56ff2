"""Commands about rules that ask no daemon: tests of ctl_test.py's class, which has ctl(), good_json() and bad()."""

import surroundings


class RulesCommands:
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
        file.write_text('{"id": "d"}\n')
        self.bad(65, r".*one\.json:1:1: no rule of GTAS", "rules", "import", "--format", "gtas", file)
