#!/usr/bin/env python3
"""A port without a link takes its lists from a courier bundle, and central goes on from there once the link is back."""

import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import surroundings

import processes  # noqa: E402  (the demo's)
import system as systems  # noqa: E402

NAME = "wl/demo/travellers"


class Bundle(unittest.TestCase):
    def setUp(self):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="sarhad-bundle-"))
        self.addCleanup(shutil.rmtree, self.top)
        self.system = systems.System(surroundings.BIN, processes.fresh_folder(self.top / "run"), ["PKXXA"])
        self.addCleanup(self.system.stop)
        self.port = self.system.ports[0]
        self.system.make_central()
        self.system.start_central()
        self.system.trust_agencies(["wl/demo"])
        self.system.add_port(self.port)
        self.bundle = self.top / "stick.bundle"

    def ctl(self, code, *words, socket=None):
        done = subprocess.run([self.system.ctl, "--json", "--socket", socket or self.system.socket, *map(str, words)],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        return json.loads(done.stdout) if code == 0 else done.stderr

    def publish(self, name):
        self.ctl(0, "list", "publish", self.system.import_demo_list(name), "--key", self.system.agency_key)

    def edition(self):
        """That the port screens against."""
        lists = self.port.get("/v1/lists")["lists"]
        return lists[0]["edition"] if lists else 0

    def apply(self, code, bundle):
        return self.ctl(code, "bundle", "apply", bundle, socket=self.port.socket)

    def test_a_port_without_a_link_is_brought_up_to_date_by_hand(self):
        self.publish("watchlist")
        self.assertEqual(self.ctl(0, "bundle", "make", "--output", self.bundle)["lists"], 1)
        held = self.ctl(0, "bundle", "verify", self.bundle, "--trust", self.port.folder / "trust.toml")
        self.assertEqual([(one["list"], one["edition"]) for one in held["lists"]], [(NAME, 1)])
        self.assertRegex(held["made_at"], "^20")

        self.system.central.ask_to_stop()
        processes.wait_for("central's end", lambda: not self.system.central.is_running(), 30)
        self.system.start_port(self.port)
        self.assertEqual(self.edition(), 0)
        taken = self.apply(0, self.bundle)["lists"][0]
        self.assertEqual((taken["list"], taken["edition"]), (NAME, 1))
        self.assertGreater(taken["chunks"], 0)
        processes.wait_for("the list in force", lambda: self.edition() == 1, 30)
        self.assertEqual(self.apply(0, self.bundle)["lists"][0]["chunks"], 0, "all of it is here")

        self.system.start_central()
        self.publish("watchlist-2")
        processes.wait_for("the next edition, by the link", lambda: self.edition() == 2, 60)
        self.apply(1, self.bundle)
        self.assertEqual(self.edition(), 2, "an older bundle takes nothing back")

    def test_a_port_with_a_link_takes_a_bundle_and_central_goes_on(self):
        self.publish("watchlist")
        self.ctl(0, "bundle", "make", "--output", self.bundle, "--list", NAME)
        self.system.start_port(self.port)
        self.apply(0, self.bundle)
        processes.wait_for("the list in force", lambda: self.edition() == 1, 30)
        self.publish("watchlist-2")
        processes.wait_for("the next edition", lambda: self.edition() == 2, 60)

    def test_a_bundle_that_was_tampered_with_is_refused_at_both_ends(self):
        self.publish("watchlist")
        self.ctl(0, "bundle", "make", "--output", self.bundle)
        data = bytearray(self.bundle.read_bytes())
        data[len(data) * 3 // 4] ^= 0x10
        bad = self.top / "bad.bundle"
        bad.write_bytes(data)
        self.ctl(65, "bundle", "verify", bad, "--trust", self.port.folder / "trust.toml")
        self.system.central.ask_to_stop()
        self.system.start_port(self.port)
        self.assertNotEqual(subprocess.run([self.system.ctl, "--socket", self.port.socket, "bundle", "apply", str(bad)],
                                           capture_output=True, check=False).returncode, 0)
        self.assertEqual(self.edition(), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
