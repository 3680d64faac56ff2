#!/usr/bin/env python3
"""From a ceremony to a screened answer: a country signs a root, central tells the time, a port says how old its data is, with
a link, without one and with one again; and who is revoked by two officers is out."""

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

UNLISTED = messages.Person("BRAVENTOL", "ISKMAR", "1980-01-02", "XT5550002")
LISTED_NEXT = messages.Person("WENDROSKI", "GULSHAN", "1988-08-08", "XT5550003")  # Of the second edition.
FRESH_SECONDS = 6  # A site's signed policy; central tells the time every second.


class Trust(holders.Holders, unittest.TestCase):
    POLICY = f"[policy]\nsite = \"PKXXA-1\"\nfresh_seconds = {FRESH_SECONDS}\n"

    def setUp(self):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="sarhad-trust-"))
        self.addCleanup(shutil.rmtree, self.top)
        self.system = systems.System(surroundings.BIN, processes.fresh_folder(self.top / "run"), ["PKXXA"])
        self.addCleanup(self.system.stop)
        self.port = self.system.ports[0]
        self.system.make_central()
        self.office = self.top / "office"
        self.documents = self.system.folder / "central" / "trust"
        for folder in (self.office, self.documents):
            folder.mkdir(mode=0o700)
        self.passed = 0

    # --- the port ---

    def wait_for(self, what, condition, seconds=30):
        running = [daemon for daemon in self.system.daemons() if daemon.is_running()]
        return processes.wait_for(what, condition, seconds, running)

    def wait_for_state(self, state):
        self.wait_for(state, lambda: self.port.status()["trust_data"]["state"] == state)

    def pass_by(self, person):
        before = len(self.port.crossings())
        self.passed += 1
        self.port.deliver(f"{self.passed}.edi",
                          messages.compose(f"T{self.passed:04d}", f"XQ{self.passed:03d}", "XXD", "XXA", [person]))
        self.wait_for("the crossing", lambda: len(self.port.crossings()) == before + 1)
        return self.port.crossings()[-1]

    def publish(self, name):
        self.system.ctl_json("list", "publish", self.system.import_demo_list(name), "--key", self.system.agency_key)

    def test_from_a_ceremony_to_an_answer_that_says_its_age(self):
        self.ceremony()
        self.start_central_with_documents()
        with self.assertRaisesRegex(processes.DemoError, "what the signed root says"):
            self.system.trust_agencies({"wl/demo"})
        self.system.add_port(self.port)
        self.assertIn("root.trust", (self.port.folder / "node.toml").read_text())
        self.system.start_port(self.port)
        self.wait_for_state("FRESH")
        self.publish("watchlist")
        self.wait_for("the list", lambda: self.port.get("/v1/lists")["lists"])
        decision = self.pass_by(UNLISTED)["decision"]
        self.assertEqual(decision["trust_age"], "fresh")
        told_at = decision["data_as_of"]

        self.system.central.kill()
        self.wait_for_state("STALE")
        stale = self.pass_by(LISTED_NEXT)
        self.assertEqual(stale["decision"]["trust_age"], "stale")
        self.assertGreaterEqual(stale["decision"]["data_as_of"], told_at)
        self.assertFalse(stale["is_inconclusive"])
        # A start asks nobody: what was signed and how old it is stays.
        self.port.daemon.kill()
        self.system.start_port(self.port)
        status = self.port.status()
        self.assertEqual((status["trust_data"]["state"], status["trust_data"]["root"]), ("STALE", 1))
        self.wait_for("the mark", lambda: self.port.status()["crossings_on_old_data"] == 1)

        self.system.start_central()
        self.publish("watchlist-2")
        found = self.wait_for("the late hit", lambda: [
            hit for group in self.port.get("/v1/late-hits")["groups"] for hit in group["late_hits"]])
        self.assertEqual([one["crossing"] for one in found], [stale["id"]])
        self.wait_for_state("FRESH")
        self.wait_for("all are screened again", lambda: self.port.status()["crossings_on_old_data"] == 0)

        self.revoke(2, f"[[node]]\nnode = {self.port.node}\nwhy = \"stolen from the post\"\n")
        self.system.central.child.send_signal(signal.SIGHUP)
        # And what it holds goes (erase_test.py).
        self.wait_for("the revocation", lambda: self.system.ctl_json("node", "show", self.port.node)["state"] == "erased")


if __name__ == "__main__":
    unittest.main(verbosity=2)
