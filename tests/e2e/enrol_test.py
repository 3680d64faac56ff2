#!/usr/bin/env python3
"""A machine becomes a port's node by an invitation, six words on the telephone and two people; another one takes its place when
it is stolen; what the thief then does comes to nothing. Prints how long the replacement takes."""

import json
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest

import surroundings

import messages  # noqa: E402  (the demo's)
import processes  # noqa: E402
import system as systems  # noqa: E402

TRAVELLER = messages.Person("BRAVENTOL", "ISKMAR", "1980-01-02", "XT5550002")
REPLACED_WITHIN = 60  # Seconds; the people's part, reading words out, is not in it.


class Enrol(unittest.TestCase):
    def setUp(self):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="sarhad-enrol-"))
        self.addCleanup(shutil.rmtree, self.top)
        self.system = systems.System(surroundings.BIN, processes.fresh_folder(self.top / "run"), ["PKXXA"])
        self.addCleanup(self.system.stop)
        self.port = self.system.ports[0]
        self.system.make_central()
        home = self.system.folder / "central"
        self.endpoint = f"tcp://127.0.0.1:{processes.free_ports(3) + 2}"
        self.system.run_ctl("key", "new", "--kind", "link", "--out", home / "keys" / "enrol.key")
        config = home / "central.toml"
        config.write_text(config.read_text().replace("[link]\n", f"[link]\nenrol = \"{self.endpoint}\"\n"))
        self.system.start_central()
        self.system.trust_agencies({"wl/demo"})
        self.system.ctl_json("list", "publish", self.system.import_demo_list("watchlist"), "--key", self.system.agency_key)
        self.invited = 0

    def invite(self):
        self.invited += 1
        file = self.top / f"{self.invited}.invitation"
        made = self.system.ctl_json("enrol", "invite", "pkxxa-1", "--officer", "ayla", "--enrol", self.endpoint, "--central",
                                    self.system.endpoint, "--central-bulk", self.system.bulk_endpoint, "--out", file)
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        return made["enrolment"], file

    def join(self, file, folder, wait=30):
        return subprocess.Popen([self.system.ctl, "--json", "enrol", "join", file, "--out", folder, "--local", "--wait", str(wait)],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def row(self, number):
        rows = self.system.ctl_json("enrol", "list")["enrolments"]
        return next(row for row in rows if row["enrolment"] == number)

    def approve(self, number, officer, words):
        return self.system.ctl_json("enrol", "approve", str(number), "--officer", officer, "--words", words)

    def words_at_the_site(self, joining):
        """As the officer there reads them: the one line that is indented."""
        while line := joining.stderr.readline():
            if line.startswith("    "):
                return line.strip()
        self.fail("the site was shown no words")

    def enrol(self, folder):
        number, file = self.invite()
        joining = self.join(file, folder)
        words = self.words_at_the_site(joining)
        self.assertEqual(words, self.row(number)["words"])
        self.assertEqual(len(words.split()), 6)
        self.assertIsNone(self.approve(number, "ayla", words.upper())["node"])
        with self.assertRaisesRegex(processes.DemoError, "a second person must"):
            self.approve(number, "ayla", words)
        with self.assertRaisesRegex(processes.DemoError, "the words are not those"):
            self.approve(number, "basir", "acorn acorn acorn acorn acorn acorn")
        node = self.approve(number, "basir", words)["node"]
        out, err = joining.communicate(timeout=30)
        self.assertEqual(joining.returncode, 0, err)
        self.assertEqual(json.loads(out)["node"], node)
        return node, file

    def start(self, folder, node):
        self.port.folder, self.port.socket, self.port.spool = folder, str(folder / "control.sock"), folder / "spool"
        self.port.node = node
        config = folder / "node.toml"
        config.write_text("scan_every = \"50ms\"\n" + config.read_text())
        self.port.daemon = processes.Daemon(f"node-{node}", [self.system.bin / "sarhad-node", "--config", config],
                                            self.system.folder / "logs" / f"node-{node}.log")
        self.system.start_port(self.port)
        processes.wait_for("the list and a current node", lambda: self.system.nodes()[node]["state"] == "current"
                           and self.port.get("/v1/lists")["lists"], 30, self.system.daemons())

    def pass_by(self, name):
        self.port.deliver(f"{name}.edi", messages.compose(name, "XQ100", "XXD", "XXA", [TRAVELLER]))
        processes.wait_for("the crossing", lambda: len(self.port.crossings()) == 1, 30, self.system.daemons())
        processes.wait_for("central has it", self.port.is_drained, 30, self.system.daemons())

    def test_a_stolen_node_is_replaced_and_the_thief_has_nothing(self):
        first, file = self.enrol(self.top / "first")
        self.start(self.top / "first", first)
        self.pass_by("T0001")
        stolen = self.port.daemon

        began = time.monotonic()
        second, _ = self.enrol(self.top / "second")
        self.start(self.top / "second", second)
        took = time.monotonic() - began
        self.addCleanup(processes.stop_all, [stolen])
        print(f"replaced: invitation to a current node in {took:.1f} s, the people's part left out")
        self.assertLess(took, REPLACED_WITHIN)
        self.assertGreater(second, first)
        self.pass_by("T0002")
        held = {one["node"] for one in self.system.summary()}
        self.assertEqual(held, {first, second})  # What the first had told stays told.
        self.assertEqual(self.system.ctl_json("node", "show", first)["state"], "revoked")

        # The thief has the machine, and the used invitation.
        self.assertEqual(set(self.system.nodes()), {second})
        again = self.join(file, self.top / "thief", wait=0)
        out, err = again.communicate(timeout=30)
        self.assertEqual(again.returncode, 77, out + err)
        self.assertIn("central does not know this invitation", err)
        self.assertFalse((self.top / "thief" / "node.toml").exists())
        same = self.join(file, self.top / "first", wait=0)  # Even with the keys that it was for.
        same.communicate(timeout=30)
        self.assertNotEqual(same.returncode, 0)

    def test_whoever_was_not_approved_asks_again_and_is_then_let_in(self):
        number, file = self.invite()
        joining = self.join(file, self.top / "site", wait=0)
        out, _ = joining.communicate(timeout=30)
        self.assertEqual(joining.returncode, 75)
        words = json.loads(out)["words"]
        for officer in ("ayla", "basir"):
            self.approve(number, officer, words)
        again = self.join(file, self.top / "site")
        out, err = again.communicate(timeout=30)
        self.assertEqual(again.returncode, 0, err)
        self.assertEqual(json.loads(out)["words"], words)


if __name__ == "__main__":
    unittest.main(verbosity=2)
