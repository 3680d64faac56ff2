#!/usr/bin/env python3
"""sarhadctl and the verifier in Python say the same of certificates of what a port had: of an honest one that a program
other than ours made, of forged ones, and of any byte changed.

Run as CMake does: proof_test.py SARHADCTL.
"""

import json
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
try:
    import nacl.signing

    import proof_verifier
    import verifier
except ModuleNotFoundError as missing:
    sys.exit(f"{missing}: Debian's python3-nacl and python3-msgpack are wanted (./dev setup)")

CTL = ""
SECOND = 1_000_000
BEGUN = 1_790_000_000 * SECOND
NAME, PORT, NODE = "wl/demo/travellers", "PKXXA-1", 7
UNPROVEN, BAD_INPUT = 77, 65
FLIPS = 400

node_key, agency_key, second_key, stranger = (nacl.signing.SigningKey(bytes([seed]) * 32) for seed in range(1, 5))
pack = verifier.msgpack.packb


def sign(key, domain, body):
    return key.sign(b"sarhad/" + domain + b"/v1\0" + body).signature


def root_of(edition):
    return bytes([edition]) * 32


def statement(number, previous, at, editions, node=NODE):
    lists = [{1: NAME, 2: edition, 3: root_of(edition), 4: 42, 5: at - 1} for edition in editions]
    return pack({key: value for key, value in {1: node, 2: number, 3: previous, 4: at, 5: lists}.items()
                 if value not in (0, bytes(32), [])})


def told(body, key=node_key, domain=b"statement", node=NODE):
    return {1: node, 2: body, 3: sign(key, domain, body)}


def edition(number, keys=(agency_key, second_key), root=None):
    root = root or root_of(number)
    body = proof_verifier.packed_edition(NAME, number, root)
    return {1: {1: NAME, 2: number, 3: root},
            2: [{1: verifier.digest(bytes(key.verify_key))[:8], 2: sign(key, b"edition", body)} for key in keys]}


def certificate(asked=150, first=None, following=None, editions=None, node=NODE, version=1):
    """Edition 3 from second 100 on, edition 4 from 200 on."""
    first = first or told(statement(5, b"\7" * 32, BEGUN + 100 * SECOND, [3]))
    if following is None:
        following = [told(statement(6, verifier.digest(first[2]), BEGUN + 200 * SECOND, [4]))]
    proof = {1: node, 2: BEGUN + 101 * SECOND, 3: first, 5: editions if editions is not None else [edition(3)]}
    if following:
        proof[4] = following
    fields = {2: PORT, 3: BEGUN + asked * SECOND, 4: BEGUN + 900 * SECOND, 5: [dict(sorted(proof.items()))]}
    return pack(fields if version == 1 else {1: version, **fields})


def forgeries():
    """(name, bytes) of certificates that prove nothing."""
    first = told(statement(5, b"\7" * 32, BEGUN + 100 * SECOND, [3]))
    after = verifier.digest(first[2])
    later = BEGUN + 200 * SECOND
    return [
        ("before the first statement", certificate(asked=99)),
        ("at the second statement", certificate(asked=200)),
        ("a statement left out by number", certificate(following=[told(statement(7, after, later, [4]))])),
        ("a statement left out by hash", certificate(following=[told(statement(6, b"\1" * 32, later, [4]))])),
        ("a stranger's words", certificate(first=told(first[2], stranger))),
        ("a stranger's second words", certificate(following=[told(statement(6, after, later, [4]), stranger)])),
        ("words signed as a report", certificate(first=told(first[2], domain=b"report"))),
        ("words signed as the tree's root is hashed", certificate(first=told(first[2], domain=b"state"))),
        ("words about another node", certificate(first=told(statement(5, b"\7" * 32, BEGUN + 100 * SECOND, [3], 8)))),
        ("words of another node", certificate(first=told(first[2], node=8))),
        ("of another node", certificate(node=8)),
        ("an edition without its agency", certificate(editions=[])),
        ("another edition", certificate(editions=[edition(4)])),
        ("another root", certificate(editions=[edition(3, root=root_of(9))])),
        ("one signature of two", certificate(editions=[edition(3, (agency_key,))])),
        ("one signature twice", certificate(editions=[edition(3, (agency_key, agency_key))])),
        ("a stranger's signature", certificate(editions=[edition(3, (agency_key, stranger))])),
        ("of another version", certificate(version=2)),
        ("cut short", certificate()[:-1]),
        ("with a byte behind it", certificate() + b"\0"),
        ("nothing", b""),
    ]


def trust_file(roles):
    """As docs/operations.md shows it; central's keys are read and not needed."""
    of_central = json.dumps("7b" * 32)
    lines = ["[central]", f"link_public = {of_central}", f"seal_public = {of_central}"]
    for role in roles:
        lines += ["[[role]]"] + [f"{name} = {json.dumps(value)}" for name, value in role.items()]
    return "\n".join(lines) + "\n"


class Proof(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="sarhad-proof-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        keys = [bytes(key.verify_key).hex() for key in (agency_key, second_key)]
        self.roles = [{"kind": "node", "node": NODE, "keys": [bytes(node_key.verify_key).hex()]},
                      {"kind": "list", "name": "wl/demo", "threshold": 2, "keys": keys}]
        (self.folder / "trust.toml").write_text(trust_file(self.roles))

    def by_sarhadctl(self, data):
        (self.folder / "port.proof").write_bytes(data)
        ran = subprocess.run([CTL, "proof", "verify", "port.proof", "--trust", "trust.toml"], cwd=self.folder,
                             capture_output=True, text=True, check=False)
        self.assertIn(ran.returncode, (0, UNPROVEN, BAD_INPUT), ran.stderr)
        return ran.returncode == 0

    def by_python(self, data):
        try:
            return proof_verifier.check(data, self.roles)
        except verifier.Refused:
            return None

    def test_an_honest_certificate_holds(self):
        for data, until in ((certificate(), BEGUN + 200 * SECOND), (certificate(following=[]), None)):
            self.assertTrue(self.by_sarhadctl(data))
            self.assertEqual(self.by_python(data),
                             [(NODE, 5, BEGUN + 100 * SECOND, until, [(NAME, 3, root_of(3))])])

    def test_no_forged_certificate_holds(self):
        for name, data in forgeries():
            with self.subTest(name):
                self.assertFalse(self.by_sarhadctl(data))
                self.assertIsNone(self.by_python(data))

    def test_of_a_changed_byte_both_say_the_same(self):
        honest, draw = certificate(), random.Random(17)
        for _ in range(FLIPS):
            data = bytearray(honest)
            at, bit = draw.randrange(len(data)), draw.randrange(8)
            data[at] ^= 1 << bit
            with self.subTest(at=at, bit=bit):
                self.assertEqual(self.by_sarhadctl(bytes(data)), self.by_python(bytes(data)) is not None)


if __name__ == "__main__":
    CTL = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
