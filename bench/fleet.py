"""Many nodes on one centre, for bench/fan_out.py and bench/many_nodes.py: replicas that share processes
(bench/fleet_replicas.cpp), each with its own keys, connections and database, and the events of real daemons by the time
that they themselves name."""

import datetime
import json
import os
import pathlib
import signal
import socket
import string
import subprocess
import sys
import threading
import time

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "demo"))

import processes  # noqa: E402  (the demo's)


def micros(text):
    """Of a time as the API writes it."""
    return round(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1e6)


def locodes(count):
    """PKAAA, PKAAB, ...: invented ports."""
    letters = string.ascii_uppercase
    return [f"PK{letters[index // 676 % 26]}{letters[index // 26 % 26]}{letters[index % 26]}" for index in range(count)]


class LazyFeed(threading.Thread):
    """Reads several ports' events now and then, so that looking takes nothing from what is measured. Each event is kept
    under (port, name, id) with the time it names itself."""

    def __init__(self, ports):
        super().__init__(daemon=True)
        self._sockets = {}
        self._rest = {}
        self._event = {}  # The last "event:" line of each port.
        self._lock = threading.Lock()
        self._at = {}
        self._ending = False
        for port in ports:
            stream = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            stream.connect(port.socket)
            stream.sendall(b"GET /v1/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
            stream.setblocking(False)
            self._sockets[port.name] = stream
            self._rest[port.name] = b""

    def run(self):
        while not self._ending:
            time.sleep(0.25)
            for name, stream in self._sockets.items():
                self._read(name, stream)

    def _read(self, name, stream):
        try:
            while True:
                got = stream.recv(1 << 16)
                if not got:
                    return
                self._rest[name] += got
        except BlockingIOError:
            pass
        lines = self._rest[name].split(b"\n")
        self._rest[name] = lines.pop()
        for raw in lines:
            line = raw.strip()
            if line.startswith(b"event:"):
                self._event[name] = line[6:].strip().decode()
            elif line.startswith(b"data:") and b"{" in line:
                data = json.loads(line[5:])
                with self._lock:
                    self._at.setdefault((name, self._event.get(name, ""), data.get("id", "")), micros(data["at"]))

    def at(self, port, name, key):
        with self._lock:
            return self._at.get((port, name, key))

    def ids(self, port, name):
        with self._lock:
            return [key for (of, event, key) in self._at if (of, event) == (port, name)]

    def stop(self):
        self._ending = True
        self.join()
        for stream in self._sockets.values():
            stream.close()


class Fleet:
    """`count` replicas in `shares` processes of a System whose central runs."""

    def __init__(self, system, count, shares):
        self._system = system
        self._folder = system.folder / "fleet"
        self._folder.mkdir(mode=0o700)
        self.nodes = {}
        self._homes = []
        self._children = []
        self._events = []
        self._read = []
        self._lines = []
        for index, locode in enumerate(locodes(count)):
            home = self._folder / f"{index:04d}"
            added = system.ctl_json("node", "add", "--port", locode, "--site", "2", "--out", home, "--central", system.endpoint,
                                    "--central-bulk", system.bulk_endpoint, "--local")
            self.nodes[added["node"]] = locode
            self._homes.append(home)
        self._shares = [self._homes[share::shares] for share in range(shares)]

    def start(self):
        for number, homes in enumerate(self._shares):
            events = self._folder / f"events-{number}"
            self._events.append(events)
            self._read.append(0)
            log = open(self._system.folder / "logs" / f"fleet-{number}.log", "wb")
            self._children.append(subprocess.Popen(
                [str(self._system.bin / "fleet_replicas"), str(events), *map(str, homes)], stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True, preexec_fn=processes._end_with_parent))
        self.wait("the replicas", lambda lines: sum(int(line[2]) for line in lines if line[0] == "ready") == len(self._homes), 120)

    def dial_again(self):
        for child in self._children:
            child.send_signal(signal.SIGHUP)

    def lines(self):
        """Every line so far, as words."""
        for number, path in enumerate(self._events):
            if not path.exists():
                continue
            with open(path, "rb") as file:
                file.seek(self._read[number])
                fresh = file.read()
            whole = fresh.rfind(b"\n") + 1
            self._read[number] += whole
            self._lines += [line.split() for line in fresh[:whole].decode().splitlines()]
        return self._lines

    def wait(self, what, condition, seconds):
        deadline = time.monotonic() + seconds
        while not condition(self.lines()):
            dead = [child for child in self._children if child.poll() is not None]
            if dead or time.monotonic() > deadline:
                raise processes.DemoError(f"{what}: {'a process of replicas ended' if dead else f'not within {seconds} s'}")
            time.sleep(0.2)

    def last_live_since(self, since):
        """When each node's last WELCOME since then came; by node."""
        return {int(line[2]): int(line[1]) for line in self.lines() if line[0] == "live" and int(line[1]) >= since}

    def alerted(self, alert):
        """When the alert was committed, by node."""
        return {int(line[2]): int(line[1]) for line in self.lines() if line[0] == "alert" and line[3] == alert}

    def stop(self):
        for child in self._children:
            if child.poll() is None:
                child.terminate()
        for child in self._children:
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def machine(folder):
    """What every figure is told with."""
    import alert_latency
    import platform
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "")
    commit = subprocess.run(["git", "-C", ROOT, "describe", "--always", "--dirty"], capture_output=True, text=True,
                            check=False).stdout.strip()
    return {"fsync_p50_us": alert_latency.fsync_p50_us(folder), "cores": os.cpu_count(), "processor": model, "load": round(os.getloadavg()[0], 1),
            "kernel": platform.release(), "commit": commit}
