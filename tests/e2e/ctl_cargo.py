"""What sarhadctl shows of cargo that a port screened, as ctl_test.py runs it: tests of its class, which has `system`, `good`, `good_json` and `bad`."""

import surroundings  # It says where the demo's modules are.  # noqa: F401

import processes  # noqa: E402


class CargoCommands:
    """Bills, ships and what was found of them."""

    def test_cargo_is_listed_the_strictest_first_and_one_is_shown_whole(self):
        port = self.system.ports[0]
        self.assertEqual(self.good_json("cargo list", socket=port.socket), {"cargo": [], "next_after": None})
        port.deliver("manifest.edi", "UNB+UNOA:1+QXSEA+PKNTC+261123:0600+C1'UNH+1+CUSCAR:D:95B:UN'BGM+85+M1+9'"
                  "TDT+20+V1+1++QXL:172:20+++9074729:146::INVENTED STAR'LOC+60+PKKHI'EQD+CN+TESU3054383+22G1'CNI+1+B1'RFF+BM:B1'"
                  "NAD+CN+++INVENTED TRADERS'GID+1+5:PK'FTX+AAA+++THINGS'SGP+TESU3054383+5'UNT+12+1'UNZ+1+C1'")
        processes.wait_for("the screening", lambda: len(port.get("/v1/cargo")["cargo"]) == 2)
        found = self.good_json("cargo list", "--bill", "B1", "--findings", socket=port.socket)["cargo"]
        self.assertEqual([one["what"] for one in found], ["B1"])
        self.assertEqual(found[0]["findings"][0]["kind"], "bad-container-number")
        self.assertRegex(self.good("cargo", "list", "--kind", "consignment", socket=port.socket), r"(?m)^CARGO .*\n[0-9a-f]{32} .* B1 .*bad-container-number")
        self.assertRegex(self.good("cargo", "show", found[0]["id"], socket=port.socket), r"consignment B1, conveyance INVENTED STAR V1.*\n(?s:.*)bad-container-number TESU3054383: no number")
        self.assertEqual(self.good_json("cargo show", found[0]["id"], socket=port.socket)["number"], "B1")
        self.bad(1, r".*no such record here", "cargo", "show", "0" * 32, socket=port.socket)
        self.bad(64, r".*--channel", "cargo", "list", "--channel", "blue", socket=port.socket)
        told = self.good_json("inspection put", found[0]["id"], "--finding", "negative", "--minutes", "5", "--officer", "o-18", socket=port.socket)
        self.assertEqual(told["crossing"], found[0]["id"])
