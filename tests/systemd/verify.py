#!/usr/bin/env python3
"""The units are what systemd accepts, hardened, and agree with the rest: run by ctest as systemd_verify."""

import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

UNITS = pathlib.Path(__file__).resolve().parent.parent.parent / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
# Tenths of systemd's exposure level, 0 to 100: 15 is "1.5 OK"; a bare unit has 96.
EXPOSURE_AT_MOST = 15


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


class Units(unittest.TestCase):
    def test_there_are_two(self):
        self.assertEqual([unit.name for unit in SERVICES], ["sarhad-central.service", "sarhad-node.service"])

    def test_systemd_accepts_them(self):
        """In copies whose programs exist and whose manual is not looked for: neither is installed here."""
        for unit in SERVICES:
            with self.subTest(unit.name), tempfile.TemporaryDirectory() as folder:
                text = re.sub(r"/usr/sbin/sarhad-\w+", "/bin/true", unit.read_text())
                copy = pathlib.Path(folder) / unit.name
                copy.write_text(re.sub(r"(?m)^Documentation=.*\n", "", text))
                code, output = run("systemd-analyze", "verify", "--recursive-errors=no", str(copy))
                self.assertEqual((code, output.strip()), (0, ""))

    def test_they_expose_little(self):
        for unit in SERVICES:
            with self.subTest(unit.name):
                code, output = run("systemd-analyze", "security", "--offline=true", "--no-pager",
                                   f"--threshold={EXPOSURE_AT_MOST}", str(unit))
                self.assertEqual(code, 0, output[-300:])

    def test_they_say_what_operations_count_on(self):
        for unit in SERVICES:
            program, text = unit.stem, unit.read_text().splitlines()
            config = f"/etc/sarhad/{program.removeprefix('sarhad-')}.toml"
            for line in ("Type=notify", "WatchdogSec=30", "Restart=on-failure", "RestartPreventExitStatus=78",
                         "LimitCORE=0", "StateDirectory=sarhad", "StateDirectoryMode=0700", "RuntimeDirectory=sarhad",
                         f"ConditionPathExists={config}", f"ExecStart=/usr/sbin/{program} --config {config}",
                         f"ExecStartPre=/usr/sbin/{program} --check-config --config {config}"):
                with self.subTest(unit.name, line=line):
                    self.assertIn(line, text)

    @unittest.skipUnless(shutil.which("systemd-sysusers") and shutil.which("systemd-tmpfiles"), "systemd is not here")
    def test_accounts_and_folders_are_made_in_an_empty_root(self):
        with tempfile.TemporaryDirectory() as root:
            (pathlib.Path(root) / "etc").mkdir()
            code, output = run("systemd-sysusers", f"--root={root}", str(UNITS / "sysusers.d" / "sarhad.conf"))
            self.assertEqual(code, 0, output)
            self.assertIn("\nsarhad:", "\n" + (pathlib.Path(root) / "etc/passwd").read_text())
            code, output = run("systemd-tmpfiles", "--create", "--dry-run", f"--root={root}",
                               str(UNITS / "tmpfiles.d" / "sarhad.conf"))
            if "unrecognized option" in output:  # systemd 252 has no --dry-run: make them, as root only.
                code, output = run("systemd-tmpfiles", "--create", f"--root={root}",
                                   str(UNITS / "tmpfiles.d" / "sarhad.conf"))
            if "Operation not permitted" not in output:
                self.assertEqual(code, 0, output)


if __name__ == "__main__":
    unittest.main()
