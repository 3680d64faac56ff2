#!/usr/bin/env python3
"""Every command of sarhadctl that asks a daemon, over real daemons: what it prints, its JSON, its exit codes."""

import json
import os
import pathlib
import re
import select
import shutil
import signal
import subprocess
import tempfile
import unittest

import ctl_cargo
import ctl_intake
import ctl_journeys
import ctl_rules
import ctl_screen
import surroundings

import api_client  # noqa: E402  (the demo's)
import messages  # noqa: E402
import processes  # noqa: E402
import system as systems  # noqa: E402

LIST_NAME = "wl/demo/travellers"
LISTED = messages.Person("TARVENZAI", "MUHAMMAD", "1971-04-05", "XT5550001")
UNLISTED = messages.Person("BRAVENTOL", "ISKMAR", "1980-01-02", "XT5550002")
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z"


def documented_fields():
    """command -> the members of its JSON, from the table of docs/ctl.md."""
    text = (surroundings.ROOT / "docs" / "ctl.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| `([a-z ]+)`[^|]*\| (`.+`) \|$", text.split("## Members of the JSON")[1])
    return {command: re.findall(r"`(\w+)`", fields) for command, fields in rows}


class Ctl(ctl_cargo.CargoCommands, ctl_intake.IntakeCommands, ctl_journeys.JourneyCommands, ctl_rules.RulesCommands,
          ctl_rules.RulesOfAnAgency, ctl_screen.ScreenCommands, unittest.TestCase):
    """One central; PKXXA is current, PKXXB outdated, PKXXC behind, PKXXD silent, PKXXE never seen."""

    listed, list_name = LISTED, LIST_NAME

    @classmethod
    def setUpClass(cls):
        cls.top = pathlib.Path(tempfile.mkdtemp(prefix="sarhad-ctl-"))
        cls.addClassCleanup(shutil.rmtree, cls.top)
        cls.system = systems.System(surroundings.BIN, processes.fresh_folder(cls.top / "run"),
                                    [f"PKXX{letter}" for letter in "ABCDE"])
        cls.addClassCleanup(cls.system.stop)
        cls.fields = documented_fields()
        cls.checked = set()
        cls.start()

    @classmethod
    def start(cls):
        system = cls.system
        current, outdated, behind, silent, never = system.ports
        system.make_central()
        system.start_central()
        system.add_port(outdated)  # Before the agency: it refuses that agency's lists.
        system.trust_agencies({"wl/demo"})
        for port in (current, behind, silent, never):
            system.add_port(port)
        for port in (current, outdated, behind, silent):
            system.start_port(port)
        cls.publish("watchlist.xml")
        for port in (current, behind, silent):
            processes.wait_for(f"the list at {port.name}", lambda port=port: port.get("/v1/lists")["lists"], 30, cls.started())
        cls.cut_bulk(behind)
        behind.deliver("quiet.edi", messages.compose("QUIET01", "XQ401", "XXD", "XXC", [UNLISTED]))
        current.deliver("hit.edi", messages.compose("HIT01", "XQ402", "XXD", "XXA", [LISTED]))
        processes.wait_for("the alert", lambda: current.alerts() and silent.alerts(), 30, cls.started())
        # A centre that starts anew has heard nobody yet, but knows when it last did: no wait for a silence.
        silent.daemon.kill()
        system.central.kill()
        system.start_central()
        processes.wait_for("the states", lambda: cls.states()[:4] == ["current", "outdated", "behind", "silent"], 60)
        cls.node_list = system.run_ctl("--socket", system.socket, "node", "list")  # Later tests move the states on.
        cls.node_shown = system.ctl_json("node", "show", behind.node)

    @classmethod
    def cut_bulk(cls, port):
        """Starts it anew with a bulk endpoint where nobody listens: what it records stays in its outbox."""
        port.daemon.kill()
        config = port.folder / "node.toml"
        config.write_text(config.read_text().replace(cls.system.bulk_endpoint, f"tcp://127.0.0.1:{processes.free_ports(1)}"))
        cls.system.start_port(port)

    @classmethod
    def started(cls):
        return [daemon for daemon in cls.system.daemons() if daemon.child is not None]

    @classmethod
    def states(cls):
        nodes = cls.system.nodes()
        return [nodes[port.node]["state"] for port in cls.system.ports]

    @classmethod
    def publish(cls, source):
        cls.list_file = cls.top / "demo.list"
        cls.system.ctl_json("list", "import", "--format", "un-xml", "--source", "DEMO", "--name", LIST_NAME, "--output",
                            cls.list_file, surroundings.ROOT / "demo" / source)
        return cls.system.ctl_json("list", "publish", cls.list_file, "--key", cls.system.agency_key)

    def ctl(self, *words, socket=None):
        return subprocess.run([str(word) for word in (self.system.ctl, "--socket", socket or self.system.socket, *words)],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30, check=False)

    def good(self, *words, socket=None):
        done = self.ctl(*words, socket=socket)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr, "")
        return done.stdout

    def good_json(self, command, *words, socket=None):
        """One JSON value with the members that the documentation names."""
        value = json.loads(self.good("--json", *command.split(), *words, socket=socket))
        self.assertEqual([field for field in self.fields[command] if field not in value], [], command)
        self.checked.add(command)
        return value

    def bad(self, code, pattern, *words, socket=None):
        done = self.ctl(*words, socket=socket)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertRegex(done.stderr, r"^sarhadctl: " + pattern)

    # --- node ---

    def test_node_list_shows_the_five_states_and_since_when_each_is_true(self):
        out = self.node_list
        self.assertRegex(out, r"^ *NODE +PORT +STATE +AS-OF +LIST +BEHIND +OUTBOX\n")
        for port, state, as_of in zip(self.system.ports, ("current", "outdated", "behind", "silent", "never-seen"),
                                      (TIME, TIME, TIME, TIME, "-")):
            self.assertRegex(out, rf"(?m)^ *{port.node} +{port.name} +{state} +{as_of} ")
        self.assertTrue(out.endswith("5 nodes: never-seen 1, silent 1, outdated 1, behind 1, current 1\n"), out)

    def test_node_list_gives_a_silent_node_the_time_when_it_was_heard_last(self):
        silent = self.system.ports[3].node
        heard = [{node["node"]: node for node in self.good_json("node list")["nodes"]}[silent] for _ in range(2)]
        self.assertEqual(heard[0]["as_of"], heard[1]["as_of"])
        self.assertEqual(heard[0]["lists"][0]["edition"], 1)  # What was known of it, never a blank.

    def test_node_show(self):
        port = self.system.ports[2]
        self.assertEqual((self.node_shown["port"], self.node_shown["state"]), (port.name, "behind"))
        self.assertGreater(self.node_shown["outbox"], 0)
        self.assertEqual(self.good_json("node show", str(port.node))["node"], port.node)
        self.assertIn('"port": "PKXXC-1"', self.good("node", "show", str(port.node)))
        self.bad(1, r"node 99: no such node", "node", "show", "99")
        self.bad(64, r".*NODE", "node", "show")

    def test_node_add_and_revoke(self):
        words = ("--port", "PKXXF", "--site", "2", "--central", self.system.endpoint)
        added = self.good_json("node add", *words, "--out", self.top / "f2")
        self.assertEqual(added["port"], "PKXXF-2")
        self.assertTrue((self.top / "f2" / "keys" / "subject.key").is_file())
        self.bad(65, rf"{self.top}/f2: --out wants an empty or a new folder", "node", "add", *words, "--out", self.top / "f2")
        self.bad(65, r"--central tcp://host: wanted tcp://ADDRESS:PORT", "node", "add", *words[:5], "tcp://host", "--out", self.top / "g")
        self.bad(65, r"--central-bulk foo: wanted tcp://ADDRESS:PORT", "node", "add", *words, "--central-bulk", "foo", "--out",
                 self.top / "g")
        self.bad(65, r"PKXX-2: --port wants a UN/LOCODE", "node", "add", "--port", "PKXX", *words[2:], "--out", self.top / "g")
        self.bad(1, rf"PKXXF-2: node {added['node']} is there since {TIME}; nothing was written: revoke it first \(sarhadctl node "
                    rf"revoke {added['node']}\), or give the new one another --site", "node", "add", *words, "--out", self.top / "f2b")
        self.assertFalse((self.top / "f2b").exists())
        revoked = self.good_json("node revoke", str(added["node"]))
        self.assertEqual(revoked["port"], "PKXXF-2")
        out = self.good("node", "add", *words, "--out", self.top / "f2b")
        self.assertRegex(out, r"PKXXF-2: node \d+ added; central lets it in from now on\n")
        self.assertIn("install -m 0600 -o root -g root keys/link.key", out)
        second = re.search(r"node (\d+) added", out).group(1)
        self.assertEqual(self.good("node", "revoke", second), f"node {second} of PKXXF-2: revoked; central lets it in no more\n")
        self.bad(1, r"node 99: no such node", "node", "revoke", "99")

    def test_node_add_that_failed_after_central_took_the_node_is_run_again(self):
        folder = self.top / "again"
        words = ("node", "add", "--port", "PKXXG", "--site", "1", "--out", folder, "--central", self.system.endpoint)
        (folder / "trust.toml").mkdir(parents=True)  # The file cannot be written: it fails once central has the node.
        self.bad(1, rf"{folder}/trust.toml: cannot be written: ", *words)
        before = self.system.nodes()
        (folder / "trust.toml").rmdir()
        self.bad(65, r".*has the unfinished node of PKXXG-1", *words[:3], "PKXXH", *words[4:])
        self.assertIn("added", self.good(*words))
        self.assertEqual(self.system.nodes().keys(), before.keys())
        self.assertEqual(sorted(path.name for path in folder.iterdir()), ["keys", "node.toml", "trust.toml"])
        node = int(re.search(r"node = (\d+)", (folder / "node.toml").read_text()).group(1))
        self.assertEqual(before[node]["port"], "PKXXG-1")
        self.good("node", "revoke", str(node))

    # --- alert ---

    def test_alert_list_and_ack(self):
        port = self.system.ports[0]
        alert = self.good_json("alert list")["alerts"][0]
        self.assertEqual((alert["port"], alert["entry"]), (port.name, "DMi.001"))
        self.assertRegex(self.good("alert", "list"), rf"(?m)^{alert['id']} +{TIME} +PKXXA-1 +traveller +DMi\.001 +\d+ +\d/5 +0/5$")
        first = self.good_json("alert ack", alert["id"], "--officer", "officer.a1", socket=port.socket)
        self.assertEqual((first["officer"], first["repeated"]), ("officer.a1", False))
        again = self.good("alert", "ack", alert["id"], "--officer", "officer.a1", socket=port.socket)
        self.assertRegex(again, rf"^{alert['id']}: (was )?acknowledged by officer\.a1")
        self.assertRegex(self.good("alert", "list", socket=port.socket), rf"(?m)^{alert['id']} .* officer\.a1$")
        processes.wait_for("the word of it at the centre", lambda: self.system.alerts()[0]["acknowledged"] == 1)
        self.bad(1, r".*[Aa]lert", "alert", "ack", "0" * 32, "--officer", "officer.a1", socket=port.socket)
        self.bad(65, r"alert: wanted an id of 32", "alert", "ack", "xyz", "--officer", "officer.a1", socket=port.socket)
        self.bad(64, r".*--officer", "alert", "ack", alert["id"], socket=port.socket)

    def test_alert_list_follows_its_pages(self):
        port = self.system.ports[0]
        before = self.good_json("status")["alerts"]
        traveller = {"full_name": f"{LISTED.given} {LISTED.surname}", "date_of_birth": LISTED.birth,
                     "documents": [{"kind": "P", "number": LISTED.document}]}
        for _ in range(205):  # More than a page.
            api_client.post(port.socket, "/v1/screen", {"traveller": traveller})
        total = before + 205
        processes.wait_for("the alerts", lambda: api_client.get(self.system.socket, "/v1/status")["alerts"] == total
                           and port.status()["alerts"] == total, 60)
        for socket, key in ((self.system.socket, "seq"), (port.socket, "number")):
            numbers = [alert[key] for alert in json.loads(self.good("--json", "alert", "list", "--limit", "1000",
                                                                    socket=socket))["alerts"]]
            self.assertEqual(numbers, sorted(set(numbers), reverse=True))
            self.assertEqual(len(numbers), total)
            out = self.good("alert", "list", "--limit", "203", socket=socket)
            self.assertEqual(out.count("\n"), 205)  # A header, and where to go on.
            self.assertIn(f"older ones: --before {numbers[202]}", out)
            rest = json.loads(self.good("--json", "alert", "list", "--before", str(numbers[202]), socket=socket))
            self.assertEqual([alert[key] for alert in rest["alerts"]], numbers[203:])
            self.assertIsNone(rest["next_before"])
        self.bad(64, r".*--limit", "alert", "list", "--limit", "10001")

    def test_pair_list_is_answered_at_both_ends(self):
        for socket in (self.system.socket, self.system.ports[0].socket):
            self.assertEqual(self.good_json("pair list", socket=socket)["pairs"], [])
        self.assertTrue(self.good("pair", "list", "--list", "wl/demo").startswith("PAIR "))

    def test_ledger_of_a_port_that_was_never_erased_is_empty(self):
        port = self.system.ports[0]
        self.assertEqual(self.good_json("ledger list", socket=port.socket)["entries"], [])
        self.assertTrue(self.good("ledger", "list", "--open", socket=port.socket).startswith("COUNTER "))
        self.bad(65, r".*", "ledger", "add", "HALL-1", "--officer", "o-17", socket=port.socket)  # It screens.
        self.bad(1, r".*has no number 1", "ledger", "enter", "HALL-1", "1", "0" * 32, "--officer", "o-17", socket=port.socket)
        self.bad(64, r".*--officer", "ledger", "add", "HALL-1", socket=port.socket)

    def test_records_that_nobody_ordered_to_be_erased_and_their_chains(self):
        self.assertEqual(self.good_json("record list")["erasures"], [])
        self.assertTrue(self.good_json("chain verify")["is_whole"])
        self.bad(1, r".*no port told of such a one", "record", "erase", "0" * 32, "--policy", "order/1", "--officer", "o-17",
                 "--reason", "asked for")
        self.bad(64, r".*--reason", "record", "erase", "0" * 32, "--policy", "order/1", "--officer", "o-17")

    def test_late_go_ahead_is_for_old_data_alone(self):
        port = self.system.ports[0]
        self.bad(1, r".*data is fresh.*nobody has to sign", "late", "go-ahead", "--officer", "o-17", socket=port.socket)
        self.bad(64, r".*--officer", "late", "go-ahead", socket=port.socket)

    def test_inspection_is_of_a_crossing_and_stands_as_told_last(self):
        port = self.system.ports[0]
        hit = port.crossings()[0]["id"]
        self.bad(1, r".*nobody told of one", "inspection", "show", hit, socket=port.socket)
        told = self.good_json("inspection put", hit, "--finding", "positive", "--minutes", "25", "--officer", "o-17", socket=port.socket)
        self.assertEqual((told["crossing"], told["finding"], told["minutes"]), (hit, "positive", 25))
        self.good("inspection", "put", hit, "--finding", "negative", "--minutes", "5", "--officer", "o-17", socket=port.socket)
        self.assertRegex(self.good("inspection", "show", hit, socket=port.socket),
                         rf"^{hit}: negative, 5 minutes, chosen by officer; o-17 at {TIME}\n$")
        self.assertEqual(self.good_json("inspection show", hit, socket=port.socket)["minutes"], 5)
        listed = self.good_json("inspection list", "--officer", "o-17", "--finding", "negative", "--since", "2026-01-01", socket=port.socket)
        self.assertEqual([(one["crossing"], one["minutes"]) for one in listed["inspections"]], [(hit, 5)])
        self.assertEqual((listed["count"], listed["positive"], listed["minutes"], listed["next_before"]), (1, 0, 5, None))
        self.assertRegex(self.good("inspection", "list", "--officer", "o-17", socket=port.socket),
                         rf"^AT +CROSSING +CHOSEN BY +FINDING +MINUTES +OFFICER\n{TIME} +{hit} +officer +negative +5 +o-17\n"
                         r"1 inspection, 0 positive, 5 minutes of officers\n$")
        self.assertEqual(self.good_json("inspection list", "--finding", "positive", socket=port.socket)["count"], 0)
        self.bad(65, r".*since: wanted a day or a moment", "inspection", "list", "--since", "yesterday", socket=port.socket)
        self.bad(65, r".*before: wanted the next_before", "inspection", "list", "--before", "5", socket=port.socket)
        self.bad(64, r".*maybe not in", "inspection", "list", "--finding", "maybe", socket=port.socket)
        self.bad(1, r".*no such crossing here", "inspection", "put", "0" * 32, "--finding", "negative", "--minutes", "5", "--officer", "o-17", socket=port.socket)
        self.bad(65, r".*minutes: wanted 0 to 10080", "inspection", "put", hit, "--finding", "negative", "--minutes", "10081", "--officer", "o-17", socket=port.socket)
        self.bad(64, r".*--minutes", "inspection", "put", "0" * 32, "--finding", "negative", "--officer", "o-17", socket=port.socket)
        self.bad(64, r".*maybe not in", "inspection", "put", "0" * 32, "--finding", "maybe", "--minutes", "5", "--officer", "o-17", socket=port.socket)

    # --- list, agency ---

    def test_list_publish_names_what_is_wrong_with_an_edition(self):
        key = ("--key", self.system.agency_key)
        self.bad(1, r".*", "list", "publish", self.list_file, *key)  # Nothing has changed.
        self.bad(1, r".*edition", "list", "publish", self.list_file, *key, "--edition", "1")
        self.bad(65, r"--edition x: a number from 1, or auto", "list", "publish", self.list_file, *key, "--edition", "x")
        junk = self.top / "junk.list"
        junk.write_text("no list\n")
        self.bad(65, rf"{junk}: ", "list", "publish", junk, *key)
        self.bad(65, rf"{self.top}/none\.list: ", "list", "publish", self.top / "none.list", *key)
        self.bad(65, rf"{junk}: ", "list", "publish", self.list_file, "--key", junk)
        other = self.top / "other.key"
        self.good("key", "new", "--kind", "sign", "--out", other)
        self.bad(77, r".*", "list", "publish", self.list_file, "--key", other, "--name", "wl/demo/second")
        for name in ("wl/demo/", "wl/demo/../x", "wl/demo/a b", "wl/demo/a/b", "wl/demo"):
            self.bad(65, r".*wanted a name", "list", "publish", self.list_file, *key, "--name", name)

    def test_list_publish_and_status(self):
        key = ("--key", self.system.agency_key, "--name", "wl/demo/third")
        published = self.good_json("list publish", self.list_file, *key)
        self.assertEqual((published["name"], published["edition"]), ("wl/demo/third", 1))
        second = self.top / "second.list"
        self.good("list", "import", "--format", "un-xml", "--source", "DEMO", "--name", "wl/demo/third", "--output", second,
                  surroundings.ROOT / "demo" / "watchlist-2.xml")
        self.assertRegex(self.good("list", "publish", second, *key), r"^wl/demo/third: edition 2 published, \d+ entries, root ")
        port = self.system.ports[0]
        processes.wait_for("it at a port", lambda: any(
            row["name"] == "wl/demo/third" and row["edition"] == 2 for row in port.get("/v1/lists")["lists"]))
        of_port = rf"(?m)^wl/demo/third +2 +{port.node} +PKXXA-1 +2 +{TIME}$"
        processes.wait_for("the centre to know", lambda: re.search(of_port, self.good("list", "status", "wl/demo/third")))
        self.assertEqual(self.states()[0], "current")
        lists = {row["name"]: row for row in self.good_json("list status")["lists"]}
        self.assertEqual(lists["wl/demo/third"]["edition"], 2)
        self.bad(1, r"wl/none/list: .*no such list", "list", "status", "wl/none/list")
        source = self.top / "cut.xml"
        source.write_text("<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>ISKMAR</FIRST_NAME><REFERENCE_NUMBER>DMi.901"
                          "</REFERENCE_NUMBER></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>")
        cut = ("list", "import", "--format", "un-xml", "--source", "DEMO", "--output", second, source)
        self.bad(1, rf"{second}: it would have 1 entries where \d+ are now: .*--allow-shrink", *cut)
        self.assertIn("--allow-shrink", self.good(*cut, "--allow-shrink"))
        self.bad(1, r"list wl/demo/third edition 3: it would have 1 entries where \d+ are now: ", "list", "publish", second, *key)
        self.assertIn("edition 3 published, 1 entries", self.good("list", "publish", second, *key, "--allow-shrink"))

    def test_agency_add(self):
        words = ("--key", self.system.agency_key)
        self.assertEqual(self.good_json("agency add", "wl/spare", *words)["name"], "wl/spare")
        self.assertEqual(self.good("agency", "add", "wl/spare", *words),
                         "wl/spare: its lists need 1 of 1 signatures from now on\n")
        self.bad(65, r"", "agency", "add", "wl/spare", *words, "--threshold", "2")
        stranger = self.top / "stranger.key"
        self.good("key", "new", "--kind", "sign", "--out", stranger)
        self.bad(1, r"agency wl/spare: has other keys", "agency", "add", "wl/spare", "--key", stranger)
        self.bad(65, r"agency: wanted a name", "agency", "add", "wl/Spare\nx", *words)
        self.bad(65, rf"{self.list_file}: ", "agency", "add", "wl/spare", "--key", self.list_file)

    def test_agency_add_takes_signing_keys_only_and_names_file_and_kind(self):
        for kind in ("link", "seal", "store", "subject"):
            key = self.top / f"agency-{kind}.key"
            self.good("key", "new", "--kind", kind, "--out", key)
            self.bad(65, rf"{key}: a key of kind {kind}, ", "agency", "add", "wl/kinds", "--key", key)
        self.bad(65, rf"{key}: .*kind subject-secret, wanted kind sign-secret", "list", "publish", self.list_file, "--key", key)

    # --- a port's own ---

    def test_intake_refused_retry_and_discard(self):
        port = self.system.ports[0]
        port.deliver("junk.edi", "this is no message")
        processes.wait_for("the refusal", lambda: port.get("/v1/intake/refused")["refused"])
        self.assertEqual(self.good_json("intake refused", socket=port.socket)["refused"][0]["name"], "junk.edi")
        self.assertRegex(self.good("intake", "refused", socket=port.socket), r"^FILE +REASON\njunk\.edi +\S")
        self.assertEqual(self.good("intake", "retry", "junk.edi", socket=port.socket), "junk.edi: back in the spool\n")
        processes.wait_for("the refusal again", lambda: port.get("/v1/intake/refused")["refused"])
        self.assertEqual(self.good_json("intake retry", "junk.edi", socket=port.socket)["retried"], ["junk.edi"])
        self.bad(1, r"none\.edi: .*no refused file", "intake", "retry", "none.edi", socket=port.socket)
        processes.wait_for("the refusal once more", lambda: port.get("/v1/intake/refused")["refused"])
        self.bad(64, r".*--why", "intake", "discard", "junk.edi", socket=port.socket)
        gone = self.good_json("intake discard", "junk.edi", "--why", "a test of ours", socket=port.socket)["discarded"][0]
        self.assertEqual((gone["discarded"], gone["uid"]), ("junk.edi", os.getuid()))
        self.assertEqual(port.get("/v1/intake/refused")["refused"], [])
        record, = (port.folder / "spool" / "discarded").iterdir()
        self.assertEqual(json.loads(record.read_text())["why"], "a test of ours")
        self.bad(1, r"junk\.edi: .*no refused file", "intake", "discard", "junk.edi", "--why", "x", socket=port.socket)

    def test_the_wrong_daemon_is_named_with_the_option_to_change(self):
        port = self.system.ports[0].socket
        for words in (("node", "list"), ("node", "show", "1"), ("node", "revoke", "1"), ("list", "status"),
                      ("list", "publish", self.list_file, "--key", self.system.agency_key),
                      ("agency", "add", "wl/wrong", "--key", self.system.agency_key),
                      ("pair", "withdraw", "0" * 32, "--node", "1", "--officer", "o.1", "--reason", "seen again"),
                      ("node", "add", "--port", "PKXXJ", "--out", self.top / "j", "--central", self.system.endpoint)):
            self.bad(1, rf".*{port}: sarhad-node answers there, and this is asked of sarhad-central: name its socket with --socket PATH",
                     *words, socket=port)
        self.assertFalse((self.top / "j").exists())
        for words in (("intake", "refused"), ("intake", "retry", "x"), ("alert", "ack", "0" * 32, "--officer", "o.1"),
                      ("late", "list")):
            self.bad(1, rf"(x: )?{self.system.socket}: sarhad-central answers there, and this is asked of sarhad-node: ", *words)

    # --- both ---

    def test_stream_list_and_release(self):
        port = self.system.ports[0]
        words = ("--officer", "admin.1", "--reason", "looked at it")
        of_port = [stream for stream in self.good_json("stream list")["quarantined"] if stream["node"] == port.node]
        self.assertEqual(of_port, [])  # Another test stops a stream of another port.
        listed = self.good_json("stream list", socket=port.socket)
        self.assertEqual((listed["quarantined"], listed["released"]), ([], []))
        self.assertEqual(self.good("stream", "list", socket=port.socket), "no stream is stopped\n")
        self.bad(1, r".*it is not quarantined here", "stream", "release", "up", "2", "--node", str(port.node), *words)
        self.bad(1, r".*it is not quarantined here", "stream", "release", "down", "100", *words, socket=port.socket)
        self.bad(65, r"officer: wanted an account", "stream", "release", "up", "2", "--officer", "a b", "--reason", "x",
                 socket=port.socket)
        self.bad(64, r".*DIRECTION", "stream", "release", "sideways", "2", *words)
        self.bad(64, r".*--reason", "stream", "release", "up", "2", "--officer", "admin.1")

    def test_what_a_port_had_is_proven_without_a_daemon(self):
        port = self.system.ports[0]
        file, trust = self.top / "port.proof", self.top / "trust.toml"
        at = "2099-01-01T00:00:00Z"
        made = self.good_json("proof port", "pkxxa-1", "--at", at, "--output", file)
        self.assertEqual((made["port"], made["nodes"]), (port.name, 1))
        key = self.system.nodes()[port.node]["sign_public"]
        trust.write_text((port.folder / "trust.toml").read_text()
                         + f'\n[[role]]\nkind = "node"\nnode = {port.node}\nkeys = ["{key}"]\n')
        proven = self.good_json("proof verify", file, "--trust", trust, socket="/nowhere")
        self.assertIn(LIST_NAME, [one["list"] for one in proven["nodes"][0]["lists"]])
        self.assertIsNone(proven["nodes"][0]["until"])
        self.an_entry_is_proven(port, at, file, trust)
        self.good("proof", "port", port.name, "--at", at, "--output", file)
        self.assertIn(f"holds, for {port.name} at", self.good("proof", "verify", file, "--trust", trust))
        self.bad(77, r".*does NOT hold: statement of node \d+: not signed", "proof", "verify", file, "--trust",
                 port.folder / "trust.toml")
        damaged = bytearray(file.read_bytes())
        damaged[-40] ^= 1
        (self.top / "damaged.proof").write_bytes(damaged)
        self.assertEqual(self.ctl("proof", "verify", self.top / "damaged.proof", "--trust", trust).returncode, 77)
        self.bad(1, r".*no node of it had stated anything", "proof", "port", "PKXXA-1", "--at", "2001-01-01T00:00:00Z",
                 "--output", self.top / "none")
        self.bad(65, r"--at: ", "proof", "port", "PKXXA-1", "--at", "yesterday", "--output", self.top / "none")

    def an_entry_is_proven(self, port, at, file, trust):
        words = ("proof", "port", port.name, "--at", at, "--output", file, "--list", LIST_NAME, "--entry")
        verify = ("proof", "verify", file, "--trust", trust)
        self.good(*words, "DMi.001")
        self.assertIn(f"entry DMi.001 was on {LIST_NAME} edition ", self.good(*verify))
        self.assertIn("the list file has the same entry", self.good(*verify, "--list-file", self.list_file))
        self.good(*words, "9999999")
        self.assertIn(f"entry 9999999 was NOT on {LIST_NAME} edition ", self.good(*verify))
        self.bad(1, r".*has no entry 9999999", *verify, "--list-file", self.list_file)
        self.bad(64, r".*--entry requires --list", "proof", "port", port.name, "--at", at, "--output", file, "--entry", "1")
        self.good("proof", "port", port.name, "--at", at, "--output", file, "--list", "wl/demo/none", "--entry", "1")
        self.assertIn("it had no list wl/demo/none", self.good(*verify))

    def test_status_of_both(self):
        status = self.good_json("status")
        self.assertEqual((status["daemon"], status["nodes"]), ("central", 5))
        port = self.system.ports[0]
        value = json.loads(self.good("--json", "status", socket=port.socket))
        self.assertEqual((value["daemon"], value["port"], value["recording"]), ("node", port.name, "RECORDED"))
        self.assertIn('"port": "PKXXA-1"', self.good("status", socket=port.socket))

    def test_events_prints_one_object_a_line(self):
        port = self.system.ports[0]
        with subprocess.Popen([self.system.ctl, "--socket", port.socket, "events", "--follow"], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, text=True) as child:
            api_client.post(port.socket, "/v1/screen", {"traveller": {"full_name": "ISKMAR BRAVENTOL"}})
            # The stream may have opened after the first: then another comes.
            processes.wait_for("an event", lambda: self.heard(child, port), 20)
            child.send_signal(signal.SIGTERM)
            event = json.loads(child.stdout.readline())
        self.assertIn(event["event"], ("message_received", "traveller_screened"))
        self.assertRegex(event["data"]["at"], TIME)
        self.assertNotIn("BRAVENTOL", json.dumps(event))

    @staticmethod
    def heard(child, port):
        api_client.post(port.socket, "/v1/screen", {"traveller": {"full_name": "ISKMAR BRAVENTOL"}})
        return bool(select.select([child.stdout], [], [], 0.2)[0])

    def test_a_socket_where_nobody_listens_is_69_and_says_what_to_do(self):
        nowhere = str(self.top / "nobody.sock")
        for words in (("node", "list"), ("alert", "list"), ("list", "status"), ("status",), ("intake", "refused"),
                      ("events", "--seconds", "1"), ("node", "revoke", "1")):
            self.bad(69, rf"no daemon at {nowhere} \(.*\): is the daemon running\? Start it, or name its socket", *words,
                     socket=nowhere)

    def test_a_file_that_cannot_be_written_is_1_and_named(self):
        path = self.top / "no-such-folder" / "x.list"
        self.bad(1, rf"{path}: cannot be written: ", "list", "import", "--format", "un-xml", "--source", "DEMO", "--output",
                 path, surroundings.ROOT / "demo" / "watchlist.xml")

    def test_a_node_that_cannot_reload_says_so(self):
        port = self.system.ports[0]
        config = port.folder / "node.toml"
        good = config.read_text()
        config.write_text('log_level = "verbos"\n' + good)
        try:
            port.daemon.child.send_signal(signal.SIGHUP)
            processes.wait_for("DAEMON-006", lambda: "DAEMON-006" in port.daemon.last_words(50))
        finally:
            config.write_text(good)
        self.assertRegex(port.daemon.last_words(50), r"DAEMON-006.*node\.toml:1:13: log_level: wanted one of")

    @classmethod
    def tearDownClass(cls):
        missing = set(cls.fields) - cls.checked
        if len(cls.checked) > 1 and missing:  # One test alone checks few.
            raise AssertionError(f"docs/ctl.md names members that no test looked at: {sorted(missing)}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
