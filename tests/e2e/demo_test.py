#!/usr/bin/env python3
"""The demo, as a person runs it: green twice in a row, on real input too, and silent about persons in its logs."""

import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import unittest

import surroundings

import api_client  # noqa: E402  (the demo's)
import messages  # noqa: E402
import processes  # noqa: E402
import rules_act  # noqa: E402

SECONDS = 120


def run_demo(folder, *words):
    return subprocess.run([sys.executable, surroundings.ROOT / "demo" / "run.py", "--bin", surroundings.BIN,
                           "--dir", folder / "sarhad-demo", *words], cwd=folder, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=SECONDS, check=False)


def personal_values():
    """Names, document numbers and dates of birth of the invented travellers and entries."""
    values = set()
    for path in (surroundings.ROOT / "demo").glob("watchlist*.xml"):
        text = path.read_text(encoding="utf-8")
        values |= set(re.findall(r"<(?:SECOND_NAME|ALIAS_NAME|NUMBER)>([^<]+)<", text))
        values |= set(re.findall(r"<DATE>([^<]+)<", text))
        values |= set(re.findall(r"<ENTITY>(?s:.*?)<FIRST_NAME>([^<]+)<", text))
    for path in (surroundings.ROOT / "demo" / "messages").rglob("*.edi"):
        text = path.read_text(encoding="ascii")
        for surname, given in re.findall(r"NAD\+FL\+\+\+([^:']+):([^:']+)", text):
            values |= {surname, f"{given} {surname}", f"{surname} {given}"}
        values |= set(re.findall(r"DOC\+P:110:111\+(\w+)", text))
        values |= set(re.findall(r"NAD\+(?:CN|CZ)\+\+([^:+']+)", text))
    for who in rules_act.TRAVELLERS:
        values |= {who.surname, f"{who.given} {who.surname}", f"{who.surname} {who.given}", who.document}
    return values


