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
    for path in (surroundings.ROOT / "demo" / "messages").rglob("*.edi"):
        text = path.read_text(encoding="ascii")
        for surname, given in re.findall(r"NAD\+FL\+\+\+([^:']+):([^:']+)", text):
            values |= {surname, f"{given} {surname}", f"{surname} {given}"}
        values |= set(re.findall(r"DOC\+P:110:111\+(\w+)", text))
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
        logs = "".join(path.read_text(errors="replace").upper()
                       for path in (self.folder / "sarhad-demo" / "logs").glob("*.log"))
        self.assertGreater(len(logs), 1000)
        self.assertEqual([value for value in sorted(personal_values()) if value.upper() in logs], [])

    def test_runs_on_the_public_lists_and_real_messages(self):
        if not surroundings.has_data("lists/un_consolidated.xml", "lists/ofac/sdn.csv", "messages"):
            self.skipTest("no shared data; SARHAD_SHARED_DATA names its folder")
        out = self.green("--lists", surroundings.SHARED_DATA / "lists", "--messages", surroundings.SHARED_DATA / "messages")
        self.assertRegex(out, r"wl/un/consolidated: edition 1 published, 1003 entries, 0 refused")
        self.assertRegex(out, r"wl/ofac/sdn: edition 1 published, 8976 entries, 0 refused")
        files = len(messages.found_in(surroundings.SHARED_DATA / "messages"))
        delivered = int(re.search(r"messages +(\d+) delivered", out).group(1))
        self.assertGreaterEqual(delivered, files)

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
