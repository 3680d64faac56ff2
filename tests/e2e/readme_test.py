#!/usr/bin/env python3
"""Every command block of the README, `./dev test` itself excepted, does what the README says."""

import os
import re
import signal
import subprocess
import unittest

import surroundings

SECONDS = 240


def blocks():
    """The commands of the ```sh blocks, a line each."""
    text = (surroundings.ROOT / "README.md").read_text(encoding="utf-8")
    lines = []
    for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL):
        lines += [line for line in block.splitlines() if line.strip() and not line.startswith("#")]
    return lines


def needs_data(command):
    return "../shared/data" in command


class Readme(unittest.TestCase):
    def run_command(self, command):
        """Runs it; a demo that is kept is ended by Ctrl-C once it says how."""
        command = command.replace("../shared/data", str(surroundings.SHARED_DATA)).replace("build/release/bin", str(surroundings.BIN))
        with subprocess.Popen(["bash", "-c", "exec " + command], cwd=surroundings.ROOT, env=dict(os.environ),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True) as child:
            out = []
            for line in child.stdout:
                out.append(line)
                if line.startswith("Ctrl-C stops it."):
                    child.send_signal(signal.SIGINT)
            self.assertEqual(child.wait(SECONDS), 0, "".join(out[-40:]))

    def test_has_the_two_commands(self):
        self.assertIn("./dev demo", blocks())
        self.assertIn("./dev test", blocks())

    def test_every_command_block_works(self):
        for command in blocks():
            if command == "./dev test":
                continue
            if needs_data(command) and not surroundings.has_data("lists", "messages"):
                continue
            with self.subTest(command=command):
                self.run_command(command)


if __name__ == "__main__":
    unittest.main(verbosity=2)
