#!/usr/bin/env python3
"""Central's site burns down: last night's backup is started at the second site, under the link key that the root keeps
ready, and the port finds it by itself and loses nothing."""

import json
import shutil
import time
import unittest

import holders

import processes  # noqa: E402  (the demo's)

PATIENCE = 5  # Seconds; the least that the settings allow.


class SecondSite(holders.OnePort, unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.second_home = self.system.folder / "second"
        self.second_socket = str(self.second_home / "control.sock")
        tcp = processes.free_ports(2)
        self.second_endpoint, self.second_bulk = (f"tcp://127.0.0.1:{tcp + at}" for at in (0, 1))
        self.system.run_ctl("key", "new", "--kind", "link", "--out", self.office / "second-link.key")
        self.LINK_NEXT = self.public(self.office / "second-link.key")
        self.ENDPOINTS = (f"\n[[endpoint]]\nsite = \"main\"\ncontrol = \"{self.system.endpoint}\"\n"
                          f"bulk = \"{self.system.bulk_endpoint}\"\n"
                          f"\n[[endpoint]]\nsite = \"second\"\ncontrol = \"{self.second_endpoint}\"\nbulk = \"{self.second_bulk}\"\n")

    def link(self):
        return self.port.status()["link"]

    def last_night(self):
        """What the second site has: a backup of the database and the keys, its own addresses and link key."""
        self.system.central.ask_to_stop()
        self.assertEqual(self.system.central.wait(30), 0)
        shutil.copytree(self.home, self.second_home, ignore=shutil.ignore_patterns("*.sock"))
        shutil.copy(self.office / "second-link.key", self.second_home / "keys" / "link.key")
        config = self.second_home / "central.toml"
        moved = config.read_text().replace(str(self.home), str(self.second_home))
        moved = moved.replace(self.system.bulk_endpoint, self.second_bulk).replace(self.system.endpoint, self.second_endpoint)
        config.write_text(moved)
        self.system.start_central()

    def start_second_site(self):
        self.system.central = processes.Daemon("second", [self.system.bin / "sarhad-central", "--config",
                                                          self.second_home / "central.toml"],
                                               self.system.folder / "logs" / "second.log")
        self.system.central.start()
        self.wait_for("the second site's API", lambda: self.system.answers(self.second_socket))

    def test_a_port_finds_the_second_site_and_loses_nothing(self):
        self.ceremony()
        self.start_central_with_documents()
        self.system.add_port(self.port)
        config = self.port.folder / "node.toml"
        config.write_text(config.read_text().replace("[central]\n", f"[central]\npatience = \"{PATIENCE}s\"\n"))
        self.system.start_port(self.port)
        self.pass_by("BRAVENTOL")
        self.wait_for("central to have it", self.port.is_drained)
        self.last_night()
        self.pass_by("OSKELDRIM")  # After the backup.
        self.wait_for("central to have it", self.port.is_drained)
        self.assertEqual(self.link()["central"], self.system.endpoint)

        self.system.central.kill()
        self.pass_by("TARVENZAI")
        burnt = time.monotonic()
        self.start_second_site()
        self.wait_for("a session", lambda: self.link()["session"] == "live" and self.link()["central"] == self.second_endpoint)
        print(f"a session at the second site {time.monotonic() - burnt:.1f} s after its start began")
        self.wait_for("all to be there", self.port.is_drained)
        chains = json.loads(self.system.run_ctl("--json", "--socket", self.second_socket, "chain", "verify",
                                                "--node", str(self.port.node)))
        self.assertTrue(chains["is_whole"])
        self.assertEqual({one["stream"]: one["rows"] for one in chains["chains"]}[1], 3)
        self.assertIn("NODE-036", (self.system.folder / "logs" / f"{self.port.name}.log").read_text())


if __name__ == "__main__":
    unittest.main(verbosity=2)
