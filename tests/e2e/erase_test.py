#!/usr/bin/env python3
"""A port is revoked by two security officers while its session is live: nothing of it is left on its disk, its counters take
numbers of the paper ledger, and once the machine is a node again they become crossings. Also who is away when it is revoked,
and whom an administrator alone cannot erase."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import unittest

import holders
import surroundings

import api_client  # noqa: E402  (the demo's)
import messages  # noqa: E402
import processes  # noqa: E402
import system as systems  # noqa: E402

LISTED = messages.Person("TARVENZAI", "MUHAMMAD", "1971-04-05", "XT5550001")
UNLISTED = messages.Person("QUOZVENTOL", "ISKMARWUX", "1983-11-27", "XT7350002")
SECRET_WORDS = ("TARVENZAI", "QUOZVENTOL", "ISKMARWUX", "XT5550001", "XT7350002")


class Erase(holders.Holders, unittest.TestCase):
    def setUp(self):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="sarhad-erase-"))
        self.addCleanup(shutil.rmtree, self.top)
        self.system = systems.System(surroundings.BIN, processes.fresh_folder(self.top / "run"), ["PKXXA"])
        self.addCleanup(self.system.stop)
        self.port = self.system.ports[0]
        self.system.make_central()
        self.office = self.top / "office"
        self.documents = self.system.folder / "central" / "trust"
        for folder in (self.office, self.documents):
            folder.mkdir(mode=0o700)
        home = self.system.folder / "central"
        self.endpoint = f"tcp://127.0.0.1:{processes.free_ports(3) + 2}"
        self.system.run_ctl("key", "new", "--kind", "link", "--out", home / "keys" / "enrol.key")
        config = home / "central.toml"
        config.write_text(config.read_text().replace("[link]\n", f"[link]\nenrol = \"{self.endpoint}\"\n"))
        self.ceremony()
        self.start_central_with_documents()
        self.system.add_port(self.port)
        self.system.start_port(self.port)
        self.wait_for("a word of the time", lambda: self.port.status()["trust_data"]["state"] == "FRESH")

    # --- the port ---

    def wait_for(self, what, condition, seconds=30):
        return processes.wait_for(what, condition, seconds, self.system.daemons())

    def work(self):
        """A list in force, a hit and another, a message that nobody can read, and one more file of what is done."""
        self.system.put_first_list_in_force(self.system.import_demo_list("watchlist"))
        self.port.deliver("a.edi", messages.compose("T0001", "XQ731", "XXD", "XXA", [LISTED, UNLISTED]))
        self.wait_for("the crossings", lambda: len(self.port.crossings()) == 2)
        self.port.deliver("b.edi", "UNB+NAD+FL+++QUOZVENTOL:ISKMARWUX, cut off")
        self.wait_for("the refused one", lambda: self.port.get("/v1/intake")["refused"] >= 1)
        self.wait_for("central has all", self.port.is_drained)

    def revoke_by_officers(self, version=2, node=None):
        self.revoke(version, f"[[node]]\nnode = {node or self.port.node}\nwhy = \"stolen from the post\"\n")
        self.system.central.child.send_signal(signal.SIGHUP)

    def shown(self, node=None):
        return self.system.ctl_json("node", "show", node or self.port.node)

    def state(self):
        try:
            return self.port.status().get("state")
        except (api_client.Unreachable, api_client.Refused):
            return None  # It begins anew meanwhile.

    def found_on_disk(self, needles):
        """(file, needle) wherever one lies below the port's folder, in any of its bytes or its name."""
        found = []
        for path in sorted(self.port.folder.rglob("*")):
            if path.is_file():
                content = path.read_bytes()
                found += [(str(path), needle) for needle in needles if needle in content]
        return found

    def secrets(self):
        """What must not lie anywhere afterwards: names, and every key as its file has it."""
        keys = [path.read_bytes() for path in sorted((self.port.folder / "keys").glob("*.key"))]
        self.assertGreaterEqual(len(keys), 4)
        return [word.encode() for word in SECRET_WORDS] + [key.strip() for key in keys]

    def ledger(self, *words):
        out = subprocess.run([self.system.ctl, "--json", "--socket", self.port.socket, "ledger", *map(str, words)],
                             capture_output=True, text=True, check=False)
        self.assertEqual(out.returncode, 0, out.stderr)
        return json.loads(out.stdout)

    # --- the new node on the same machine ---

    def enrol_again(self):
        file, folder = self.top / "again.invitation", self.top / "again"
        number = self.system.ctl_json("enrol", "invite", "pkxxa-1", "--officer", "ayla", "--enrol", self.endpoint, "--central",
                                      self.system.endpoint, "--central-bulk", self.system.bulk_endpoint, "--out", file)["enrolment"]
        joining = subprocess.Popen([self.system.ctl, "--json", "enrol", "join", file, "--out", folder, "--local", "--wait", "30"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while line := joining.stderr.readline():
            if line.startswith("    "):
                break
        for officer in ("ayla", "basir"):
            self.system.ctl_json("enrol", "approve", str(number), "--officer", officer, "--words", line.strip())
        out, err = joining.communicate(timeout=30)
        self.assertEqual(joining.returncode, 0, err)
        # As the steps that it prints: keys and settings go where the old ones were; the state stays where it is.
        for key in (folder / "keys").glob("*.key"):
            shutil.copy(key, self.port.folder / "keys" / key.name)
        for name in ("trust.toml", "root.trust"):
            shutil.copy(folder / name, self.port.folder / name)
        node = json.loads(out)["node"]
        config = self.port.folder / "node.toml"
        config.write_text(config.read_text().replace(f"node = {self.port.node}\n", f"node = {node}\n"))
        self.port.node = node

    def test_a_port_that_is_revoked_leaves_nothing_and_counts_by_paper(self):
        self.work()
        secrets = self.secrets()
        self.assertEqual(self.found_on_disk(secrets[:5]), [], "what carriers sent is sealed, in refused/ and done/ too")
        self.assertTrue(self.found_on_disk(secrets[5:]))
        first = self.port.node

        self.revoke_by_officers()
        self.wait_for("the port to be erased", lambda: self.state() == "ERASED")
        self.assertEqual(self.found_on_disk(secrets), [])
        left = sorted(path.name for path in self.port.folder.rglob("*") if path.is_file())
        self.assertEqual(left, ["node.db.erase", "node.toml", "root.trust", "trust.toml"])
        shown = self.wait_for("central to hear of it", lambda: self.shown()["state"] == "erased" and self.shown())
        self.assertEqual(shown["lost_rows"], 0)
        self.assertGreaterEqual(shown["lost_files"], 2)
        self.assertIn("is erased since", self.system.run_ctl("--socket", self.system.socket, "node", "list"))

        # Nothing is screened, and arrivals wait.
        with self.assertRaises(api_client.Refused):
            self.port.get("/v1/crossings")
        with self.assertRaisesRegex(api_client.Refused, "ERASED"):
            self.port.get("/v1/health")
        self.port.deliver("later.edi", messages.compose("T0002", "XQ732", "XXD", "XXA", [UNLISTED]))

        # The counters take numbers, each once, whatever becomes of the process.
        self.assertEqual(self.ledger("add", "HALL-1", "--officer", "o-17")["number"], 1)
        self.assertEqual(self.ledger("add", "HALL-1", "--officer", "o-17", "--decision", "referred")["number"], 2)
        self.port.daemon.kill()
        self.system.start_port(self.port)
        self.assertEqual(self.state(), "ERASED")
        self.assertEqual(self.ledger("add", "HALL-1", "--officer", "o-18")["number"], 3)
        self.assertEqual(self.ledger("add", "GATE-A", "--officer", "o-18", "--kind", "conveyance")["number"], 1)

        # The machine is a node again; the old revocation is still in force, and names another.
        self.port.daemon.ask_to_stop()
        self.assertEqual(self.port.daemon.wait(20), 0)
        self.enrol_again()
        self.system.start_port(self.port)
        self.wait_for("what waited is taken in", lambda: len(self.port.crossings()) == 1)
        self.wait_for("its trust data", lambda: self.port.status()["trust_data"]["revocations"] == 2)
        self.assertGreater(self.port.node, first)
        self.assertNotIn("state", self.port.status())

        entries = self.ledger("list", "--open")["entries"]
        self.assertEqual([(one["counter"], one["number"]) for one in entries],
                         [("HALL-1", 1), ("HALL-1", 2), ("HALL-1", 3), ("GATE-A", 1)])
        crossing = self.port.crossings()[0]["id"]
        self.assertEqual(self.ledger("enter", "HALL-1", 2, crossing, "--officer", "o-19")["crossing"], crossing)
        with self.assertRaisesRegex(api_client.Refused, "no such crossing"):
            self.port.post("/v1/ledger/HALL-1/3/enter", {"crossing": "00" * 16, "officer": "o-19"})
        self.assertEqual([one["number"] for one in self.ledger("list", "--open")["entries"]], [1, 3, 1])
        self.wait_for("the ledger to be at central", lambda: self.port.outbox() == 0)
        desk = [one for one in self.system.summary() if one["node"] == self.port.node]
        self.assertTrue(desk, self.system.summary())
        self.assertEqual(self.shown(first)["state"], "erased", "what was said of the old one stays")

    def test_a_port_that_was_off_erases_itself_when_it_comes_back(self):
        self.work()
        secrets = self.secrets()
        self.port.daemon.ask_to_stop()
        self.assertEqual(self.port.daemon.wait(20), 0)
        self.revoke_by_officers()
        # Of the daemons: the port is off, and meant to be.
        processes.wait_for("the revocation", lambda: self.shown()["state"] == "revoked")
        self.system.start_port(self.port)  # The thief has it on the line.
        self.wait_for("the port to be erased", lambda: self.state() == "ERASED")
        self.assertEqual(self.found_on_disk(secrets), [])
        self.wait_for("central to hear of it", lambda: self.shown()["state"] == "erased")
        self.assertGreaterEqual(self.shown()["tries"], 1)

    def test_keys_that_are_roots_are_waited_for(self):
        """As systemd hands them over; sarhad-erase.service is played by the test."""
        handed = self.top / "credentials"
        handed.mkdir(mode=0o700)
        self.port.daemon.ask_to_stop()
        self.assertEqual(self.port.daemon.wait(20), 0)
        for key in (self.port.folder / "keys").glob("*.key"):
            shutil.move(key, handed / key.name)
        self.addCleanup(os.environ.pop, "CREDENTIALS_DIRECTORY", None)
        os.environ["CREDENTIALS_DIRECTORY"] = str(handed)
        self.system.start_port(self.port)
        self.work()
        self.revoke_by_officers()
        self.wait_for("the port to wait", lambda: self.state() == "ERASING")
        self.assertIn("sarhad-erase.service", self.port.status()["not_erased_because"])
        self.assertEqual(self.found_on_disk([word.encode() for word in SECRET_WORDS]), [])
        self.assertFalse((self.port.folder / "node.db").exists())
        self.assertEqual(self.ledger("add", "HALL-1", "--officer", "o-17")["number"], 1, "the border goes on meanwhile")
        self.system.run_ctl("key", "erase", handed)
        self.assertEqual([path.stat().st_size for path in handed.glob("*.key")], [0] * 4)
        self.port.daemon.kill()
        self.system.start_port(self.port)
        self.wait_for("the port to be erased", lambda: self.state() == "ERASED")
        self.assertEqual(self.ledger("add", "HALL-1", "--officer", "o-17")["number"], 2)
        self.assertEqual(self.shown()["state"], "erasing", "the key for the last word was gone first")

    def test_an_administrator_alone_shuts_a_port_out_and_erases_nothing(self):
        self.work()
        self.system.run_ctl("--socket", self.system.socket, "node", "revoke", self.port.node)
        self.wait_for("the port to be out", lambda: self.shown()["state"] == "revoked")
        self.wait_for("the link to be refused", lambda: self.port.status()["link"]["control"] != "up")
        self.port.deliver("c.edi", messages.compose("T0003", "XQ733", "XXD", "XXA", [UNLISTED]))
        self.wait_for("it screens on", lambda: len(self.port.crossings()) == 3)
        self.assertTrue((self.port.folder / "keys" / "store.key").exists())
        self.assertFalse((self.port.folder / "node.db.erase").exists())


if __name__ == "__main__":
    unittest.main(verbosity=2)
