"""Holders of a country's roles at their table, for tests over a whole system: keys, plans, signatures, central's folder."""

import pathlib
import shutil
import tempfile

import surroundings

import messages  # noqa: E402  (the demo's)
import processes  # noqa: E402
import system as systems  # noqa: E402


class Holders:
    """Beside `system`: `office`, where documents are made, and `documents`, central's folder; both are there."""

    POLICY = ""  # Of the ceremony; TOML.
    LINK_NEXT = ""  # The link key that may follow central's; hexadecimal.
    ENDPOINTS = ""  # Of the root; TOML.

    def public(self, key):
        return self.system.ctl_json("key", "show", key)["public"]

    def new_key(self, name, *, where=None):
        path = (where or self.office) / f"{name}.key"
        self.system.run_ctl("key", "new", "--kind", "sign", "--out", path)
        return self.public(path)

    def sign(self, document, *holders):
        root = [] if document == "root-1" else ["--root", self.office / "root-1.trust"]
        for holder in holders:
            self.system.run_ctl("key", "sign", self.office / f"{document}.trust", "--key", self.office / f"{holder}.key", *root)

    def hand_over(self, document):
        """To central, whole or not at all."""
        shutil.copy(self.office / f"{document}.trust", self.documents / "part")
        (self.documents / "part").rename(self.documents / f"{document}.trust")

    def plan(self, name, text):
        path = self.office / f"{name}.toml"
        path.write_text(text)
        return path

    def ceremony(self):
        """Three root holders, of whom two sign; roles; the documents in central's folder."""
        keys = self.system.folder / "central" / "keys"
        held = {"tick": [self.new_key("tick", where=keys)],
                "sequencer": [self.public(keys / "sequencer.key")],
                "alert": [self.public(keys / "alert.key")],
                "enrol": [self.new_key("enrol")],
                "rules": [self.new_key("rules")],
                "security": [self.new_key("s1"), self.new_key("s2")],
                "root": [self.new_key("ayla"), self.new_key("basir"), self.new_key("chandra")]}
        thresholds = {"root": 2, "security": 2}
        text = "[root]\ndays = 730\n\n[central]\n"
        text += f"link = \"{self.public(keys / 'link.key')}\"\nseal = [\"{self.public(keys / 'seal.key')}\"]\n"
        text += f"link_next = \"{self.LINK_NEXT}\"\n" if self.LINK_NEXT else ""
        text += self.ENDPOINTS
        for role, members in held.items():
            listed = ", ".join(f"\"{one}\"" for one in members)
            text += f"\n[[role]]\nkind = \"{role}\"\nthreshold = {thresholds.get(role, 1)}\nkeys = [{listed}]\n"
        text += f"\n[[role]]\nkind = \"agency\"\nname = \"wl/demo\"\nkeys = [\"{self.public(self.system.agency_key)}\"]\n"
        self.root_text = text
        self.system.run_ctl("key", "ceremony", self.plan("root", text), "--out", self.office / "root-1.trust")
        self.sign("root-1", "ayla", "basir")
        self.revoke(1, "")
        self.hand_over("root-1")
        if self.POLICY:
            self.system.run_ctl("key", "ceremony", self.plan("policy", self.POLICY), "--out", self.office / "policy-1.trust")
            self.sign("policy-1", "rules")
            self.hand_over("policy-1")

    def next_root(self, version, replaced, by):
        """The plan of the root before with one text for another, signed and in central's folder."""
        self.assertIn(replaced, self.root_text)
        self.root_text = self.root_text.replace(replaced, by)
        self.system.run_ctl("key", "rotate", self.plan("root", self.root_text), "--after", self.office / f"root-{version - 1}.trust",
                            "--out", self.office / f"root-{version}.trust")
        self.sign(f"root-{version}", "ayla", "basir")
        self.hand_over(f"root-{version}")

    def revoke(self, version, nodes):
        plan = self.plan("revoke", f"[revocations]\ndays = 30\n{nodes}")
        out = self.office / f"revocations-{version}.trust"
        if version == 1:
            self.system.run_ctl("key", "ceremony", plan, "--out", out)
        else:
            self.system.run_ctl("key", "rotate", plan, "--after", self.office / f"revocations-{version - 1}.trust", "--out", out)
        self.sign(f"revocations-{version}", "s1", "s2")
        self.hand_over(f"revocations-{version}")

    def start_central_with_documents(self):
        config = self.system.folder / "central" / "central.toml"
        config.write_text(config.read_text() + f"documents = \"{self.documents}\"\ntick_every = \"1s\"\n")
        self.system.start_central()


class OnePort(Holders):
    """A test case's centre, that is not started yet, and its port."""

    def setUp(self):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="sarhad-one-port-"))
        self.addCleanup(shutil.rmtree, self.top)
        self.system = systems.System(surroundings.BIN, processes.fresh_folder(self.top / "run"), ["PKXXA"])
        self.addCleanup(self.system.stop)
        self.port = self.system.ports[0]
        self.system.make_central()
        self.office = self.top / "office"
        self.home = self.system.folder / "central"
        self.documents = self.home / "trust"
        for folder in (self.office, self.documents):
            folder.mkdir(mode=0o700)
        self.passed = 0

    def wait_for(self, what, condition, seconds=60):
        running = [daemon for daemon in self.system.daemons() if daemon.is_running()]
        return processes.wait_for(what, condition, seconds, running)

    def pass_by(self, surname):
        self.passed += 1
        person = messages.Person(surname, "ISKMAR", "1980-01-02", f"XT55500{self.passed:02d}")
        self.port.deliver(f"{self.passed}.edi",
                          messages.compose(f"T{self.passed:04d}", f"XQ{self.passed:03d}", "XXD", "XXA", [person]))
        self.wait_for("the crossing", lambda: len(self.port.crossings()) == self.passed)
