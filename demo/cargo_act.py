"""The act about cargo: a ship's manifest is read, and each piece of it screened."""

import pathlib

import messages
import printing
import processes

MANIFEST = pathlib.Path(__file__).resolve().parent / "messages" / "cargo" / "manifest.edi"
LISTED = "VELTHAR TRADING CO"  # A consignee of the manifest; the invented list has it as VELTHAR TRADING COMPANY.


def manifest(sources):
    """The demo's manifest; with a user's list of the UN's format one of its organisations is the consignee."""
    text = MANIFEST.read_text(encoding="ascii")
    if any(source.name.startswith("wl/demo/") for source in sources.lists):
        return text
    for source in sources.lists:
        name = messages.listed_organisation(source.editions[0][0]) if source.format == "un-xml" else None
        if name:
            return text.replace(LISTED, name)
    return text


class CargoAct:
    """Over a system whose ports screen."""

    def __init__(self, story):
        self.story = story
        self.system = story.system

    def play(self):
        port = self.system.ports[1]
        before = port.status()["cargo"]["screened"]
        self.story.hand_in(port, "manifest.edi", manifest(self.story.sources))
        processes.wait_for("the cargo to be screened", lambda: self.is_screened(port, before), 30, self.system.daemons())
        records = [port.get(f"/v1/cargo/{piece['id']}") for piece in port.get("/v1/cargo")["cargo"]
                   if piece.get("conveyance") == "PELLAVARI STAR"]
        self.story.wait_alerts(self.system.ports)
        self.count(port, records)
        self.told_elsewhere(port, records)

    @staticmethod
    def is_screened(port, before):
        cargo = port.status()["cargo"]
        return cargo["screened"] > before and cargo["waiting"] == 0

    @staticmethod
    def count(port, records):
        bills = [record for record in records if record.get("bill")]
        containers = sum(len(record["containers"]) for record in bills)
        parties = sum(len(record["bill"]["parties"]) for record in bills)
        green = sum(record["decision"]["channel"] == "green" for record in records)
        printing.line(port.name, f"has screened the whole manifest: {len(bills)} bills, {containers} containers, {parties} parties and the ship; "
                                 f"{green} of {len(records)} pieces are green")

    def told_elsewhere(self, port, records):
        """What an officer of another port reads of it."""
        other = self.system.ports[0]
        ids = {record["id"] for record in records}
        for alert in other.alerts():
            if alert["id"] in ids:
                hit = alert["crossing"]["decision"]["hits"][0]
                printing.line(other.name, f"its officer reads: {alert['about']} at {alert['port']}, {hit['source']} {hit['entry']}, "
                                          f"{alert['channel']}: {hit['why']}")
