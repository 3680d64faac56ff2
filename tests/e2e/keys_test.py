#!/usr/bin/env python3
"""Central's own keys and the nodes' places over real daemons: keys made anew, a node shut out, a port added twice."""

import json
import pathlib
import shutil
import signal
import subprocess
import tempfile
import unittest

import surroundings

import api_client  # noqa: E402  (the demo's)
import processes  # noqa: E402
import system as systems  # noqa: E402

KEYS = ("link.key", "seal.key", "sequencer.key", "alert.key", "store.key", "subject.key")


class Keys(unittest.TestCase):
    def setUp(self):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="sarhad-keys-"))
        self.addCleanup(shutil.rmtree, self.top)
        self.system = systems.System(surroundings.BIN, processes.fresh_folder(self.top / "run"), ["PKXXA"])
        self.addCleanup(self.system.stop)
        self.system.make_central()
        self.home = self.system.folder / "central"
        self.config = self.home / "central.toml"

    def central(self, *words):
        return subprocess.run([str(word) for word in (self.system.bin / "sarhad-central", *words)], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=30, check=False)

    def make_anew(self, name):
        """Another key under the name; gives what was there."""
        path = self.home / "keys" / name
        old = path.read_bytes()
        spare = self.top / "spare"
        self.central("--init", spare)
        path.write_bytes((spare / name).read_bytes())
        shutil.rmtree(spare)
        return old

    def start_and_stop(self):
        self.system.start_central()
        self.system.central.ask_to_stop()
        self.assertEqual(self.system.central.wait(20), 0, self.system.central.last_words())

    # --- central's own keys ---

    def test_a_key_made_anew_is_refused_at_the_next_start_and_the_old_one_taken_again(self):
        self.start_and_stop()
        for name in KEYS:
            with self.subTest(name):
                old = self.make_anew(name)
                for words in (("--config", self.config), ("--config", self.config, "--check-config")):
                    done = self.central(*words)
                    self.assertEqual((done.returncode, done.stdout), (78, ""), done.stderr)
                    self.assertRegex(done.stderr, rf"sarhad-central: {self.home}/keys/{name}: this is key [0-9a-f]{{16}}, but "
                                                  rf"{self.home}/central\.db was begun with key [0-9a-f]{{16}}: ")
                    self.assertIn("put the right file back from the backup of the keys", done.stderr)
                (self.home / "keys" / name).write_bytes(old)
        done = self.central("--config", self.config, "--check-config")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, f"{self.config}: ok\n", ""))
        self.assertFalse((self.home / "central.db-wal").exists())  # By which the next start would check the whole file.
        self.start_and_stop()

    def test_init_refuses_a_folder_that_has_some_of_the_keys(self):
        (self.home / "keys" / "alert.key").unlink()
        done = self.central("--init", self.home / "keys")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertRegex(done.stderr, r"has link\.key, seal\.key, sequencer\.key, store\.key, subject\.key but not alert\.key; ")
        self.assertFalse((self.home / "keys" / "alert.key").exists())
        missing = self.central("--config", self.config, "--check-config")
        self.assertEqual(missing.returncode, 78)
        self.assertRegex(missing.stderr, r"keys/alert\.key: open: No such file")

    # --- --check-config ---

    def test_check_config_finds_what_cannot_be_bound_and_what_is_not_there(self):
        good = self.config.read_text()
        for old, new, told in ((self.system.endpoint, "foo", r"central\.toml:6:11: link\.control: wanted tcp://ADDRESS:PORT"),
                               (self.system.bulk_endpoint, "tcp://host.example:5702", r"central\.toml:7:8: link\.bulk: wanted "),
                               (self.system.bulk_endpoint, self.system.endpoint, r"central\.toml:7:8: link\.bulk: the same as"),
                               (f"{self.home}/keys", "/nowhere/keys", r"central\.toml:10:10: keys\.folder: /nowhere/keys: No such")):
            with self.subTest(new):
                self.config.write_text(good.replace(f'"{old}"', f'"{new}"'))
                done = self.central("--config", self.config, "--check-config")
                self.assertEqual((done.returncode, done.stdout), (78, ""))
                self.assertRegex(done.stderr, told)
                self.assertEqual(self.central("--config", self.config).returncode, 78)

    # --- nodes ---

    def test_a_revoked_node_is_out_at_once(self):
        port = self.system.ports[0]
        self.system.start_central()
        self.system.add_port(port)
        self.system.start_port(port)
        processes.wait_for("a session", lambda: port.status()["link"]["session"] == "live")
        self.system.ctl_json("node", "revoke", str(port.node))
        processes.wait_for("its end", lambda: port.status()["link"]["session"] == "down", 30)
        processes.wait_for("the door to be shut", lambda: port.status()["link"]["control"] == "refused", 30)
        log = pathlib.Path(port.daemon.log).read_text()
        self.assertRegex(log, r"REPL-007.*revoked")
        self.assertRegex(log, r"WIRE-003")
        self.assertRegex(pathlib.Path(self.system.central.log).read_text(), r"CENTRAL-004")
        api_client.post(port.socket, "/v1/screen", {"traveller": {"full_name": "ISKMAR BRAVENTOL"}})  # It screens on.
        self.assertEqual(self.system.nodes(), {})

    # --- an agency's keys, as docs/operations.md says ---

    @staticmethod
    def put_beside(path, old, new):
        text = path.read_text()
        assert text.count(f'"{old}"') == 1, text
        path.write_text(text.replace(f'"{old}"', f'"{old}", "{new}"'))

    def edition_at(self, port):
        return [row["edition"] for row in port.get("/v1/lists")["lists"]]

    def test_an_agencys_keys_are_changed_as_the_operators_page_says(self):
        system, port = self.system, self.system.ports[0]
        system.start_central()
        system.trust_agencies({"wl/demo"})
        system.add_port(port)
        system.start_port(port)
        system.put_first_list_in_force(system.import_demo_list("watchlist"))
        new_key = self.top / "new.key"
        new = json.loads(system.run_ctl("--json", "key", "new", "--kind", "sign", "--out", new_key))["public"]
        old = json.loads(system.run_ctl("--json", "key", "show", system.agency_key))["public"]
        with self.assertRaisesRegex(processes.DemoError, "docs/operations.md, \"Changing an agency's keys\""):
            system.ctl_json("agency", "add", "wl/demo", "--key", new_key)

        self.put_beside(port.folder / "trust.toml", old, new)
        port.daemon.ask_to_stop()
        self.assertEqual(port.daemon.wait(20), 0)
        system.start_port(port)
        processes.wait_for("a session", lambda: port.status()["link"]["session"] == "live")
        self.put_beside(self.home / "agencies.toml", old, new)
        system.central.child.send_signal(signal.SIGHUP)
        processes.wait_for("CENTRAL-014 again", lambda: pathlib.Path(system.central.log).read_text().count("CENTRAL-014") == 2)
        system.ctl_json("list", "publish", system.import_demo_list("watchlist-2"), "--key", new_key)
        processes.wait_for("the new key's edition", lambda: self.edition_at(port) == [2])

        late = systems.Port("PKXXB", system.folder / "ports" / "PKXXB", system.socket)
        system.ports.append(late)
        system.add_port(late)
        system.start_port(late)
        processes.wait_for("both keys' editions at a later node", lambda: self.edition_at(late) == [2])


if __name__ == "__main__":
    unittest.main(verbosity=2)
