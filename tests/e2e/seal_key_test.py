#!/usr/bin/env python3
"""Central's seal key is replaced while ports work: what they sealed to the old one before they heard of it, and to the new
one since, all opens, as docs/operations.md says it is done."""

import signal
import subprocess
import unittest

import holders


class SealKey(holders.OnePort, unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.keys = self.home / "keys"

    def restart_central(self):
        self.system.central.ask_to_stop()
        self.assertEqual(self.system.central.wait(30), 0)
        self.system.start_central()

    def check_config(self):
        """What the unit does before each start: it must not keep a central down that would start."""
        checked = subprocess.run([self.system.bin / "sarhad-central", "--config", self.home / "central.toml",
                                  "--check-config"], capture_output=True, text=True, timeout=30, check=False)
        self.assertEqual(checked.returncode, 0, checked.stderr)

    def rows_at_central(self):
        chains = self.system.ctl_json("chain", "verify", "--node", self.port.node)
        self.assertTrue(chains["is_whole"])
        return {one["stream"]: one["rows"] for one in chains["chains"]}[1]

    def log_of_port(self):
        return (self.system.folder / "logs" / f"{self.port.name}.log").read_text()

    def test_another_seal_key_loses_no_row(self):
        self.ceremony()
        self.start_central_with_documents()
        self.system.add_port(self.port)
        self.system.start_port(self.port)
        self.pass_by("BRAVENTOL")
        self.wait_for("central to have it", self.port.is_drained)
        self.assertNotIn("NODE-058", self.log_of_port())

        self.system.central.kill()
        self.pass_by("OSKELDRIM")  # Sealed to the old key, and sent when both are there.
        self.system.run_ctl("key", "new", "--kind", "seal", "--out", self.keys / "seal-next.key")
        self.system.start_central()
        old, new = (self.public(self.keys / f"{name}.key") for name in ("seal", "seal-next"))
        self.next_root(2, f"seal = [\"{old}\"]", f"seal = [\"{new}\", \"{old}\"]")
        self.system.central.child.send_signal(signal.SIGHUP)
        self.wait_for("the root", lambda: "NODE-058" in self.log_of_port())
        self.pass_by("TARVENZAI")
        self.wait_for("central to have them", self.port.is_drained)
        self.assertEqual(self.rows_at_central(), 3)

        self.pass_by("WENDROSKI")
        (self.keys / "seal.key").rename(self.keys / "seal-old.key")
        (self.keys / "seal-next.key").rename(self.keys / "seal.key")
        self.check_config()
        self.restart_central()
        self.pass_by("ARDUVENE")
        self.port.daemon.kill()
        self.system.start_port(self.port)  # A start takes the key from the root that it has, not from its configuration.
        self.pass_by("KOLMANDRE")
        self.wait_for("central to have them", self.port.is_drained)
        self.assertEqual(self.rows_at_central(), 6)

    def test_central_takes_no_root_whose_seal_key_it_has_not(self):
        self.ceremony()
        self.start_central_with_documents()
        self.system.run_ctl("key", "new", "--kind", "seal", "--out", self.office / "elsewhere.key")
        old, new = self.public(self.keys / "seal.key"), self.public(self.office / "elsewhere.key")
        self.next_root(2, f"seal = [\"{old}\"]", f"seal = [\"{new}\", \"{old}\"]")
        self.system.central.child.send_signal(signal.SIGHUP)
        log = self.system.folder / "logs" / "central.log"
        self.wait_for("its word", lambda: "DAEMON-006" in log.read_text())
        self.assertIn("seal-next.key", log.read_text())


if __name__ == "__main__":
    unittest.main(verbosity=2)
