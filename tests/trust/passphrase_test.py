#!/usr/bin/env python3
"""A holder types a passphrase at a terminal of their own: nothing of it is shown, and Ctrl-C leaves the terminal as it was.

Run as CMake does: passphrase_test.py SARHADCTL.
"""

import os
import pathlib
import pty
import select
import shutil
import sys
import tempfile
import termios
import time
import unittest

CTL = ""
WORDS = "four words nobody knows"


class Terminal:
    """sarhadctl with a terminal, at which `typed` is answered line by line as it asks."""

    def __init__(self, folder, *words):
        self.shown = b""
        self.process, self.file = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            os.execv(CTL, [CTL, *words])

    def read_until(self, wanted, seconds=60):
        end = time.monotonic() + seconds
        while wanted not in self.shown and time.monotonic() < end:
            if select.select([self.file], [], [], 1)[0]:
                try:
                    self.shown += os.read(self.file, 4096)
                except OSError:  # It has ended: Linux's word for the end of a terminal.
                    break
        return wanted in self.shown

    def echoes(self):
        return bool(termios.tcgetattr(self.file)[3] & termios.ECHO)

    def type(self, text):
        os.write(self.file, text.encode())

    def end(self):
        self.read_until(b"\0never\0")
        os.close(self.file)
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


class Passphrases(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sarhad-passphrase-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def new_key(self, first, second):
        terminal = Terminal(self.folder, "key", "new", "--kind", "sign", "--protect", "--out", "h.key")
        self.assertTrue(terminal.read_until(b"New passphrase: "), terminal.shown)
        self.assertFalse(terminal.echoes())
        terminal.type(first)
        if second is not None:
            self.assertTrue(terminal.read_until(b"once more: "), terminal.shown)
            terminal.type(second)
        return terminal, terminal.end()

    def test_what_is_typed_is_never_shown(self):
        terminal, code = self.new_key(WORDS + "\n", WORDS + "\n")
        self.assertEqual(code, 0, terminal.shown)
        self.assertNotIn(b"four", terminal.shown)
        self.assertIn(b"fingerprint", terminal.shown)
        self.assertTrue((self.folder / "h.key").read_text().startswith("sarhad-key v2 sign-secret\n"))
        self.assertEqual((self.folder / "h.key").stat().st_mode & 0o777, 0o600)
        self.assertTrue((self.folder / "h.key.pub").read_text().startswith("sarhad-key v1 sign-public\n"))

    def test_two_that_differ_write_nothing(self):
        terminal, code = self.new_key(WORDS + "\n", WORDS + ".\n")
        self.assertEqual(code, 65)
        self.assertIn(b"the two passphrases differ", terminal.shown)
        self.assertFalse((self.folder / "h.key").exists())

    def test_a_short_one_is_refused(self):
        terminal, code = self.new_key("short\n", "short\n")
        self.assertEqual(code, 65)
        self.assertIn(b"wanted 12 to 1024", terminal.shown)

    def test_interrupting_leaves_the_terminal_as_it_was(self):
        terminal = Terminal(self.folder, "key", "new", "--kind", "sign", "--protect", "--out", "h.key")
        self.assertTrue(terminal.echoes())
        self.assertTrue(terminal.read_until(b"New passphrase: "), terminal.shown)
        terminal.type("four\x03")
        self.assertTrue(terminal.read_until(b"interrupted"), terminal.shown)
        self.assertTrue(terminal.echoes())
        self.assertEqual(terminal.end(), 65)
        self.assertFalse((self.folder / "h.key").exists())

    def test_without_a_terminal_the_remedy_is_told(self):
        read, write = os.pipe()
        process = os.fork()
        if process == 0:
            os.setsid()  # No terminal from here on.
            os.dup2(write, 2)
            os.chdir(self.folder)
            os.execv(CTL, [CTL, "key", "new", "--kind", "sign", "--protect", "--out", "h.key"])
        os.close(write)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), 65)
        with os.fdopen(read, "rb") as said:
            self.assertIn(b"--passphrase-file", said.read())


if __name__ == "__main__":
    CTL = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