class Demo(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory(prefix="sarhad-e2e-")
        self.addCleanup(self._folder.cleanup)
        self.folder = pathlib.Path(self._folder.name)

    def green(self, *words):
        done = run_demo(self.folder, *words)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("centre and ports agree: nothing lost, nothing doubled", done.stdout)
        return done.stdout

    def test_is_green_twice_in_a_row_and_its_logs_name_nobody(self):
        for _ in range(2):
            out = self.green()
            self.assertRegex(out, r"HIT DEMO DMi\.001 .*score \d+ \(hold\)")
            self.assertRegex(out, r"PKXXB-1 +REACHED by the alert of the hit at PKXXA-1, \d+ ms after it was raised")
            # One officer read one alert: no other port was warned of anything.
            self.assertEqual(len(re.findall(r"WARNED of", out)), 1)
            self.assertRegex(out, r"PKXXB-1 +WARNED of the hit at PKXX\w-1: an officer acknowledged at "
                                  r"\d\d:\d\d:\d\d\.\d{3}, \d+ ms after it was raised")
            self.assertRegex(out, r"REFUSED +04-broken\.edi: the message tells of nobody")
            self.tells_of_a_rule(out)
            self.tells_of_cargo(out)
        logs = "".join(path.read_text(errors="replace").upper()
                       for path in (self.folder / "sarhad-demo" / "logs").glob("*.log"))
        self.assertGreater(len(logs), 1000)
        self.assertEqual([value for value in sorted(personal_values()) if value.upper() in logs], [])

    def tells_of_a_rule(self, out):
        """Two sign, each port says when it had it, a shadow shows nothing, the rule waits for a booking and fires on it."""
        self.assertRegex(out, r"author +checked: costs \d+ units of 20000 at worst; 4 tests passed, 0 failed")
        self.assertIn("approves it himself: REFUSED a second person approves, with a key of his own", out)
        for mode in ("shadow", "live"):
            ports = re.findall(rf"(PKXX\w-1) +has it {mode} \d+ ms after it was published", out)
            self.assertEqual(ports, ["PKXXA-1", "PKXXB-1", "PKXXC-1"])
        self.assertRegex(out, r"PKXXA-1 +counted 1 shadow hit, which no officer sees")
        self.assertRegex(out, r"back-test on 5000 invented travellers of October 2026: \d+ hits, \d+ unknown, passed")
        shadow, live = (out.index(words) for words in ("has it shadow", "has it live"))
        self.assertNotIn("RULE DMO-001", out[shadow:live])
        self.assertNotIn("waiting for", out[shadow:live])
        self.assertRegex(out[live:], r"screened +BRAMWIN TREVASKY +green\n +unknown, waiting for booking data \(PNR\): 1 rule \(DMO-001\)")
        self.assertRegex(out[live:], r"screened +BRAMWIN TREVASKY +yellow\n +RULE DMO-001 rev 2 .*: yellow, score 35\n"
                                     r" +passport expires within 60 days\n +traveller\.doc\.days_to_expiry is \d+ \(limit >= 0; API\)\n")
        self.assertRegex(out[live:], r" +paid in cash in the last three days\n +booking\.payment_form is 'CA' \(PNR\)\n")
        self.assertRegex(out, r"crossings screened +\d+, 1 of them hit by a rule")

    def tells_of_cargo(self, out):
        """A listed consignee is a hit of which every port is told."""
        self.assertRegex(out, r"PKXXB-1 +screened +consignment DEMO633105 +yellow\n.*\n +consignee: VELTHAR TRADING CO\n"
                              r" +HIT of the consignee: DEMO DMe\.001 VELTHAR TRADING COMPANY, score \d+ \(ask\)")
        self.assertIn("FINDING bad-container-number HLXU4113585", out)
        self.assertIn("3 bills, 3 containers, 6 parties and the ship; 3 of 4 pieces are green", out)
        cargo = out[out.index("== cargo"):out.index("== the link of PKXXC-1 is cut")]
        reached = re.findall(r"(PKXX\w-1) +REACHED by the alert of (?:its own hit|the hit at PKXXB-1), \d+ ms after it was raised", cargo)
        self.assertEqual(sorted(reached), ["PKXXA-1", "PKXXB-1", "PKXXC-1"])
        self.assertRegex(out, r"its officer reads: consignment \S+ in [A-Z]{4}\d{7}[^\n]* at PKXXB-1, DEMO DMe\.001, yellow: the same name")
        self.assertRegex(out, r"(?m)^ +PKXXB-1 +cargo +4 +4 +4 ")
        self.assertRegex(out, r"cargo screened +4 pieces, 1 with a finding")

    def test_with_more_ports_than_mail_cuts_one_that_gets_some(self):
        out = self.green("--ports", "4")
        self.assertRegex(out, r"PKXXC-1 +[1-9]\d* rows wait in its outbox")
        self.assertEqual(len(re.findall(r"has it live \d+ ms after", out)), 4)

    def test_ends_where_nobody_reads_on(self):
        command = [sys.executable, surroundings.ROOT / "demo" / "run.py", "--bin", surroundings.BIN, "--dir", self.folder / "sarhad-demo"]
        with subprocess.Popen(command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as child:
            child.stdout.readline()
            child.stdout.close()
            self.assertEqual(child.wait(SECONDS), 130)

    def test_runs_on_the_public_lists_and_real_messages(self):
        if not surroundings.has_data("lists/un_consolidated.xml", "lists/ofac/sdn.csv", "messages"):
            self.skipTest("no shared data; SARHAD_SHARED_DATA names its folder")
        out = self.green("--lists", surroundings.SHARED_DATA / "lists", "--messages", surroundings.SHARED_DATA / "messages")
        self.assertRegex(out, r"wl/un/consolidated: edition 1 published, 1003 entries, 0 refused")
        self.assertRegex(out, r"wl/ofac/sdn: edition 1 published, 8976 entries, 0 refused")
        files = len(messages.found_in(surroundings.SHARED_DATA / "messages"))
        delivered = int(re.search(r"messages +(\d+) delivered", out).group(1))
        self.assertGreaterEqual(delivered, files)
        self.tells_of_a_rule(out)
        self.assertRegex(out, r"HIT of the consignee: UN \S+ ")

    def test_leaves_a_folder_alone_that_is_not_its_own(self):
        (self.folder / "sarhad-demo").mkdir()
        (self.folder / "sarhad-demo" / "mine").write_text("keep")
        done = run_demo(self.folder)
        self.assertEqual(done.returncode, 1)
        self.assertIn("was not made by the demo", done.stdout)
        self.assertEqual((self.folder / "sarhad-demo" / "mine").read_text(), "keep")

    def try_out(self, commands):
        """Each printed command works, the endless one apart; the messages are new ones and are screened."""
        self.assertGreaterEqual(len(commands), 8)
        socket = re.search(r"--socket (\S+/ports/PKXXA/\S+)", "\n".join(commands)).group(1)
        before = api_client.get(socket, "/v1/status")["screened"]
        for command in commands:
            if "events --follow" not in command:
                done = subprocess.run(["sh", "-c", command], cwd=self.folder, stdin=subprocess.DEVNULL,
                                      capture_output=True, text=True, timeout=30, check=False)
                self.assertEqual(done.returncode, 0, f"{command}: {done.stderr}")
        processes.wait_for("the unused message to be screened",
                           lambda: api_client.get(socket, "/v1/status")["screened"] > before)

    def test_ctrl_c_stops_what_it_keeps_running(self):
        with subprocess.Popen([sys.executable, surroundings.ROOT / "demo" / "run.py", "--bin", surroundings.BIN,
                               "--dir", self.folder / "sarhad-demo", "--keep"], cwd=self.folder,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as child:
            commands = []
            for line in child.stdout:
                if line.startswith("Ctrl-C stops it."):
                    break
                commands = [] if line.startswith("== ") else commands + [line.strip()]
            self.try_out([command for command in commands if command])
            child.send_signal(signal.SIGINT)
            rest = child.stdout.read()
            self.assertEqual(child.wait(30), 0, rest)
        listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
        self.assertNotIn(str(self.folder), listed)


if __name__ == "__main__":
    unittest.main(verbosity=2)
