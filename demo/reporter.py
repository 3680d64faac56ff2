"""Prints what the ports tell, as it happens."""

import datetime
import itertools
import json
import queue
import threading
import time

import api_client
import printing
import processes


SAID_ALREADY = ("cargo", "question")  # Reasons without points: whose hit it is, and what to ask, which `why` has.


def milliseconds_between(earlier, later):
    """Of two times as the API writes them; both of this machine's clock."""
    first, second = (datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) for text in (earlier, later))
    return (second - first) / datetime.timedelta(milliseconds=1)


def full_name(traveller):
    whole = " ".join(traveller.get(part, "") for part in ("first_name", "middle_name", "surname"))
    return " ".join(whole.split()) or traveller.get("full_name", "")


def show_reasons(decision):
    """Why an officer might want a look: hits on lists, rules that fired, rules that wait."""
    for hit in decision["hits"]:
        whose = "".join(f" of the {reason['text']}:" for reason in hit["reasons"] if reason["kind"] == "cargo")
        printing.more(f"HIT{whose} {hit['source']} {hit['entry']} {hit.get('name', '')}, score {hit['score']} ({hit['tier']})")
        if hit.get("why"):
            printing.more(f"    {hit['why']}")
        if hit["order"]["action"] != "none":
            printing.more(f"    ORDER of {hit['order'].get('owner', hit['source'])}: {hit['order']['action']}")
        for reason in hit["reasons"]:
            if reason["points"] or reason["kind"] not in SAID_ALREADY:
                printing.more(f"    {reason['points']:+5d}  {reason.get('text', '')}")
    for rule in decision["rule_hits"]:
        printing.more(f"RULE {rule['id']} rev {rule['revision']} {rule['title']}: {rule['channel']}, score {rule['score']}")
        for part, data in parts_of(rule["why"]):
            printing.more(f"    {part}")
            for datum in data:
                printing.more(f"        {datum}")


def parts_of(why):
    """The parts of a rule that fired; behind a part with a label the data that its brackets hold, one each."""
    for text in outside_brackets(why):
        label, bracket, data = text.partition(" [") if text.endswith("]") else (text, "", "")
        yield label, outside_brackets(data[:-1]) if bracket else []


