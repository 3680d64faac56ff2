#!/usr/bin/env python3
"""A list of many pieces, published while central is killed again and again: it comes whole, once, and never by half."""

import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

import surroundings

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent / "bench"))

import big_list  # noqa: E402
import processes  # noqa: E402  (the demo's)
import system as systems  # noqa: E402

PEOPLE = 30_000  # Some six pieces.
KILLS = 6


class Publish(unittest.TestCase):
    def setUp(self):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="sarhad-publish-"))
        self.addCleanup(shutil.rmtree, self.top)
        self.system = systems.System(surroundings.BIN, processes.fresh_folder(self.top / "run"), ["PKXXA"])
        self.addCleanup(self.system.stop)
        self.port = self.system.ports[0]
        self.system.make_central()
        self.system.start_central()
        self.system.trust_agencies(["wl/demo"])
        self.system.add_port(self.port)
        self.system.start_port(self.port)

    def list_file(self, people):
        source, made = self.top / f"{people}.csv", self.top / f"{people}.list"
        big_list.write_people(source, people)
        self.system.run_ctl("list", "import", "--format", "sarhad-csv", "--source", "DEMO", "--name", big_list.NAME,
                            "--action", "inform", "--output", made, source)
        return made

    def publish(self, made, edition):
        return subprocess.Popen([self.system.ctl, "--socket", self.system.socket, "list", "publish", made, "--key",
                                 self.system.agency_key, "--edition", str(edition)],
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def lists_at_port(self):
        return [(one["edition"], one["rows"]) for one in self.port.get("/v1/lists")["lists"]]

    def test_central_killed_in_the_middle_publishes_the_list_once_it_is_asked_again(self):
        seed = random.randrange(1 << 30)
        print(f"seed={seed}")
        chance = random.Random(seed)
        made = self.list_file(PEOPLE)
        killed = 0
        while killed < KILLS:
            child = self.publish(made, 1)
            time.sleep(chance.uniform(0.05, 1.5))
            self.system.central.kill()
            child.wait(60)
            killed += 1
            self.system.start_central()
            self.assertIn(self.lists_at_port(), ([], [(1, PEOPLE + 1)]), "half an edition is never seen")
        child = self.publish(made, 1)
        # 1: it was stored before the last kill, and its sender saw no answer.
        self.assertIn(child.wait(120), (0, 1))
        processes.wait_for("the list at the port", lambda: self.lists_at_port() == [(1, PEOPLE + 1)], 120,
                           self.system.daemons())
        smaller = self.list_file(PEOPLE - 100)
        self.assertEqual(self.publish(smaller, 2).wait(120), 0)
        processes.wait_for("the next edition", lambda: self.lists_at_port() == [(2, PEOPLE - 99)], 120,
                           self.system.daemons())


if __name__ == "__main__":
    unittest.main(verbosity=2)
