#!/usr/bin/env python3
"""kill -9 at any moment, again and again, while messages flow and people work: nothing acknowledged is lost or doubled.

Prints one JSON summary; exits 1 where a rule is broken. The seed gives the same victims, messages and pauses again;
the machine gives its own moments.
"""

import argparse
import json
import pathlib
import random
import shutil
import sys
import tempfile
import time

import desk
import surroundings

import agreement  # noqa: E402  (the demo's)
import api_client  # noqa: E402
import messages  # noqa: E402
import processes  # noqa: E402
import system as systems  # noqa: E402

CENTRE_SHARE = 0.4  # Of the kills; the rest falls on the nodes.
PAUSE_MAX = 0.35    # Seconds between two kills, beside what the restart takes.
SETTLE_SECONDS = 120
SYLLABLES = ["BRA", "VEN", "TOL", "MAR", "ISK", "ORV", "DEL", "QUI", "ZAN", "FEL", "HUR", "NAD"]
LISTED = [("TARVENZAI", "MUHAMMAD", "1971-04-05"), ("OSKELDRIM", "YUSUF", "1968-11-30"),
          ("HALVORQAN", "KASPIEN", "1965-09-01")]


class Mail:
    """Invented messages, and what must come of them at each port."""

    def __init__(self, rng, ports):
        self._rng = rng
        self._ports = ports
        self.files = {port.name: 0 for port in ports}
        self.travellers = {port.name: 0 for port in ports}
        self.listed = 0
        self._sent = []

    def deliver(self):
        port = self._rng.choice(self._ports)
        if self._sent and self._rng.random() < 0.1:  # A carrier sends the same file twice.
            port, text = self._rng.choice(self._sent)
        else:
            text, people, listed = self._compose(port)
            self._record(port, text, people, listed)
            if self._rng.random() < 0.1:  # And to another port: travellers of both, with an alert for each.
                self._put(port, text)
                port = self._rng.choice([other for other in self._ports if other is not port])
                self._record(port, text, people, listed)
        self._put(port, text)

    def _record(self, port, text, people, listed):
        self._sent.append((port, text))
        self.travellers[port.name] += people
        self.listed += listed

    def _put(self, port, text):
        self.files[port.name] += 1
        port.deliver(f"{sum(self.files.values()):05d}.edi", text)

    def _compose(self, port):
        """A message, how many people are in it, how many of them listed."""
        number = len(self._sent)
        people = [self._person(f"XK{number:05d}{index}") for index in range(self._rng.randint(1, 4))]
        listed = self._rng.random() < 0.15
        if listed:
            surname, given, birth = self._rng.choice(LISTED)
            people.append(messages.Person(surname, given, birth, f"XL{number:06d}"))
        text = messages.compose(f"K{number:05d}", f"XQ{number % 1000:03d}", "XXD", port.locode[2:], people)
        return text, len(people), int(listed)

    def _person(self, document):
        def name():
            return "".join(self._rng.choice(SYLLABLES) for _ in range(3))
        return messages.Person(name(), name(), f"{self._rng.randint(1955, 2004)}-0{self._rng.randint(1, 9)}-15", document)


