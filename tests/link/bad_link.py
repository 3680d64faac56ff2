"""Two network namespaces joined by a relay that is as bad as asked for, and a system on both sides of it.

Needs root, /dev/net/tun and ip(8): reason_not() says what is missing. What is made here goes in any case: the relay ends
with its input, and the namespaces are removed by name.
"""

import dataclasses
import json
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "demo"))

import processes  # noqa: E402  (the demo's)
import system as systems  # noqa: E402

CENTRAL, NODE = "10.77.0.1", "10.77.0.2"
HEADROOM = 32 * 1024  # Of the queue, where the line's rate would give it less.


@dataclasses.dataclass(frozen=True)
class Conditions:
    """Of one direction. `rate`: bits a second, 0: any; `loss`: percent; `queue`: seconds at that rate."""

    rate: int = 0
    delay_ms: int = 0
    loss: float = 0.0
    queue: float = 4.0

    def words(self):
        octets = self.rate // 8
        return f"{octets} {self.delay_ms * 1000} {round(self.loss * 1000)} {max(HEADROOM, int(octets * self.queue)) if octets else 1 << 24}"


def reason_not(relay):
    """Why no link can be made here; "" where one can."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    if not os.access("/dev/net/tun", os.R_OK | os.W_OK):
        return "there is no /dev/net/tun"
    if shutil.which("ip") is None:
        return "ip(8) is missing: apt-get install iproute2"
    if not os.access(relay, os.X_OK):
        return f"{relay} is not built"
    tried = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True, check=False)
    return "" if tried.returncode == 0 else f"ip netns: {tried.stderr.strip()}"


class BadLink:
    """Central's side is "near", the node's "far"; down is from near to far. Use as a context."""

    def __init__(self, relay, seed=1, mtu=1500, congestion=""):
        self._relay_file = relay
        self._seed = seed
        self._mtu = mtu
        self._congestion = congestion
        tag = f"{os.getpid() % 100000}"
        self.near, self.far = f"sarhad-near-{tag}", f"sarhad-far-{tag}"
        self._devices = (f"sn{tag}", f"sf{tag}")
        self._relay = None

    def __enter__(self):
        try:
            self._make()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def _make(self):
        self._relay = subprocess.Popen([str(self._relay_file), *self._devices, str(self._seed)], stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, text=True, preexec_fn=processes._end_with_parent)
        if self._relay.stdout.readline().strip() != "ready":
            raise processes.DemoError("the relay did not start")
        for space, device, own, other in ((self.near, self._devices[0], CENTRAL, NODE),
                                          (self.far, self._devices[1], NODE, CENTRAL)):
            _ip("netns", "add", space)
            _ip("link", "set", device, "netns", space)
            _ip("-n", space, "address", "add", own, "peer", other, "dev", device)
            _ip("-n", space, "link", "set", device, "mtu", str(self._mtu), "up")
            _ip("-n", space, "link", "set", "lo", "up")
            if self._congestion:
                processes.run_tool(["ip", "netns", "exec", space, "sysctl", "-qw",
                                    f"net.ipv4.tcp_congestion_control={self._congestion}"])

    def set(self, down, up):
        for name, conditions in (("ab", down), ("ba", up)):
            if self._say(f"set {name} {conditions.words()}") != "ok":
                raise processes.DemoError("the relay does not obey")

    def stats(self):
        """What both directions carried since the last call."""
        found = json.loads(self._say("stats"))
        return {"down": found["ab"], "up": found["ba"]}

    def _say(self, line):
        self._relay.stdin.write(line + "\n")
        self._relay.stdin.flush()
        return self._relay.stdout.readline().strip()

    def close(self):
        """Every process in the namespaces is the caller's to end first."""
        if self._relay is not None:
            self._relay.stdin.close()
            try:
                self._relay.wait(5)
            except subprocess.TimeoutExpired:
                self._relay.kill()
                self._relay.wait()
            self._relay = None
        for space in (self.near, self.far):
            subprocess.run(["ip", "netns", "delete", space], capture_output=True, check=False)


def _ip(*words):
    processes.run_tool(["ip", *words])


class SplitSystem(systems.System):
    """Central and the first ports near, the last port at the far end of the link."""

    def __init__(self, binaries, folder, locodes, link):
        super().__init__(binaries, folder, locodes)
        self._link = link
        self.endpoint = f"tcp://{CENTRAL}:{self.tcp}"
        self.bulk_endpoint = f"tcp://{CENTRAL}:{self.tcp + 1}"

    @property
    def far(self):
        return self.ports[-1]

    def _daemon(self, name, binary, config):
        space = self._link.far if name == self.far.name else self._link.near
        command = ["ip", "netns", "exec", space, str(binary), "--config", str(config)]  # ip becomes the daemon.
        return processes.Daemon(name, command, self.folder / "logs" / f"{name}.log")
