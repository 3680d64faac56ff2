#!/usr/bin/env python3
"""The units are what systemd accepts, hardened, and agree with the rest: run by ctest as systemd_verify."""

import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

UNITS = pathlib.Path(__file__).resolve().parent.parent.parent / "systemd"
SOURCES = UNITS.parent
UNLOCK = UNITS / "sarhad-unlock.service"
ERASE = UNITS / "sarhad-erase.service"
HELPERS = [UNLOCK, ERASE]
SERVICES = sorted(set(UNITS.glob("*.service")) - set(HELPERS))
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
        for unit in [*SERVICES, *HELPERS]:
            with self.subTest(unit.name), tempfile.TemporaryDirectory() as folder:
                text = re.sub(r"/usr/sbin/sarhad-?\w+", "/bin/true", unit.read_text())
                copy = pathlib.Path(folder) / unit.name
                copy.write_text(re.sub(r"(?m)^Documentation=.*\n", "", text))
                code, output = run("systemd-analyze", "verify", "--recursive-errors=no", str(copy))
                self.assertEqual((code, output.strip()), (0, ""))

    def test_they_expose_little(self):
        for unit in [*SERVICES, *HELPERS]:
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

    def test_a_drop_in_takes_the_keys_that_were_unlocked(self):
        """As docs/operations.md shows it: every key of the unit, from where sarhad-unlock.service puts them."""
        page = (SOURCES / "docs" / "operations.md").read_text()
        folder = re.search(r"--to (\S+)", UNLOCK.read_text()).group(1)
        shown = set(re.findall(rf"LoadCredential=(\S+):{folder}/(\S+)", page))
        unit = (UNITS / "sarhad-node.service").read_text()
        self.assertEqual(shown, set(re.findall(r"LoadCredential=(\S+):/etc/sarhad/keys/(\S+)", unit)))
        self.assertIn("\nLoadCredential=\n", page)

    def test_a_revoked_ports_keys_are_erased_where_the_daemon_says_so(self):
        state = re.search(r'"(/var/lib/sarhad/node\.db)"', (SOURCES / "node" / "site.cpp").read_text()).group(1)
        self.assertIn('plan.record = state + ".erase"', (SOURCES / "node" / "site.cpp").read_text())
        self.assertIn(f"PathChanged={state}.erase\n", (UNITS / "sarhad-erase.path").read_text())
        self.assertIn(f'ExecCondition=/bin/grep -q "^erasing " {state}.erase\n', ERASE.read_text())
        self.assertIn("ExecStart=/usr/sbin/sarhadctl key erase /etc/sarhad/keys\n", ERASE.read_text())

    def test_the_spools_folders_are_those_of_the_code(self):
        incoming = re.search(r'kIncoming = "(\w+)"', (SOURCES / "intake" / "spool.cpp").read_text()).group(1)
        spool = re.search(r'"(/var/spool/[^"]+)"', (SOURCES / "node" / "site.cpp").read_text()).group(1)
        made = (UNITS / "tmpfiles.d" / "sarhad.conf").read_text()
        self.assertRegex(made, rf"(?m)^d {spool}/{incoming} 2770 sarhad sarhad-delivery ")
        self.assertIn(f"ReadWritePaths=-{spool}\n", (UNITS / "sarhad-node.service").read_text())

    def test_the_units_hand_over_each_key_file_that_the_code_reads(self):
        for name, pattern in (("node", r'optional\("keys\.\w+", ConfigType::kText, "(\w+\.key)"'),
                              ("central", r'\{"(\w+\.key)", wire::KeyKind')):
            read = set(re.findall(pattern, (SOURCES / name / "site.cpp").read_text()))
            self.assertGreaterEqual(len(read), 4, name)
            handed = re.findall(r"(?m)^LoadCredential=([^:]+):/etc/sarhad/keys/(.+)$",
                                (UNITS / f"sarhad-{name}.service").read_text())
            self.assertEqual(handed and {(key, key) for key in read}, set(handed), name)

    def test_daemons_and_sarhadctl_meet_at_one_socket_in_the_units_folder(self):
        socket = re.search(r'kControlSocket = "([^"]+)"', (SOURCES / "daemon" / "program.h").read_text()).group(1)
        self.assertEqual(socket, "/run/sarhad/control.sock")  # RuntimeDirectory=sarhad, checked above.
        for path in ("node/site.cpp", "central/site.cpp", "ctl/main.cpp"):
            text = (SOURCES / path).read_text()
            self.assertIn("kControlSocket", text, path)
            self.assertNotRegex(text, r'"/run/', path)

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
                incoming = pathlib.Path(root) / "var/spool/sarhad/incoming"
                self.assertEqual(incoming.stat().st_mode & 0o7777, 0o2770)


if __name__ == "__main__":
    unittest.main()
