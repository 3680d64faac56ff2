"""What sarhadctl does with messages without any daemon, as ctl_test.py runs it: tests of its class, which has `ctl`, `good` and `top`."""

import json
import subprocess

import surroundings


class IntakeCommands:
    """Forms and messages in files."""

    def test_intake_check_export_and_generate(self):
        form = self.top / "seizure.json"
        form.write_text(json.dumps({"form": "seizure", "reference": "S-1", "at": "2026-02-27T03:40", "office": "Quetta", "place": "Lak Pass",
                                    "sections": ["2(s)"], "share": "cen", "persons": [{"role": "driver", "person": {"surname": "ZARKHEL"}}],
                                    "goods": [{"description": "resin", "quantity": "1.5", "unit": "KGM"}]}))
        self.assertEqual(self.good_json("intake check", form)["checked"][0]["status"], "ok")
        exported = self.ctl("intake", "export", "--format", "ncen", form)
        self.assertEqual((exported.returncode, "ZARKHEL" in exported.stdout, "resin" in exported.stdout), (0, False, True))
        form.write_text(form.read_text() + "\n" + json.dumps({
            "form": "currency", "direction": "in", "point": "KHI", "made": "2026-03-01",
            "traveller": {"surname": "ZARKHEL", "documents": [{"kind": "P", "number": "XT5"}]},
            "lines": [{"instrument": "cash", "amount": "900 USD"}]}))
        partly = self.ctl("intake", "export", "--format", "ncen", form)
        self.assertEqual((partly.returncode, partly.stderr.splitlines()[0]),
                         (2, f"{form}: form 2: not exported: a currency-declaration, no seizure"))
        made = self.ctl("intake", "generate", "--kind", "paxlst", "--seed", "4", "--count", "3")
        self.assertIn("our own reading", made.stderr)
        lists = self.top / "lists.edi"
        lists.write_text(made.stdout)
        self.assertIn('"messages":3', self.good("intake", "parse", "--summary", lists))
        for kind in ("pnrgov-xml", "itmatt"):
            lists.write_text(self.ctl("intake", "generate", "--kind", kind, "--seed", "4", "--count", "3").stdout)
            self.assertIn('"messages":3', self.good("intake", "parse", "--summary", lists))

    def test_a_dash_is_standard_input(self):
        message = surroundings.ROOT / "demo" / "messages" / "PKXXA" / "01-xq101.edi"
        for command in (("intake", "parse", "--summary"), ("intake", "check")):
            told = subprocess.run([str(self.system.ctl), *command, "-"], input=message.read_bytes(), capture_output=True,
                                  timeout=30, check=False)
            self.assertEqual((told.returncode, told.stderr), (0, b""))
            self.assertEqual(told.stdout.decode(), self.good(*command, message).replace(str(message), "-"))

    def test_intake_parse_joins_parts_of_several_files(self):
        def part(number, flight, who):
            file = self.top / f"part{number[:2]}.edi"
            segments = 6 + flight.count("'")
            file.write_text(f"UNB+IATA:1+QX++260114:0630+1'UNH+1+PNRGOV:13:1:IA+R1+{number}'MSG+:22'{flight}"
                            f"SRC'RCI+QX:{who}1'TIF+{who}+ANNA:A:1'UNT+{segments}+1'UNZ+1+1'")
            return file
        tail = part("02:F", "", "TESTERSON")
        head = part("01:C", "TVL+150126:1015:150126:1325+DXB+KHI+QX+612'EQN+2'", "EXAMPLOV")
        told = [json.loads(line) for line in self.good("intake", "parse", tail, head).splitlines()]
        self.assertEqual([(one["file"], len(one["travellers"]), one["status"]) for one in told], [(str(head), 2, "ok")])
        counts = [json.loads(line) for line in self.good("intake", "parse", "--summary", tail, head).splitlines()]
        self.assertEqual([(one["messages"], one["travellers"]) for one in counts], [(0, 0), (1, 2)])
        alone = json.loads(self.good("intake", "parse", tail))
        self.assertEqual([one["code"] for one in alone["problems"]], ["waiting-for-parts"])
