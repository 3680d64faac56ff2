#!/usr/bin/env python3
"""A record that an order erases, on real daemons: gone at central and at both ports, the chains whole, and not brought back
by a backup of before."""

import pathlib
import shutil
import tempfile
import unittest

import surroundings

import messages  # noqa: E402  (the demo's)
import processes  # noqa: E402
import system as systems  # noqa: E402

LISTED = messages.Person("TARVENZAI", "MUHAMMAD", "1971-04-05", "XT5550001")
OTHER = messages.Person("OSKELDRIM", "YUSUF", "1968-11-30", "XT5550003")
POLICY = "order/2026-114"


class Record(unittest.TestCase):
    def setUp(self):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="sarhad-record-"))
        self.addCleanup(shutil.rmtree, self.top)
        self.system = systems.System(surroundings.BIN, processes.fresh_folder(self.top / "run"), ["PKXXA", "PKXXB"])
        self.addCleanup(self.system.stop)
        self.first, self.second = self.system.ports
        self.system.make_central()
        self.system.start_central()
        self.system.trust_agencies({"wl/demo"})
        for port in self.system.ports:
            self.system.add_port(port)
            self.system.start_port(port)
        self.system.put_first_list_in_force(self.system.import_demo_list("watchlist"))
        self.database = self.system.folder / "central" / "central.db"

    def wait_for(self, what, condition, seconds=30):
        return processes.wait_for(what, condition, seconds, self.system.daemons())

    def ctl_fails(self, *words):
        with self.assertRaises(processes.DemoError) as failed:
            self.system.ctl_json(*words)
        return str(failed.exception)

    def stop_central(self):
        self.system.central.ask_to_stop()
        self.assertEqual(self.system.central.wait(30), 0)

    def alert_of(self, where, crossing):
        return [alert for alert in where.alerts() if alert["id"] == crossing]

    def expect_erased(self, shown):
        self.assertEqual(shown["erased"]["policy"], POLICY)
        self.assertIn(f"erased under {POLICY} on 20", shown["what"])
        self.assertNotIn("crossing", shown)
        self.assertNotIn("traveller", shown)

    def expect_whole(self, erased):
        chains = self.system.ctl_json("chain", "verify", "--node", str(self.first.node))
        self.assertTrue(chains["is_whole"])
        of = {chain["stream"]: chain for chain in chains["chains"]}
        for stream in (1, 2):
            self.assertEqual(of[stream]["rows"], 2)
            self.assertEqual(sum(one["rows"] for one in of[stream]["erased"]), erased)
        text = self.system.run_ctl("--socket", self.system.socket, "chain", "verify")
        self.assertIn(f"node {self.first.node} stream 1: 2 rows, 1 erased under {POLICY} on 20", text)
        self.assertIn("chain whole", text)

    def test_an_order_erases_a_record_everywhere_and_no_backup_brings_it_back(self):
        self.first.deliver("1.edi", messages.compose("E0001", "XQ731", "XXD", "XXA", [LISTED, OTHER]))
        self.wait_for("the crossings", lambda: len(self.first.crossings()) == 2)
        person, other = (crossing["id"] for crossing in self.first.crossings())
        for port in self.system.ports:
            self.wait_for("the alerts", lambda port=port: len(port.alerts()) == 2)
        self.wait_for("central to have all", self.first.is_drained)

        self.stop_central()
        backup = self.top / "before.db"
        shutil.copy(self.database, backup)
        self.system.start_central()

        asked = self.system.ctl_json("record", "erase", person, "--policy", POLICY, "--officer", "desk.1", "--reason",
                                     "a court ordered it")
        number = str(asked["erasure"])
        self.assertIsNone(asked["erased_at"])
        self.assertIn("another account", self.ctl_fails("record", "approve", number, "--officer", "desk.1"))
        self.assertNotIn("erased", self.alert_of(self.first, person)[0])
        done = self.system.ctl_json("record", "approve", number, "--officer", "desk.2")
        self.assertEqual((done["rows"], done["approved_by"]), (2, "desk.2"))

        for port in self.system.ports:
            self.wait_for("the port to hear", lambda port=port: "erased" in self.alert_of(port, person)[0], 60)
            self.expect_erased(self.alert_of(port, person)[0])
            self.assertNotIn("erased", self.alert_of(port, other)[0])
        crossings = self.first.crossings()
        self.expect_erased(crossings[0])
        self.assertEqual(crossings[1]["id"], other)
        with self.assertRaises(processes.DemoError) as failed:
            self.system.run_ctl("--socket", self.first.socket, "explain", "--crossing", person, "--list",
                                self.system.folder / "watchlist.list")
        self.assertIn(f"erased under {POLICY} on 20", str(failed.exception))
        self.expect_erased(self.alert_of(self.system, person)[0])
        self.expect_whole(erased=1)

        self.stop_central()
        shutil.copy(backup, self.database)
        self.system.start_central()
        self.expect_erased(self.alert_of(self.system, person)[0])
        self.expect_whole(erased=1)
        self.assertEqual([one["approved_by"] for one in self.system.ctl_json("record", "list")["erasures"]], ["desk.2"])
        self.wait_for("the ports to be back", lambda: all(node["state"] != "silent" and not node["quarantines"]
                                                          for node in self.system.nodes().values()))
        # A port that is added now has the alerts' chain, and not the alert.
        self.first.deliver("2.edi", messages.compose("E0002", "XQ732", "XXD", "XXA", [OTHER]))
        for port in self.system.ports:
            self.wait_for("the next alert", lambda port=port: len(port.alerts()) == 3)
        self.assertEqual([node["quarantines"] for node in self.system.nodes().values()], [[], []])


if __name__ == "__main__":
    unittest.main()
