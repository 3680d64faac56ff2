#!/usr/bin/env python3
"""sarhadctl and the verifier in Python say the same of each attack in tests/data/trust/attacks.json.

Run as CMake does: agreement_test.py SARHADCTL. Names of failing attacks are those of the tests in tests/replication.
"""

import datetime
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
try:
    import verifier
except ModuleNotFoundError as missing:
    sys.exit(f"{missing}: Debian's python3-nacl and python3-msgpack are wanted (./dev setup)")

DATA = pathlib.Path(__file__).resolve().parent.parent / "data" / "trust" / "attacks.json"
CTL = ""


def micros(text):
    at = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return (at - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) // datetime.timedelta(microseconds=1)


class Agreement(unittest.TestCase):
    def setUp(self):
        whole = json.loads(DATA.read_text(encoding="utf-8"))
        self.documents = {name: bytes.fromhex(text) for name, text in whole["documents"].items()}
        self.attacks = whole["attacks"]

    def test_python_says_what_the_file_says(self):
        for attack in self.attacks:
            with self.subTest(attack["name"]):
                wanted = [offer["verdict"] for offer in attack["offers"]]
                self.assertEqual(self.by_python(attack), (wanted, attack["age"]))

    def by_python(self, attack):
        """Verdicts and age. An anchor that is refused ends it."""
        first, *others = attack["offers"]
        try:
            held = verifier.Verifier(self.documents[first["documents"][0]], micros(attack["at"]))
        except verifier.Refused as refused:
            return [str(refused)], "EXPIRED"
        verdicts = [held.offer([self.documents[name] for name in offer["documents"]]) for offer in others]
        return ["installed"] + verdicts, held.state()

    def test_sarhadctl_says_what_the_file_says(self):
        with tempfile.TemporaryDirectory(prefix="sarhad-trust-") as folder:
            for name, data in self.documents.items():
                (pathlib.Path(folder) / name).write_bytes(data)
            for attack in self.attacks:
                with self.subTest(attack["name"]):
                    self.by_sarhadctl(attack, folder)

    def by_sarhadctl(self, attack, folder):
        files = [name for offer in attack["offers"] for name in offer["documents"]]
        ran = subprocess.run([CTL, "key", "verify", "--json", "--at", attack["at"], *files],
                             cwd=folder, capture_output=True, text=True, check=False)
        self.assertNotEqual(ran.stdout, "", ran.stderr)
        told = json.loads(ran.stdout)
        wanted = [offer["verdict"] for offer in attack["offers"]]
        self.assertEqual([offer["verdict"] for offer in told["offers"]], wanted)
        self.assertEqual(told.get("state", "EXPIRED"), attack["age"])
        whole = all(verdict in verifier.HELD for verdict in wanted)
        self.assertEqual(ran.returncode, 0 if whole else 2 if wanted[0] == "installed" else 65)


if __name__ == "__main__":
    CTL = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
