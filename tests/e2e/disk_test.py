#!/usr/bin/env python3
"""A node whose disk fails, or is full: it says so, loses nothing, and works again once the disk does."""

import json
import os
import pathlib
import resource
import shutil
import subprocess
import tempfile
import unittest

import surroundings

import api_client  # noqa: E402  (the demo's)
import messages  # noqa: E402
import processes  # noqa: E402
import system as systems  # noqa: E402

UNREACHABLE = 69  # The exit code of a daemon whose device failed.
PEOPLE = 40       # In each message.
MESSAGES_MAX = 200


def compose(number):
    people = [messages.Person("TESTERSON", "ANNA", "1980-01-02", f"XT{number:04d}{index:03d}") for index in range(PEOPLE)]
    return messages.compose(f"D{number:04d}", f"XQ{number % 1000:03d}", "XXD", "XXA", people)


class Disk(unittest.TestCase):
    def setUp(self):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="sarhad-disk-"))
        self.addCleanup(shutil.rmtree, self.top)
        self.system = systems.System(surroundings.BIN, processes.fresh_folder(self.top / "run"), ["PKXXA"])
        self.addCleanup(self.system.stop)
        self.port = self.system.ports[0]
        self.sent = 0
        self.system.make_central()
        self.system.start_central()
        self.system.add_port(self.port)

    def set(self, **settings):
        config = self.port.folder / "node.toml"
        kept = [line for line in config.read_text().splitlines() if line.split(" =")[0] not in settings]
        config.write_text("".join(f"{name} = {json.dumps(value)}\n" for name, value in settings.items()) + "\n".join(kept))

    def deliver(self):
        self.sent += 1
        self.port.deliver(f"{self.sent:04d}.edi", compose(self.sent))

    def is_all_recorded(self):
        intake = self.port.get("/v1/intake")
        return (intake["incoming"] + intake["working"] == 0 and intake["done"] == self.sent and
                self.port.status()["screened"] == self.sent * PEOPLE)

    def wait_for(self, what, condition, seconds=60):
        processes.wait_for(what, condition, seconds)

    def health(self):
        try:
            return api_client.get(self.port.socket, "/v1/health").get("status", "")
        except (api_client.Unreachable, api_client.Refused) as error:
            return str(error)

    def said(self):
        return self.port.daemon.log.read_text()

    def test_ends_by_itself_where_the_device_fails_and_has_everything_after_the_next_start(self):
        # A write past the limit fails as no full disk does, where the signal is not taken.
        daemon = self.port.daemon
        plain = daemon.command
        daemon.command = ["sh", "-c", "trap '' XFSZ; exec \"$0\" \"$@\"", *plain]
        self.system.start_port(self.port)
        self.deliver()
        self.wait_for("the first message", self.is_all_recorded)
        limit = 1024 * 1024
        resource.prlimit(daemon.child.pid, resource.RLIMIT_FSIZE, (limit, limit))
        while daemon.is_running() and self.sent < MESSAGES_MAX:
            self.deliver()
            processes.wait_for("a message or the end",
                               lambda: not daemon.is_running() or self.health() != "" and self.is_done_or_gone(), 30)
        self.assertEqual(daemon.child.wait(20), UNREACHABLE, self.said()[-2000:])
        self.assertIn("STORE-003", self.said())
        daemon.command = plain
        self.system.start_port(self.port)
        self.wait_for("every message", self.is_all_recorded)
        self.assertEqual(len({each["id"] for each in self.port.crossings()}), self.sent * PEOPLE)
        self.assertEqual(list((self.port.spool / "refused").iterdir()), [])

    def is_done_or_gone(self):
        try:
            return self.is_all_recorded()
        except (api_client.Unreachable, api_client.Refused):
            return True

    @unittest.skipUnless(os.geteuid() == 0, "a disk of its own needs root")
    def test_records_in_its_reserve_where_the_disk_is_full(self):
        disk = self.port.folder / "disk"
        disk.mkdir()
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(disk)], capture_output=True, check=False)
        if made.returncode != 0:
            self.skipTest("no disk of its own may be mounted here")
        self.addCleanup(subprocess.run, ["umount", "-l", str(disk)], check=False)
        self.set(state=str(disk / "node.db"), state_ballast="4MiB")
        self.system.start_port(self.port)
        self.deliver()
        self.wait_for("the first message", self.is_all_recorded)
        ballast = disk / "node.db.ballast"
        self.assertEqual(ballast.stat().st_size, 4 * 1024 * 1024)
        filler = disk / "filler"
        with open(filler, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 65536)
            except OSError:
                pass
        while ballast.exists() and self.sent < MESSAGES_MAX:
            self.deliver()
            self.wait_for("the message", self.is_all_recorded)
        self.assertFalse(ballast.exists())
        self.assertIn("STORE-004", self.said())
        self.assertIn("DISK_FULL", self.health())
        self.deliver()
        self.wait_for("a message in the reserve's room", self.is_all_recorded)
        filler.unlink()
        self.wait_for("the reserve", ballast.exists, 10)
        self.assertNotIn("DISK_FULL", self.health())
        self.assertTrue(self.port.daemon.is_running())


if __name__ == "__main__":
    unittest.main(verbosity=2)