def outside_brackets(text):
    """`text` cut where a "; " stands in no bracket."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(text):
        depth += (sign in "[(") - (sign in "])")
        if depth == 0 and text.startswith("; ", at):
            parts.append(text[start:at])
            start = at + 2
    return parts + [text[start:]]


class Reporter:
    """Prints the ports' events: names come from the officer's API of the port, not from events or logs.

    Events come on one thread a port; they are printed on one thread, in the order in which they happened: all clocks
    here are one.
    """

    HOLD_SECONDS = 0.05   # So long an event waits for one that happened before and comes later.
    PATIENCE_SECONDS = 2  # So long an alert waits for the hit that it is of, on a machine that is busy.

    def __init__(self, system):
        self._shown = {port.name: 0 for port in system.ports}  # Number of the last crossing shown.
        self._refused = set()
        self._events = queue.PriorityQueue()
        self._count = itertools.count()
        self.raised = {}  # alert -> (port, when the hit was raised or the cargo screened, as its port tells)
        self.reached_ms = []  # From a hit to the alert stored at another port.
        self.warned_ms = []   # From a hit to the word of an officer that the alert was read.
        self.hit_count = 0
        self._fault = None
        threading.Thread(target=self._print_all, daemon=True).start()

    def on_event(self, port, name, data, when):
        if name in ("hit_raised", "cargo_screened"):
            self.raised[data["id"]] = (port.name, data["at"])
        self._events.put((data.get("at", ""), next(self._count), when, port, name, data))

    def flush(self):
        """Returns when all that came is printed."""
        time.sleep(self.HOLD_SECONDS)
        self._events.join()
        if self._fault is not None:
            raise processes.DemoError(f"an event could not be shown: {self._fault!r}")

    def _print_all(self):
        while True:
            event = self._events.get()
            _, _, when, port, name, data = event
            is_early = name == "alert_received" and data["id"] not in self.raised
            wait = when + (self.PATIENCE_SECONDS if is_early else self.HOLD_SECONDS) - time.monotonic()
            if wait > 0:
                self._events.put(event)  # An earlier one may still come.
                time.sleep(min(wait, 0.005))
            else:
                try:
                    self._print(port, name, data)
                except (api_client.Unreachable, api_client.Refused):
                    pass  # The port ends; what it recorded is shown by whoever asks again.
                except (KeyError, IndexError, TypeError, ValueError, OSError) as error:
                    self._fault = error  # The story ends with it: this thread goes on, so that nobody waits for it in vain.
            self._events.task_done()

    def _print(self, port, name, data):
        if name == "message_received":
            self._show_crossings(port)
        elif name == "cargo_screened":
            self._show_cargo(port, data)
        elif name == "message_refused":
            self._show_refused(port)
        elif name == "alert_received":
            self._reached(port, data)
        elif name == "alert_acknowledged":
            self._warned(port, data)
        elif name in ("link_up", "link_down"):
            printing.line(port.name, "link to the centre is up" if name == "link_up" else "link to the centre is down")

    def _reached(self, port, data):
        """The node has stored the alert; whether anybody has read it is another thing."""
        raised_at, start = self.raised.get(data["id"], (None, None))
        if start is None:
            printing.line(port.name, f"REACHED by the alert of {data.get('entry') or data['id'][:8]}")
            return
        milliseconds = max(0.0, milliseconds_between(start, data["at"]))
        if raised_at != port.name:
            self.reached_ms.append(milliseconds)
        where = "its own hit" if raised_at == port.name else f"the hit at {raised_at}"
        printing.line(port.name, f"REACHED by the alert of {where}, {milliseconds:.0f} ms after it was raised")

    def _warned(self, port, data):
        """An officer there has acknowledged the alert."""
        raised_at, start = self.raised.get(data["id"], (None, None))
        where, later = f"alert {data['id'][:8]}", ""
        if start is not None:
            milliseconds = max(0.0, milliseconds_between(start, data["at"]))
            self.warned_ms.append(milliseconds)
            where, later = f"the hit at {raised_at}", f", {milliseconds:.0f} ms after it was raised"
        printing.line(port.name, f"WARNED of {where}: an officer acknowledged at {data['at'][11:23]}{later}")

    def _show_crossings(self, port):
        """What the port has recorded since the last time, as its officer sees it."""
        page = port.get(f"/v1/crossings?after={self._shown[port.name]}&limit=200")["crossings"]
        for item in page:
            self._shown[port.name] = item["number"]
            decision = item["decision"]
            printing.line(port.name, f"screened  {full_name(item['traveller']):<30} {decision['channel']}")
            self.hit_count += len(decision["hits"])
            show_reasons(decision)
            for waits in item["rules_waiting"]:
                printing.more(waits)
    def _show_cargo(self, port, data):
        """A piece of cargo, where something is to be said of it: of thousands most say nothing."""
        record = port.get(f"/v1/cargo/{data['id']}")
        decision = record["decision"]
        if decision["channel"] == "green" and not record["findings"]:
            return
        self.hit_count += len(decision["hits"])
        what = f"{record['kind']} {record.get('number') or record.get('conveyance', '')}"
        printing.line(port.name, f"screened  {what:<30} {decision['channel']}")
        for party in record.get("bill", {}).get("parties", []):
            printing.more(f"{party['role']}: {party.get('name', '')}")
        for finding in record["findings"]:
            printing.more(f"FINDING {finding['kind']} {finding.get('about', '')}: {finding['text']}")
        show_reasons(decision)

    def _show_refused(self, port):
        """Each newly refused file with the reason that lies beside it."""
        for path in sorted((port.spool / "refused").glob("*.reason.json")):
            if path not in self._refused:
                self._refused.add(path)
                reasons = json.loads(path.read_text(encoding="utf-8"))
                problems = [problem for message in reasons.get("messages", [reasons])
                            for problem in message.get("problems", [])]
                why = problems[0].get("text", "") if problems else reasons.get("status", "refused")
                word = "CUT OFF" if reasons.get("status") == "partial" else "REFUSED"
                printing.line(port.name, f"{word}   {path.name.removesuffix('.reason.json')}: {why}")