class KillLoop:
    def __init__(self, system, rng, kills):
        self.system = system
        self.rng = rng
        self.kills = kills
        self.mail = Mail(rng, system.ports)
        self.desk = None
        self.victims = {"central": 0, "node": 0}
        self.broken = []

    def run(self):
        self._start()
        self.desk.start()
        for _ in range(self.kills):
            for _ in range(self.rng.randint(1, 4)):
                self.mail.deliver()
            time.sleep(self.rng.random() * PAUSE_MAX)
            self._kill_one()
        self.desk.stop()
        processes.wait_for("central to listen", lambda: self.system.answers(self.system.socket), 30)
        self.desk.finish()
        self._settle()
        self._judge()

    def _start(self):
        system = self.system
        system.make_central()
        system.start_central()
        system.trust_agencies({"wl/demo"})
        for port in system.ports:
            system.add_port(port)
            system.start_port(port)
        lists = [system.import_demo_list(name) for name in ("watchlist", "watchlist-2")]
        system.put_first_list_in_force(lists[0])
        self.desk = desk.Desk(system, random.Random(self.rng.random()), lists)

    def _kill_one(self):
        """Kills, and starts again at once: sometimes while the others still speak to the dead one."""
        is_centre = self.rng.random() < CENTRE_SHARE
        victim = self.system.central if is_centre else self.rng.choice(self.system.ports).daemon
        self.victims["central" if is_centre else "node"] += 1
        for daemon in self.system.daemons():
            if not daemon.is_running():
                self.broken.append(f"{daemon.name} ended by itself: {daemon.last_words(3)}")
                daemon.start()
        victim.kill()
        time.sleep(self.rng.random() * 0.1)
        victim.start()
        if self.rng.random() < 0.7:  # Otherwise the next one may fall while this one still starts.
            path = self.system.socket if is_centre else next(
                port.socket for port in self.system.ports if port.daemon is victim)
            processes.wait_for(f"{victim.name} again", lambda: self.system.answers(path), 30)

    def _settle(self):
        """Faults have stopped: everything must arrive."""
        def is_settled():
            try:
                alerts = len(self.system.alerts())
                edition = self.desk.newest_edition(api_client.get(self.system.socket, "/v1/lists")["lists"])
                return all(self._is_drained(port, alerts) and
                           self.desk.newest_edition(port.get("/v1/lists")["lists"]) == edition for port in self.system.ports)
            except (api_client.Unreachable, api_client.Refused):
                return False
        processes.wait_for("everything to arrive", is_settled, SETTLE_SECONDS, self.system.daemons())

    def _is_drained(self, port, alerts):
        intake = port.get("/v1/intake")
        return (intake["incoming"] + intake["working"] == 0 and port.is_drained()
                and port.status()["link"]["session"] == "live" and len(port.alerts()) >= alerts)

    def _judge(self):
        _, wrong = agreement.compare(self.system)
        self.broken += wrong + self.desk.judge()
        hits = set()
        for port in self.system.ports:
            crossings = port.crossings()
            least, most = (self.mail.travellers[port.name] + officers for officers in self.desk.expected(port))
            if not least <= len(crossings) <= most:
                self.broken.append(f"{port.name}: {len(crossings)} crossings, {least} to {most} travellers were sent or entered")
            hits |= {each["id"] for each in crossings if each["decision"]["hits"]}
            done = len(list((port.spool / "done").iterdir())) if (port.spool / "done").exists() else 0
            if done != self.mail.files[port.name]:
                self.broken.append(f"{port.name}: {done} files in done/, {self.mail.files[port.name]} were sent")
        if len(hits) != self.mail.listed:
            self.broken.append(f"{len(hits)} crossings with hits, {self.mail.listed} listed travellers were sent")
        alerts = {alert["id"] for alert in self.system.alerts()}
        if alerts != hits:
            self.broken.append(f"{len(alerts)} alerts for {len(hits)} crossings with hits")


def desk_summary(desk_):
    if desk_ is None:
        return {}
    return {"screened": len(desk_.screened), "unanswered": len(desk_.unanswered), "acknowledged": len(desk_.acknowledged),
            "editions": len(desk_.editions), "nodes_added": len(desk_.nodes)}


def summary(loop, options, seconds):
    return {"seed": options.seed, "kills": sum(loop.victims.values()), "central": loop.victims["central"],
            "nodes": loop.victims["node"], "messages": sum(loop.mail.files.values()),
            "travellers": sum(loop.mail.travellers.values()), "alerts": loop.mail.listed,
            **desk_summary(loop.desk), "seconds": round(seconds), "broken": loop.broken}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep-folder", action="store_true", help="for a look at what is left")
    options = parser.parse_args()
    top = pathlib.Path(tempfile.mkdtemp(prefix="sarhad-kills-"))
    system = systems.System(surroundings.BIN, processes.fresh_folder(top / "run"), ["PKXXA", "PKXXB", "PKXXC"])
    loop = KillLoop(system, random.Random(options.seed), options.kills)
    start = time.monotonic()
    try:
        loop.run()
    except (processes.DemoError, api_client.Unreachable, api_client.Refused) as error:
        loop.broken.append(str(error))
    finally:
        loop.broken += [f"{name} did not end on SIGTERM" for name in system.stop()]
        print(json.dumps(summary(loop, options, time.monotonic() - start)))
        if options.keep_folder:
            print(top, file=sys.stderr)
        else:
            shutil.rmtree(top)
    return 1 if loop.broken else 0


if __name__ == "__main__":
    sys.exit(main())
