"""The demo's acts, in order. Each prints what really happens, as the daemons' own events tell it."""

import time

import agreement
import cargo_act
import printing
import processes
import reporter
import rules_act


class Story:
    """The acts, over a system that is made but not started."""

    def __init__(self, system, sources):
        self.system = system
        self.sources = sources
        self.reporter = reporter.Reporter(system)
        system.on_event = self.reporter.on_event
        self.delivered = 0
        self.editions = {}
        self.outbox_peak = 0

    def run(self):
        """The whole story; what disagrees at its end."""
        self.start()
        self.publish_first()
        self.arrivals()
        self.acknowledge()
        printing.title("a rule: an analyst writes it, a second person signs it, every port asks it")
        rules_act.RulesAct(self).play()
        printing.title("cargo: a ship's manifest is read, each bill and its parties are screened")
        cargo_act.CargoAct(self).play()
        cut = self.port_to_cut()
        self.while_cut(cut)
        self.heal(cut)
        return self.agree()

    def port_to_cut(self):
        """The last one to which messages come meanwhile: with more ports than mail some get none."""
        indexes = [index for index, _, _ in self.sources.mail["cut"]]
        return self.system.ports[max(indexes, default=-1)]

    # --- acts ---

    def start(self):
        printing.title(f"one centre, {len(self.system.ports)} ports: real processes, CURVE keys, SQLite files")
        system = self.system
        system.make_central()
        system.start_central()
        system.trust_agencies({source.name.rsplit("/", 1)[0] for source in self.sources.lists})
        system.trust_rule_agency()
        printing.line("centre", f"listens on {system.endpoint} (control) and {system.bulk_endpoint} (bulk)")
        for port in system.ports:
            system.add_port(port)
            system.start_port(port)
            system.follow(port)
            printing.line(port.name, f"node {port.node} added and started; spool {port.spool.relative_to(system.folder.parent)}")
        for port in system.ports:
            processes.wait_for(f"{port.name}'s link", lambda port=port: self.is_linked(port), 30, system.daemons())

    def publish_first(self):
        printing.title("the watchlists: imported, signed by their agency, published")
        for source in self.sources.lists:
            self.publish(source, source.editions[0], self.system.ports)

    def arrivals(self):
        printing.title("arrivals: each port screens against its own copy of the lists")
        self.deliver("linked")
        self.wait_alerts(self.system.ports)

    def acknowledge(self):
        printing.title("an officer reads an alert: warned means read, not sent")
        alerts = self.system.alerts()
        if not alerts:
            printing.line("centre", "no alert was raised: nothing to read")
            return
        officer_port = self.system.ports[1 % len(self.system.ports)]
        alert = alerts[0]["id"]
        self.system.run_ctl("--socket", officer_port.socket, "alert", "ack", alert, "--officer", "officer.b1")
        start = time.monotonic()
        processes.wait_for("the acknowledgement at the centre", lambda: any(
            each["id"] == alert and each["acknowledged"] >= 1 for each in self.system.alerts()))
        printing.line(officer_port.name, f"officer.b1 acknowledged alert {alert[:8]}; "
                                         f"the centre knew {(time.monotonic() - start) * 1000:.0f} ms later")
        self.reporter.flush()
        self.show("alert", "list")

    def while_cut(self, cut):
        others = [port for port in self.system.ports if port is not cut]
        printing.title(f"the link of {cut.name} is cut: it screens on, its outbox grows")
        cut.link("cut")
        processes.wait_for("the cut", lambda: not self.is_linked(cut))
        known_at_cut = len(cut.alerts())
        self.deliver("cut")
        self.wait_alerts(others, but_of=cut)
        if self.sources.mail["cut"]:
            self.outbox_peak = processes.wait_for("a growing outbox", lambda: cut.is_counted() and cut.outbox())
        printing.line(cut.name, f"{self.outbox_peak} rows wait in its outbox, sealed; the centre has none of them")
        printing.line(cut.name, f"knows {len(cut.alerts())} alerts, the other ports {len(others[0].alerts())}")
        if len(cut.alerts()) != known_at_cut:
            raise processes.DemoError(f"{cut.name} heard of an alert over a cut link")
        for source in self.sources.lists:
            if len(source.editions) > 1:
                self.publish(source, source.editions[1], others)
        if any(len(source.editions) > 1 for source in self.sources.lists):
            processes.wait_for(f"the centre to see that {cut.name} stays behind",
                               lambda: self.system.nodes()[cut.node]["state"] != "current")
        self.show("node", "list")

    def heal(self, cut):
        printing.title(f"the link of {cut.name} heals: what waited goes out, what it missed comes in")
        start = time.monotonic()
        cut.link("healed")
        processes.wait_for("the link", lambda: self.is_linked(cut))
        processes.wait_for("an empty outbox", cut.is_drained)
        printing.line(cut.name, f"outbox empty {(time.monotonic() - start) * 1000:.0f} ms after the link healed")
        for name, edition in self.editions.items():
            processes.wait_for("the edition", lambda name=name, edition=edition: self.held(cut, name, edition))
        self.wait_alerts(self.system.ports)
        self.deliver("healed")
        self.wait_alerts(self.system.ports)

    def agree(self):
        printing.title("centre and ports compared, row by row")
        for port in self.system.ports:
            processes.wait_for(f"an empty outbox at {port.name}", port.is_drained)
        processes.wait_for("every port current", lambda: all(
            node["state"] == "current" for node in self.system.nodes().values()))
        lines, wrong = self.compare()
        for line in lines:
            printing.plain(f"  {line}")
        self.show("node", "list")
        self.summarise(wrong)
        return wrong

    def compare(self):
        """Asked again for a while where it disagrees: a port may have signed something the moment before."""
        deadline = time.monotonic() + 5
        lines, wrong = agreement.compare(self.system)
        while wrong and time.monotonic() < deadline:
            time.sleep(0.2)
            lines, wrong = agreement.compare(self.system)
        return lines, wrong

    def summarise(self, wrong):
        printing.title("summary")
        status = [port.status() for port in self.system.ports]
        times = sorted(self.reporter.reached_ms)
        crossings = sum(len(port.crossings()) for port in self.system.ports)
        refused = sum(len(port.get("/v1/intake/refused")["refused"]) for port in self.system.ports)
        printing.plain(f"  ports                    {len(self.system.ports)}")
        for name, edition in self.editions.items():
            printing.plain(f"  {name:<24} edition {edition} in force at every port")
        printing.plain(f"  messages                 {self.delivered} delivered, {refused} of them refused with a reason")
        printing.plain(f"  crossings screened       {crossings}, {sum(each['rules']['hits'] for each in status)} of them hit by a rule")
        printing.plain(f"  cargo screened           {sum(each['cargo']['screened'] for each in status)} pieces, "
                       f"{sum(each['cargo']['findings'] for each in status)} with a finding")
        printing.plain(f"  hits on the lists        {self.reporter.hit_count}, all explained")
        printing.plain(f"  alerts                   {len(self.system.alerts())}, each at every port once")
        if times:
            printing.plain(f"  hit to reached port      {times[len(times) // 2]:.0f} ms in the middle, "
                           f"{times[-1]:.0f} ms at most (over a healed link its age)")
        for milliseconds in self.reporter.warned_ms:
            printing.plain(f"  hit to warned port       {milliseconds:.0f} ms: an officer has acknowledged")
        printing.plain(f"  outbox while cut         {self.outbox_peak} rows, all at the centre now")
        for fault in wrong:
            printing.plain(f"  DISAGREES                {fault}")
        printing.plain("  verdict                  " + ("centre and ports DISAGREE" if wrong else
                                                        "centre and ports agree: nothing lost, nothing doubled"))

    # --- parts of acts ---

    def publish(self, source, files, ports):
        list_file = self.system.folder / f"{source.source.lower()}.list"
        imported = self.system.ctl_json("list", "import", "--format", source.format, "--source", source.source,
                                        "--name", source.name, "--output", list_file, *files)
        published = self.system.ctl_json("list", "publish", list_file, "--key", self.system.agency_key)
        edition = self.editions.get(source.name, 0) + 1
        self.editions[source.name] = edition
        printing.line("centre", f"{source.name}: edition {edition} published, {imported['entries']} entries, "
                                f"{imported['refused_count']} refused")
        for port in ports:
            held = processes.wait_for(f"edition {edition} at {port.name}",
                                      lambda port=port: self.held(port, source.name, edition), 60, self.system.daemons())
            took = reporter.milliseconds_between(published["published_at"], held["applied_at"])
            printing.line(port.name, f"has it in force {took:.0f} ms after it was published")
        self.reporter.flush()

    def deliver(self, act):
        """Puts the act's files into the spools, one after another."""
        for index, name, content in self.sources.mail[act]:
            self.hand_in(self.system.ports[index], name, content)

    def hand_in(self, port, name, content):
        """One file into a port's spool; returns when the port has done with it."""
        wanted = self.handled(port) + 1
        port.deliver(name, content)
        self.delivered += 1
        processes.wait_for(f"{port.name} to take its message in", lambda: self.handled(port) >= wanted, 30,
                           self.system.daemons())

    def wait_alerts(self, ports, but_of=None):
        """Until every hit that was raised, those of `but_of` left out, is an alert at each of `ports`."""
        due = {crossing["id"] for port in self.system.ports if port is not but_of
               for crossing in port.crossings() if any(hit["tier"] != "silent" for hit in crossing["decision"]["hits"])}
        due |= {piece["id"] for port in self.system.ports if port is not but_of
                for piece in port.cargo() if any(hit["tier"] != "silent" for hit in piece["hits"])}
        for port in ports:
            processes.wait_for(f"the alerts at {port.name}", lambda port=port: due <= {
                alert["id"] for alert in port.alerts()}, 30, self.system.daemons())
        self.reporter.flush()

    def show(self, *words):
        for line in self.system.run_ctl("--socket", self.system.socket, *words).splitlines():
            printing.plain(f"  {line}")

    # --- questions ---

    @staticmethod
    def handled(port):
        """Files that the port has done with since it started, or that wait for the other parts of their messages."""
        intake = port.status()["intake"]
        return intake["done"] + intake["refused"] + intake["waiting_for_parts"]

    @staticmethod
    def is_linked(port):
        return port.status()["link"]["session"] == "live"

    @staticmethod
    def held(port, name, edition):
        """The list as the port has it in force, where that is the edition or a later one."""
        found = [each for each in port.get("/v1/lists")["lists"] if each["name"] == name and each["edition"] >= edition]
        return found[0] if found else None
