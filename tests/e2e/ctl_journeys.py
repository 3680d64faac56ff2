"""What sarhadctl shows of who travels, as ctl_test.py runs it: tests of its class, which has `system`, `good`, `good_json` and `bad`."""

import surroundings  # It says where the demo's modules are.  # noqa: F401

import messages  # noqa: E402
import processes  # noqa: E402


class JourneyCommands:
    """Journeys of which messages told a port, and where everybody on them stands."""

    def test_journeys_are_listed_and_one_shows_where_everybody_stands(self):
        port = self.system.ports[0]
        people = [messages.Person("TRAVELLOV", name, "1980-01-02", f"XT777000{number}") for number, name in enumerate(("ANNA", "BORIS"))]
        port.deliver("journey.edi", messages.compose("JRN01", "XQ477", "XXD", "XXA", people))
        processes.wait_for("the list", lambda: any("477" in one["title"] for one in port.get("/v1/journeys")["journeys"]))
        listed = self.good_json("journey list", socket=port.socket)["journeys"]
        journey, = [one for one in listed if "477" in one["title"]]
        self.assertEqual((journey["messages"], journey["records"]["expected"]), (1, 2))
        newest = self.good_json("journey list", "--limit", "1", socket=port.socket)
        self.assertEqual(len(newest["journeys"]), 1)
        older = self.good_json("journey list", "--before", newest["next_before"], socket=port.socket)["journeys"]
        self.assertNotIn(newest["journeys"][0]["journey"], [one["journey"] for one in older])
        self.assertRegex(self.good("journey", "ls", socket=port.socket), rf"(?m)^JOURNEY +TITLE +MESSAGES +RECORDS\n(?s:.*){journey['journey']} .*477.* 1  2 expected")
        shown = self.good("journey", "show", journey["journey"], socket=port.socket)
        self.assertRegex(shown, r"(?m)^NUMBER +STANDING +FEED +CHANNEL +CROSSING +TRAVELLER\n(?:.* expected +api .*[0-9a-f]{32} +TRAVELLOV (?:ANNA|BORIS)\n){2}\Z")
        first = self.good_json("journey show", journey["journey"], "--limit", "1", socket=port.socket)
        self.assertRegex(self.good("journey", "show", journey["journey"], "--limit", "1", socket=port.socket), rf"more: --after {first['next_after']}\n$")
        second = self.good_json("journey show", journey["journey"], "--after", first["next_after"], socket=port.socket)
        self.assertEqual({one["traveller"]["first_name"] for one in first["records"] + second["records"]}, {"ANNA", "BORIS"})
        self.bad(64, r".*--limit", "journey", "list", "--limit", "201", socket=port.socket)
        self.bad(65, r".*journey", "journey", "show", "nothing", socket=port.socket)
        self.bad(1, r".*sarhad-central answers there", "journey", "list")
        self.bad(1, r".*sarhad-central answers there", "inspection", "list")
