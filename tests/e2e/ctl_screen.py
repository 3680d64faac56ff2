"""What `list show`, `screen` and `explain` tell of a list that a daemon has too: a part of ctl_test.py."""

import re

import surroundings


class ScreenCommands:
    """For a test case with a port that met somebody listed: `listed`, `list_name`, `list_file`, `top`, `system`."""

    def test_screen_tells_where_an_entry_comes_from_and_takes_a_list_once(self):
        persons = self.top / "persons.csv"
        persons.write_text(f"full_name,date_of_birth\n{self.listed.given} {self.listed.surname},{self.listed.birth}\n")
        words = ("--list", self.list_file, "--input", persons)
        hit = self.good_json("screen", *words, socket="/nowhere")["hits"][0]
        self.assertEqual((hit["provenance"]["source"], hit["provenance"]["reference"]), ("DEMO", hit["entry"]))
        self.assertRegex(hit["provenance"]["listed_on"], r"^\d{4}-\d\d-\d\d$")
        self.bad(65, rf"--list {self.list_file} is given twice \({self.list_name}\)", "screen", "--list", self.list_file, *words)

    def test_explain_holds_a_crossing_against_the_lists_in_force(self):
        port = self.system.ports[0]
        hit = next(one for one in port.crossings() if one["decision"]["hits"])
        told = self.good_json("explain", "--crossing", hit["id"], "--list", self.list_file, socket=port.socket)
        self.assertTrue(told["agrees"])
        basis = told["basis"]
        self.assertEqual((basis["schema"]["same"], basis["on"]["same"]), (True, True))
        self.assertEqual(basis["list_hash"]["in_force"], port.get("/v1/status")["list_hash"])
        self.assertEqual((basis["editions"][0]["list"], basis["editions"][0]["same"]), (self.list_name, True))
        self.assertEqual(told["hits"][0]["hit"]["provenance"]["reference"], told["hits"][0]["entry"])

    def test_list_show(self):
        entry = re.search(r"<REFERENCE_NUMBER>([^<]+)", (surroundings.ROOT / "demo" / "watchlist.xml").read_text(encoding="utf-8"))[1]
        told = self.good_json("list show", self.list_file, entry, socket="/nowhere")
        self.assertEqual(told["source"], "DEMO")
        self.bad(1, r".*no entry of that reference", "list", "show", self.list_file, f"{entry}x")
