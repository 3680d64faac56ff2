"""One central and its ports: keys, configuration, processes, and what their APIs tell."""

import json
import os
import pathlib
import threading
import time

import api_client
import processes


CENTRAL_CONFIG = """\
state = "{home}/central.db"
socket = "{home}/control.sock"
outdated_after = "1s"

[link]
control = "{control}"
bulk = "{bulk}"

[keys]
folder = "{home}/keys"

[trust]
agencies = "{home}/agencies.toml"
"""


def paged_alerts(get, newest_first):
    """The newest first, page by page; a port's pages have the newest last."""
    found, before = [], None
    while True:
        page = get("/v1/alerts" if before is None else f"/v1/alerts?before={before}")
        found += page["alerts"] if newest_first else reversed(page["alerts"])
        before = page["next_before"]
        if not before:
            return found


class Port:
    """A border point with its node: the daemon, its spool, its API, and the events it told us."""

    def __init__(self, locode, folder, control):
        self.locode = locode
        self.name = f"{locode}-1"
        self.folder = folder
        self.socket = str(folder / "control.sock")
        self.spool = folder / "spool"
        self.control = control
        self.node = 0
        self.daemon = None
        self.feed = None

    def get(self, target):
        return api_client.get(self.socket, target)

    def post(self, target, body=None):
        return api_client.post(self.socket, target, body)

    def status(self):
        return self.get("/v1/status")

    def link(self, state):
        self.post("/v1/link", {"state": state})

    def deliver(self, name, content):
        """As a carrier's gateway does: complete, then renamed into the folder."""
        incoming = self.spool / "incoming"
        incoming.mkdir(parents=True, exist_ok=True)
        part = incoming / f".{name}"
        part.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        time.sleep(0.01)  # A disk's clock ticks each 4 ms or so: a rename later than that is seen as one, and taken at once.
        part.rename(incoming / name)

    def crossings(self):
        """Every crossing that the port keeps, in its order."""
        found, after = [], 0
        while True:
            page = self.get(f"/v1/crossings?after={after}&limit=200")["crossings"]
            found += page
            if not page:
                return found
            after = page[-1]["number"]

    def alerts(self):
        """Every alert that the port has, the oldest first."""
        return list(reversed(paged_alerts(self.get, newest_first=False)))

    def cargo(self):
        """The last record of each piece of cargo, the strictest first."""
        found, after = [], ""
        while after is not None:
            page = self.get(f"/v1/cargo?limit=200&after={after}" if after else "/v1/cargo?limit=200")
            found += page["cargo"]
            after = page["next_after"]
        return found

    def outbox(self):
        """Rows that wait for central, all streams together; as of at most a second ago."""
        return sum(stream["rows"] for stream in self.status()["outbox"].values())

    def is_counted(self):
        """Whether the outbox's counts cover everything that the port has recorded."""
        status = self.status()
        outbox = status["outbox"]
        # More rows than travellers: who is told of anew is told to central anew.
        wanted = {"crossings": status["screened"], "hits": status["hits"], "officers": status["alerts_acknowledged"],
                  "cargo": status["cargo"]["screened"]}
        return bool(outbox) and all(outbox[stream]["last_seq"] >= rows for stream, rows in wanted.items())

    def is_drained(self):
        """Everything recorded is acknowledged by central."""
        return self.is_counted() and self.outbox() == 0


class Timeline:
    """When each event of each port reached us: what waits and what measures reads it."""

    def __init__(self):
        self._changed = threading.Condition()
        self._first = {}

    def note(self, port, name, key, when):
        with self._changed:
            self._first.setdefault((port, name, key), when)
            self._changed.notify_all()

    def when(self, port, name, key):
        with self._changed:
            return self._first.get((port, name, key))

    def wait(self, port, name, key, seconds=30):
        deadline = time.monotonic() + seconds
        with self._changed:
            while (port, name, key) not in self._first:
                if not self._changed.wait(deadline - time.monotonic()):
                    raise processes.DemoError(f"{port}: no {name} of {key} within {seconds} s")
            return self._first[(port, name, key)]


