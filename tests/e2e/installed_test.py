#!/usr/bin/env python3
"""The installed layout, without systemd: accounts, folders and key copies as the units have them, and each part run by
its own user. A gateway delivers, the daemon screens, an officer's group gives the officer's role. Needs root."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import surroundings

import api_client  # noqa: E402  (the demo's)
import processes  # noqa: E402
import system as systems  # noqa: E402

UNITS = surroundings.ROOT / "systemd"
MESSAGE = surroundings.ROOT / "demo" / "messages" / "PKXXA" / "01-xq101.edi"
OFFICERS = "mail"     # A group that every Debian has, so that the real look-up of [roles] finds it.
GATEWAY, DESK, GUEST = 61001, 61002, 61003  # Numbers suffice: the kernel asks for no account.


def run(*command):
    return subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=60, check=False)


def numbers_in(path):
    """name -> number, of a passwd or group file."""
    return {line.split(":")[0]: int(line.split(":")[2]) for line in path.read_text().splitlines()}


def as_user(uid, gid, groups=()):
    """Words before a command that make it another user's."""
    return ["setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups" if not groups else
            f"--groups={','.join(str(group) for group in groups)}", "--"]


@unittest.skipUnless(os.geteuid() == 0, "other users' processes need root")
class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.top = pathlib.Path(tempfile.mkdtemp(prefix="sarhad-installed-"))
        cls.addClassCleanup(shutil.rmtree, cls.top)
        cls.top.chmod(0o755)
        cls.root = cls.top / "root"
        (cls.root / "etc").mkdir(parents=True)
        cls.make_accounts_and_folders()
        for name in ("sarhadctl", "sarhad-node"):  # Where other users may run them.
            (cls.root / "usr/sbin").mkdir(parents=True, exist_ok=True)
            shutil.copy(surroundings.BIN / name, cls.root / "usr/sbin" / name)
        cls.central = systems.System(surroundings.BIN, processes.fresh_folder(cls.top / "run"), ["PKXXA"])
        cls.addClassCleanup(cls.central.stop)
        cls.central.make_central()
        cls.central.start_central()
        cls.install_node()
        cls.start_node()

    @classmethod
    def make_accounts_and_folders(cls):
        for tool, words in (("systemd-sysusers", ["sysusers.d"]), ("systemd-tmpfiles", ["tmpfiles.d", "--create"])):
            done = run(tool, f"--root={cls.root}", *words[1:], UNITS / words[0] / "sarhad.conf")
            if done.returncode != 0:
                raise AssertionError(done.stderr)
        cls.uid = numbers_in(cls.root / "etc/passwd")["sarhad"]
        cls.groups = numbers_in(cls.root / "etc/group")
        for folder, mode in (("var/lib/sarhad", 0o700), ("run/sarhad", 0o750)):  # StateDirectory=, RuntimeDirectory=.
            path = cls.root / folder
            path.mkdir(parents=True)
            path.chmod(mode)
            os.chown(path, cls.uid, cls.groups["sarhad"])

    @classmethod
    def install_node(cls):
        """The steps that `node add` prints, as they stand but for the root and the start."""
        made = cls.top / "made"
        said = cls.central.run_ctl("--socket", cls.central.socket, "node", "add", "--port", "PKXXA", "--site", "1", "--out",
                                   made, "--central", cls.central.endpoint, "--central-bulk", cls.central.bulk_endpoint)
        steps = [line.strip() for line in said.splitlines() if line.startswith("  install ")]
        assert len(steps) == 4, said
        for step in steps:
            step = step.replace("/etc/sarhad", f"{cls.root}/etc/sarhad")
            done = subprocess.run(step.replace("-g sarhad", f"-g {cls.groups['sarhad']}").split(), cwd=made,
                                  capture_output=True, text=True, check=False)
            assert done.returncode == 0, f"{step}: {done.stderr}"

    @classmethod
    def copy_credentials(cls):
        """As LoadCredential= of the unit does: copies that only the daemon's user reads."""
        folder = cls.top / "credentials"
        folder.mkdir(mode=0o500)
        for name, source in re.findall(r"(?m)^LoadCredential=([^:\n]+):(.+)$", (UNITS / "sarhad-node.service").read_text()):
            shutil.copy(f"{cls.root}{source}", folder / name)
            (folder / name).chmod(0o400)
            os.chown(folder / name, cls.uid, cls.groups["sarhad"])
        os.chown(folder, cls.uid, cls.groups["sarhad"])
        return folder

    @classmethod
    def start_node(cls):
        config = cls.root / "etc/sarhad/node.toml"
        config.write_text(f'{config.read_text()}\n[roles]\nofficer = ["{OFFICERS}"]\n')
        sets = []
        for key, path in (("state", "var/lib/sarhad/node.db"), ("spool", "var/spool/sarhad"),
                          ("socket", "run/sarhad/control.sock"), ("keys.folder", "etc/sarhad/keys"),
                          ("keys.trust", "etc/sarhad/trust.toml")):
            sets += ["--set", f"{key}={cls.root / path}"]
        command = [*as_user(cls.uid, cls.groups["sarhad"], [cls.groups["sarhad-delivery"]]), "env",
                   f"CREDENTIALS_DIRECTORY={cls.copy_credentials()}", "sh", "-c", 'umask 0077; exec "$0" "$@"',
                   cls.root / "usr/sbin/sarhad-node", "--config", config, *sets]
        cls.socket = str(cls.root / "run/sarhad/control.sock")
        cls.node = processes.Daemon("node", command, cls.top / "node.log")
        cls.node.start()
        cls.addClassCleanup(processes.stop_all, [cls.node])
        processes.wait_for("the node's API", lambda: systems.System.answers(cls.socket), 30, [cls.node])

    def ctl(self, uid, groups, *words):
        return run(*as_user(uid, uid, groups), self.root / "usr/sbin/sarhadctl", "--socket", self.socket, "--json", *words)

    def test_a_gateway_of_the_delivering_group_delivers_and_the_node_screens(self):
        script = f'umask 0027; cat > "$0/.m.edi" && mv "$0/.m.edi" "$0/m.edi"'
        incoming = self.root / "var/spool/sarhad/incoming"
        done = subprocess.run([*as_user(GATEWAY, GATEWAY, [self.groups["sarhad-delivery"]]), "sh", "-c", script,
                               str(incoming)], input=MESSAGE.read_bytes(), capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        processes.wait_for("the message to be recorded", lambda: api_client.get(self.socket, "/v1/status")["messages"] == 1,
                           30, [self.node])

    def test_a_gateway_sees_no_other_folder_of_the_spool(self):
        for folder in ("", "working", "done", "refused"):
            done = run(*as_user(GATEWAY, GATEWAY, [self.groups["sarhad-delivery"]]), "ls",
                       self.root / "var/spool/sarhad" / folder)
            self.assertNotEqual(done.returncode, 0, folder)

    def test_the_keys_at_rest_are_roots(self):
        for key in (self.root / "etc/sarhad/keys").iterdir():
            self.assertEqual((key.stat().st_uid, key.stat().st_mode & 0o777), (0, 0o600), key)
        done = run(*as_user(self.uid, self.groups["sarhad"]), "ls", self.root / "etc/sarhad/keys")
        self.assertNotEqual(done.returncode, 0)

    def test_the_officers_group_gives_the_officers_role(self):
        groups = [self.groups["sarhad"], numbers_in(pathlib.Path("/etc/group"))[OFFICERS]]
        done = self.ctl(DESK, groups, "alert", "list")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout)["alerts"], [])

    def test_who_only_reaches_the_socket_has_no_role(self):
        done = self.ctl(GUEST, [self.groups["sarhad"]], "status")
        self.assertEqual(done.returncode, 77, done.stdout + done.stderr)

    def test_who_is_in_no_group_does_not_reach_the_socket(self):
        done = self.ctl(GUEST, [], "status")
        self.assertEqual(done.returncode, 69, done.stdout + done.stderr)
        self.assertIn("may this user use it?", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
