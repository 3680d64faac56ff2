#!/usr/bin/env python3
"""A list for one port of two, on real daemons: what an agency signs, what central and the other port then have of it, and
what is left to whoever sits at a port that was left out."""

import pathlib
import shutil
import signal
import tempfile
import unittest

import holders
import surroundings

import messages  # noqa: E402  (the demo's)
import processes  # noqa: E402
import system as systems  # noqa: E402

LIST = "wl/demo/travellers"
LISTED = messages.Person("TARVENZAI", "MUHAMMAD", "1971-04-05", "XT5550001")


class Compartments(holders.Holders, unittest.TestCase):
    def setUp(self):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="sarhad-compartments-"))
        self.addCleanup(shutil.rmtree, self.top)
        self.system = systems.System(surroundings.BIN, processes.fresh_folder(self.top / "run"), ["PKXXA", "PKXXB"])
        self.addCleanup(self.system.stop)
        self.first, self.second = self.system.ports
        self.system.make_central()
        self.office = self.top / "office"
        self.documents = self.system.folder / "central" / "trust"
        for folder in (self.office, self.documents):
            folder.mkdir(mode=0o700)
        self.passed = 0
        self.ceremony()
        self.start_central_with_documents()
        for port in self.system.ports:
            self.system.add_port(port)
            self.system.start_port(port)

    def wait_for(self, what, condition, seconds=30):
        return processes.wait_for(what, condition, seconds, self.system.daemons())

    def compartment(self, version, *ports):
        """Sealed in the epoch of that number, under a key of its own."""
        key = self.office / f"watch-{version}.key"
        self.system.run_ctl("key", "new", "--kind", "list", "--out", key)
        plan = f"[compartment]\nlist = \"{LIST}\"\nepoch = {version}\ndata_key = \"{key}\"\n"
        for port in ports:
            plan += f"\n[[node]]\nnode = {port.node}\nkey = \"{port.folder / 'keys' / 'sign.key'}\"\n"
        out = self.office / f"watch-{version}.trust"
        if version == 1:
            self.system.run_ctl("key", "ceremony", self.plan("watch", plan), "--out", out)
        else:
            before = self.office / f"watch-{version - 1}.trust"
            self.system.run_ctl("key", "rotate", self.plan("watch", plan), "--after", before, "--out", out)

    def agency_signs(self, version):
        self.system.run_ctl("key", "sign", self.office / f"watch-{version}.trust", "--key", self.system.agency_key,
                            "--root", self.office / "root-1.trust")
        self.hand_over(f"watch-{version}")
        self.system.central.child.send_signal(signal.SIGHUP)

    def holds(self, version):
        lists = self.system.ctl_json("list", "status", LIST)["lists"]
        return lists and (lists[0]["compartment"] or {}).get("version") == version

    def publish(self, name, *sealed):
        made = self.system.import_demo_list(name)
        return self.system.ctl_json("list", "publish", made, "--key", self.system.agency_key, *sealed)

    def sealed(self, version):
        return "--sealed", self.office / f"watch-{version}.trust", "--data-key", self.office / f"watch-{version}.key"

    def editions(self, port):
        return [one["edition"] for one in port.get("/v1/lists")["lists"]]

    def hits_of(self, port):
        before = len(port.crossings())
        self.passed += 1
        port.deliver(f"{self.passed}.edi", messages.compose(f"C{self.passed:04d}", f"XQ{1000 + self.passed}", "XXD", "XXA", [LISTED]))
        self.wait_for("the crossing", lambda: len(port.crossings()) == before + 1)
        return len(port.crossings()[-1]["decision"]["hits"])

    def files_that_tell(self, folder, word):
        return [str(path) for path in folder.rglob("*")
                if path.is_file() and not path.is_symlink() and word.lower().encode() in path.read_bytes().lower()]

    def test_a_list_of_one_port_is_read_by_no_other_and_not_by_central(self):
        self.compartment(1, self.first)
        # Who has central's host has its keys, and not the agency's.
        keys = self.system.folder / "central" / "keys"
        with self.assertRaisesRegex(processes.DemoError, "does not hold role agency wl/demo"):
            self.system.run_ctl("key", "sign", self.office / "watch-1.trust", "--key", keys / "sequencer.key",
                                "--root", self.office / "root-1.trust")
        with self.assertRaisesRegex(processes.DemoError, "no compartment says for whom"):
            self.publish("watchlist", *self.sealed(1))
        self.agency_signs(1)
        self.wait_for("the compartment", lambda: "COMP-010" in (self.system.folder / "logs" / "central.log").read_text())
        with self.assertRaisesRegex(processes.DemoError, "is not sealed in epoch 1"):
            self.publish("watchlist")
        self.publish("watchlist", *self.sealed(1))
        self.assertTrue(self.holds(1))
        self.assertIn(f"belongs to node {self.first.node}", self.system.run_ctl("--socket", self.system.socket, "list", "status"))
        self.wait_for("the list", lambda: self.editions(self.first) == [1])
        self.assertEqual(self.files_that_tell(self.system.folder / "central", LISTED.surname), [])
        self.assertEqual(self.hits_of(self.first), 1)
        self.assertEqual((self.editions(self.second), self.hits_of(self.second)), ([], 0))

        # The first port was stolen, and is running: what comes now is for the other one.
        self.compartment(2, self.second)
        self.agency_signs(2)
        self.wait_for("the list is taken out", lambda: self.editions(self.first) == [])
        self.publish("watchlist-2", *self.sealed(2))
        self.wait_for("the list", lambda: self.editions(self.second) == [2])
        self.assertEqual(self.hits_of(self.second), 1)
        self.assertEqual((self.editions(self.first), self.hits_of(self.first)), ([], 0))
        # The grant of before comes again.
        (self.documents / "watch-2.trust").unlink()
        self.system.central.child.send_signal(signal.SIGHUP)
        self.first.daemon.kill()
        self.system.start_port(self.first)
        self.assertEqual((self.editions(self.first), self.hits_of(self.first)), ([], 0))


    def test_a_bundle_for_one_port_holds_no_list_of_another(self):
        self.compartment(1, self.first)
        self.agency_signs(1)
        self.wait_for("the compartment", lambda: "COMP-010" in (self.system.folder / "logs" / "central.log").read_text())
        self.publish("watchlist", *self.sealed(1))
        self.wait_for("the list", lambda: self.editions(self.first) == [1])

        def made(*words):
            return self.system.ctl_json("bundle", "make", "--output", self.top / "stick.bundle", *words)["lists"]
        self.assertEqual(made("--node", self.first.node), 1)
        self.assertEqual(made("--node", self.second.node), 0)
        self.assertEqual(made(), 1, "sealed, it passes as it is")
        with self.assertRaisesRegex(processes.DemoError, f"does not belong to node {self.second.node}"):
            made("--node", self.second.node, "--list", LIST)


if __name__ == "__main__":
    unittest.main(verbosity=2)