class System:
    """The whole of it in `folder`. Nothing is written outside."""

    def __init__(self, binaries, folder, locodes):
        self.bin = pathlib.Path(binaries).resolve()
        self.folder = folder.resolve()
        self.ctl = self.bin / "sarhadctl"
        self.socket = str(self.folder / "central" / "control.sock")
        self.agency_key = self.folder / "agency" / "agency.key"
        self.rule_keys = [self.folder / "agency" / f"{who}.key" for who in ("author", "approver")]
        self.tcp = processes.free_ports(2)
        self.endpoint = f"tcp://127.0.0.1:{self.tcp}"
        self.bulk_endpoint = f"tcp://127.0.0.1:{self.tcp + 1}"
        self.central = None
        self.ports = [Port(locode, self.folder / "ports" / locode, self.socket) for locode in locodes]
        self.timeline = Timeline()
        self.on_event = lambda port, name, data, when: None

    # --- starting ---

    def make_central(self):
        """Keys and configuration; the daemon is not started yet."""
        for name in ("sarhadctl", "sarhad-central", "sarhad-node"):
            if not os.access(self.bin / name, os.X_OK):
                raise processes.DemoError(f"{self.bin / name}: not built; ./dev demo builds it")
        home = self.folder / "central"
        for folder in (home, self.agency_key.parent, self.folder / "logs", self.folder / "ports"):
            folder.mkdir(mode=0o700)
        processes.run_tool([self.bin / "sarhad-central", "--init", home / "keys"])
        self.run_ctl("key", "new", "--kind", "sign", "--out", self.agency_key)
        (home / "central.toml").write_text(CENTRAL_CONFIG.format(
            home=home, control=self.endpoint, bulk=self.bulk_endpoint))
        self.central = self._daemon("central", self.bin / "sarhad-central", home / "central.toml")

    def trust_agencies(self, names):
        """The demo's one key signs the lists below each of these names. Before the ports are added."""
        for name in sorted(names):
            self.ctl_json("agency", "add", name, "--key", self.agency_key)

    def trust_rule_agency(self):
        """The agency whose rules the demo has: two people, each with a key of his own. Before the ports are added."""
        for key in self.rule_keys:
            self.run_ctl("key", "new", "--kind", "sign", "--out", key)
        self.ctl_json("agency", "add", "wl/police", *(word for key in self.rule_keys for word in ("--key", key)))

    def import_demo_list(self, name):
        """The list file of demo/<name>.xml."""
        list_file = self.folder / f"{name}.list"
        self.ctl_json("list", "import", "--format", "un-xml", "--source", "DEMO", "--name", "wl/demo/travellers",
                      "--output", list_file, pathlib.Path(__file__).resolve().parent / f"{name}.xml")
        return list_file

    def put_first_list_in_force(self, list_file):
        """Published, and screened against at every port."""
        self.ctl_json("list", "publish", list_file, "--key", self.agency_key)
        for port in self.ports:
            processes.wait_for("the list", lambda port=port: port.get("/v1/lists")["lists"], 30, self.daemons())

    def _daemon(self, name, binary, config):
        return processes.Daemon(name, [binary, "--config", config], self.folder / "logs" / f"{name}.log")

    def start_central(self):
        self.central.start()
        processes.wait_for("central's API", lambda: self.answers(self.socket), 30, [self.central])

    def add_port(self, port):
        """`sarhadctl node add`, as an administrator would; then the demo's own settings."""
        added = self.ctl_json("node", "add", "--port", port.locode, "--site", "1", "--out", port.folder,
                              "--central", self.endpoint, "--central-bulk", self.bulk_endpoint, "--local")
        port.node = added["node"]
        config = port.folder / "node.toml"
        config.write_text("demo = true\nscan_every = \"50ms\"\nspool_kept = \"72h\"\n" + config.read_text())
        port.daemon = self._daemon(port.name, self.bin / "sarhad-node", port.folder / "node.toml")

    def start_port(self, port):
        port.daemon.start()
        processes.wait_for(f"{port.name}'s API", lambda: self.answers(port.socket), 30, [port.daemon])

    def follow(self, port):
        def heard(name, data, when):
            self.timeline.note(port.name, name, str(data.get("id", "")), when)
            self.on_event(port, name, data, when)
        port.feed = api_client.EventFeed(port.socket, heard)
        port.feed.start()

    def daemons(self):
        """Ports first: they end while central still listens."""
        every = [port.daemon for port in self.ports] + [self.central]
        return [daemon for daemon in every if daemon is not None]

    def stop(self):
        self.on_event = lambda port, name, data, when: None  # That links go down now is no part of the story.
        for port in self.ports:
            if port.feed is not None:
                port.feed.stop()
        return processes.stop_all(self.daemons())

    # --- asking ---

    @staticmethod
    def answers(path):
        try:
            return api_client.get(path, "/v1/status", 2) is not None
        except (api_client.Unreachable, api_client.Refused):
            return False

    def run_ctl(self, *words):
        return processes.run_tool([self.ctl, *words])

    def ctl_json(self, *words):
        return json.loads(self.run_ctl("--json", "--socket", self.socket, *words))

    def nodes(self):
        """What central says of each node, by the node's number."""
        return {node["node"]: node for node in api_client.get(self.socket, "/v1/nodes")["nodes"]}

    def alerts(self):
        """Every alert that central has raised, the newest first."""
        return paged_alerts(lambda path: api_client.get(self.socket, path), newest_first=True)

    def summary(self):
        """What central holds of each node's outbox."""
        return api_client.get(self.socket, "/v1/crossings/summary")["nodes"]
