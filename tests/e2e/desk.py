"""People at work while daemons die: an officer screens and reads alerts, an agency publishes, an administrator adds
nodes. Remembers what was answered, and holds the system to it at the end."""

import json
import subprocess
import threading

import surroundings

import api_client  # noqa: E402  (the demo's)

LIST_NAME = "wl/demo/second"
DONE, UNREACHABLE = 0, 69
CONFLICT = 1


class Desk(threading.Thread):
    """Each answer with success is a promise. No answer is none: the thing may be there or not, but never twice."""

    PAUSE_MAX = 0.05

    def __init__(self, system, rng, list_files):
        super().__init__(daemon=True)
        self._system = system
        self._rng = rng
        self._list_files = list_files
        self._ending = threading.Event()
        self._count = 0
        self.screened = {}      # name -> (port, id of the crossing)
        self.unanswered = {}    # name -> port
        self.acknowledged = {}  # (port, alert) -> officers whose word was taken as the first
        self.read = set()       # (port, alert) that was answered at all
        self.editions = []
        self.lost_editions = 0  # Publications without an answer.
        self.nodes = {}         # port -> number
        self.unfinished = []    # Ports whose `node add` got no answer.
        self.broken = []

    def run(self):
        work = [self._screen] * 5 + [self._read_alert] * 4 + [self._publish, self._add_node]
        while not self._ending.wait(self._rng.random() * self.PAUSE_MAX):
            self._count += 1
            self._rng.choice(work)()

    def stop(self):
        self._ending.set()
        self.join()

    # --- work ---

    def _post(self, port, target, body):
        """The answer; None where there was none, or one that leaves it open."""
        try:
            return port.post(target, body)
        except api_client.Unreachable:
            return None
        except api_client.Refused as refusal:
            if refusal.status < 500:
                self.broken.append(f"{port.name}: {target}: {refusal}")
            return None

    def _screen(self):
        port, name = self._rng.choice(self._system.ports), f"DESKWORK NUMBER{self._count}"
        answer = self._post(port, "/v1/screen", {"traveller": {"full_name": name}})
        if answer is None:
            self.unanswered[name] = port.name
        else:
            self.screened[name] = (port.name, answer["crossing"]["id"])

    def _read_alert(self):
        port = self._rng.choice(self._system.ports)
        try:
            alerts = port.alerts()
        except (api_client.Unreachable, api_client.Refused):
            return
        if not alerts:
            return
        alert, officer = self._rng.choice(alerts)["id"], f"officer.{self._count}"
        answer = self._post(port, f"/v1/alerts/{alert}/ack", {"officer": officer})
        if answer is not None:
            self.read.add((port.name, alert))
            if not answer["repeated"]:
                self.acknowledged.setdefault((port.name, alert), []).append(officer)

    def _ctl(self, *words):
        done = subprocess.run([str(word) for word in (self._system.ctl, "--json", "--socket", self._system.socket, *words)],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
        if done.returncode not in (DONE, UNREACHABLE, CONFLICT):
            self.broken.append(f"sarhadctl {words[0]} {words[1]}: exit {done.returncode}: {done.stderr.strip()}")
        return done

    def _publish(self):
        """The other of two contents: where the last one was lost, this may be what is there, and is refused."""
        self._list_files.reverse()
        done = self._ctl("list", "publish", self._list_files[0], "--name", LIST_NAME, "--key", self._system.agency_key)
        if done.returncode == DONE:
            self.editions.append(json.loads(done.stdout)["edition"])
        elif done.returncode == UNREACHABLE:
            self.lost_editions += 1

    def _add_node(self):
        self._add(f"{self._count % 9999 + 1}")

    def _add(self, site):
        done = self._ctl("node", "add", "--port", "PKXXZ", "--site", site, "--out", self._system.folder / f"added-{site}",
                         "--central", self._system.endpoint)
        if done.returncode == DONE:
            self.nodes[f"PKXXZ-{site}"] = json.loads(done.stdout)["node"]
        elif done.returncode == UNREACHABLE:
            self.unfinished.append(site)
        else:
            self.broken.append(f"node add {site}: {done.stderr.strip()}")

    def finish(self):
        """What an administrator does after a fault: the same command again."""
        sites, self.unfinished = self.unfinished, []
        for site in sites:
            self._add(site)

    # --- judgement ---

    def expected(self, port):
        """The least and the most crossings of officers that the port may have."""
        least = sum(where == port.name for where, _ in self.screened.values())
        return least, least + sum(where == port.name for where in self.unanswered.values())

    def newest_edition(self, lists):
        return max((row["edition"] for row in lists if row["name"] == LIST_NAME), default=0)

    def judge(self):
        self._judge_screenings()
        self._judge_alerts()
        self._judge_editions()
        self._judge_nodes()
        return self.broken

    def _judge_screenings(self):
        found = {}
        for port in self._system.ports:
            for crossing in port.crossings():
                name = crossing["traveller"].get("full_name", "")
                if name.startswith("DESKWORK"):
                    found.setdefault(name, []).append((port.name, crossing["id"]))
        for name, where in self.screened.items():
            if found.get(name) != [where]:
                self.broken.append(f"{where[0]}: a screening was answered and is there {len(found.get(name, []))} times")
        for name, port in self.unanswered.items():
            if len(found.get(name, [])) > 1:
                self.broken.append(f"{port}: a screening without an answer is there twice")

    def _judge_alerts(self):
        on_record = {(port.name, alert["id"]): alert["acknowledgement"]["officer"] for port in self._system.ports
                     for alert in port.alerts() if alert["acknowledgement"]}
        for key, officers in self.acknowledged.items():
            if officers != [on_record.get(key)]:
                self.broken.append(f"{key[0]}: alert {key[1][:8]} was acknowledged by {officers}, on record is {on_record.get(key)}")
        for port, alert in self.read - set(on_record):
            self.broken.append(f"{port}: the acknowledgement of alert {alert[:8]} is gone")
        for alert in self._system.alerts():
            ports = sum(key[1] == alert["id"] for key in on_record)
            if alert["acknowledged"] != ports:
                self.broken.append(f"alert {alert['id'][:8]}: {ports} ports have acknowledged it, the centre counts {alert['acknowledged']}")

    def _judge_editions(self):
        if len(self.editions) != len(set(self.editions)):
            self.broken.append(f"an edition was published twice: {self.editions}")
        newest = self.newest_edition(api_client.get(self._system.socket, "/v1/lists")["lists"])
        most = len(self.editions) + self.lost_editions
        if not max(self.editions, default=0) <= newest <= most:
            self.broken.append(f"edition {newest} is the newest, {sorted(self.editions)} and {self.lost_editions} more were published")

    def _judge_nodes(self):
        held = [(node["port"], node["node"]) for node in self._system.nodes().values() if node["port"].startswith("PKXXZ-")]
        if sorted(held) != sorted(self.nodes.items()) or self.unfinished:
            self.broken.append(f"nodes added {sorted(self.nodes.items())}, the centre has {sorted(held)}")
