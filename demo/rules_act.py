"""The act about rules: written, tried, signed by two people, asked at every port."""

import dataclasses
import datetime
import json
import pathlib
import sys

import messages
import printing
import processes
import reporter

HERE = pathlib.Path(__file__).resolve().parent
RULE = "DMO-001"
FRAMES = 5000  # Invented travellers for the back-test: it wants 100 answers at least, and the demo has fewer crossings by then.

TRAVELLERS = (messages.Person("DUNMORVE", "ISAUDE", "1988-06-02", "XT7710341", "F"),  # While the rule is a shadow.
              messages.Person("TREVASKY", "BRAMWIN", "1984-09-17", "XT7710342"))     # When it is live.


class RulesAct:
    """Over a system whose ports screen, and whose `rule_keys` are those of an agency that they believe."""

    def __init__(self, story):
        self.story = story
        self.system = story.system
        self.folder = story.system.folder / "rules"
        self.today = datetime.datetime.now(datetime.timezone.utc).date()

    def play(self):
        self.folder.mkdir()
        port = self.system.ports[0]
        self.write()
        self.publish(self.file(1, "shadow"))
        self.arrive_as_shadow(port)
        report = self.backtest(self.file(2, "live"))
        self.publish(self.folder / f"{RULE}.toml", "--backtest", report)
        self.arrive_live(port)

    # --- the rule ---

    def file(self, revision, mode):
        """The demo's rule as its author has it on his machine, valid from the day before today."""
        first, last, review = (self.today + datetime.timedelta(days=days) for days in (-1, 364, 180))
        lines = (HERE / f"{RULE}.toml").read_text(encoding="utf-8").splitlines()
        own = {"rev": f"rev = {revision}", "mode": f'mode = "{mode}"',
               "valid": f"valid = {{ from = {first}, to = {last}, review_by = {review} }}"}
        path = self.folder / f"{RULE}.toml"
        path.write_text("\n".join(own.get(line.partition(" = ")[0], line) for line in lines) + "\n", encoding="utf-8")
        return path

    def write(self):
        """The author's own trial: no daemon is asked."""
        path = self.file(1, "shadow")
        checked = self.system.ctl_json("rules", "check", path)["rules"][0]
        tested = self.system.ctl_json("rules", "test", path)
        text = path.read_text(encoding="utf-8")
        printing.line("author", f"{RULE}: " + text.partition('title = "')[2].partition('"')[0])
        printing.more("asks: " + text.partition("condition = '''")[2].partition("'''")[0].strip())
        for part in ("expiring", "late_cash"):
            printing.more(f"      {part}: " + text.partition(f'\n{part} = "')[2].partition('"')[0])
        printing.line("author", f"checked: costs {checked['cost']['units']} units of 20000 at worst; "
                                f"{tested['passed']} tests passed, {tested['failed']} failed")

    def publish(self, path, *trial):
        """Signed by its author, approved by another, with the report of a `trial` where it goes live; in force at each port."""
        author, approver = self.system.rule_keys
        change = str(self.system.ctl_json("rules", "publish", path, "--key", author)["changes"][0]["change"])
        printing.line("author", f"signed change {change}; it waits for a second person")
        if not trial:
            printing.line("author", "approves it himself: REFUSED " + self.refusal("rules", "approve", change, "--key", author))
        rule = self.system.ctl_json("rules", "approve", change, "--key", approver, *trial)
        put, edition = rule["put"][0], str(rule["edition"])
        printing.line("approver", f"signed change {change}{' and the report' if trial else ''} with his own key: {put['id']} rev {put['rev']} {put['mode']} is published")
        published = self.told(self.system.central, "CENTRAL-030", edition)
        for port in self.system.ports:
            took = reporter.milliseconds_between(published, self.told(port.daemon, "NODE-041", edition))
            printing.line(port.name, f"has it {put['mode']} {took:.0f} ms after it was published")

    def told(self, daemon, event, edition):
        """When the daemon's log says that this edition of the rules is published, or in force."""
        def found():
            for line in pathlib.Path(daemon.log).read_text(encoding="utf-8", errors="replace").splitlines():
                if f'"{event}"' in line and json.loads(line)["fields"]["edition"] == edition:
                    return json.loads(line)["ts"]
            return None
        return processes.wait_for(f"{event} of {daemon.name}", found, 30, self.system.daemons())

    def refusal(self, *words):
        try:
            self.system.ctl_json(*words)
        except processes.DemoError as error:
            return str(error).rpartition(": ")[2]
        raise processes.DemoError(f"sarhadctl {' '.join(map(str, words))}: was not refused")

    def backtest(self, path):
        """The report that an approver of a live rule has to name."""
        facts, frames, report = (self.folder / name for name in ("october.jsonl", "frames", "report.json"))
        facts.write_text(processes.run_tool([sys.executable, "-B", HERE / "frames.py", FRAMES]), encoding="utf-8")
        self.system.run_ctl("rules", "record", facts, "--frames", frames, "--unsealed")
        self.system.run_ctl("--json", "rules", "backtest", path, "--frames", frames, "--report", report)
        told = json.loads(report.read_text(encoding="utf-8"))
        rule = told["rules"][0]
        hits, inspected, drawn = rule["hits"], rule["inspected_hits"], rule["drawn"]
        printing.line("author", f"back-test on {told['frames']} invented travellers of October 2026: {hits['count']} hits, "
                                f"{rule['unknown']} unknown, " + ("passed" if told["passed"] else "not passed"))
        printing.more(f"something was found on {inspected['count']} of the {inspected['of']} hits that were inspected, "
                      f"and on {drawn['count']} of {drawn['of']} travellers drawn by chance")
        return report

    # --- arrivals ---

    def arrive_as_shadow(self, port):
        who = self.of_short_papers(TRAVELLERS[0])
        printing.line(port.name, "a shadow is asked and decides nothing: a list and a booking of one whom it hits")
        self.list_of("RULEA1", "XQ511", port, who)
        self.booking_of("RULEA2", "XQ511", port, who)
        hits = processes.wait_for("the shadow hit", lambda: port.status()["rules"]["shadow_hits"])
        printing.line(port.name, f"counted {hits} shadow hit, which no officer sees")

    def arrive_live(self, port):
        who = self.of_short_papers(TRAVELLERS[1])
        printing.line(port.name, "the list of XQ513 comes, its bookings have not:")
        self.list_of("RULEB1", "XQ513", port, who)
        printing.line(port.name, "the booking comes, and the rule is asked again:")
        self.booking_of("RULEB2", "XQ513", port, who)

    def of_short_papers(self, who):
        return dataclasses.replace(who, expires=str(self.today + datetime.timedelta(days=20)))

    def list_of(self, reference, flight, port, who):
        self.hand_in(port, reference, messages.compose(reference, flight, "XXD", "XXA", [who], self.today))

    def booking_of(self, reference, flight, port, who):
        self.hand_in(port, reference, messages.compose_booking(reference, flight, "XXD", "XXA", who, self.today))

    def hand_in(self, port, reference, text):
        self.story.hand_in(port, f"{reference}.edi", text)
        self.story.reporter.flush()
