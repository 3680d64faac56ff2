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


IDS = [f"D{number}" for number in range(300)]


def tree_of(rows):
    """(buckets, groups, children) of {id: hash}."""
    buckets = {}
    for entry in sorted(rows, key=str.encode):
        place = tuple(verifier.digest(entry.encode())[:2])
        buckets.setdefault(place, []).append({1: entry, 2: rows[entry]})
    leaves = {place: proof_verifier.short_digest(b"".join(
        len(row[1]).to_bytes(2, "big") + row[1].encode() + row[2] for row in held)) for place, held in buckets.items()}
    groups = [b"".join(leaves.get((child, leaf), bytes(16)) for leaf in range(256)) for child in range(256)]
    return buckets, groups, b"".join(proof_verifier.short_digest(group) for group in groups)


ROWS = {entry: verifier.digest(entry.encode() + b" as listed") for entry in IDS}
BUCKETS, GROUPS, CHILDREN = tree_of(ROWS)
ENTRY_ROOT = verifier.digest(b"sarhad/state/v1\0" + len(ROWS).to_bytes(8, "big") + CHILDREN)


def way(entry, **changed):
    place = tuple(verifier.digest(entry.encode())[:2])
    fields = {1: NAME, 2: 3, 3: len(ROWS), 4: CHILDREN, 5: GROUPS[place[0]], 6: BUCKETS.get(place, [])}
    fields.update({int(key[1:]): value for key, value in changed.items()})
    return {key: value for key, value in fields.items() if value not in (0, b"", [], "")}


def entry_certificate(entry, ways=None):
    """Of a node that had edition 3 with the 300 rows."""
    lists = [{1: NAME, 2: 3, 3: ENTRY_ROOT, 4: len(ROWS), 5: BEGUN}]
    first = told(pack({1: NODE, 2: 1, 4: BEGUN + 100 * SECOND, 5: lists}))
    node = {1: NODE, 2: BEGUN + 101 * SECOND, 3: first, 5: [edition(3, root=ENTRY_ROOT)]}
    fields = {2: PORT, 3: BEGUN + 150 * SECOND, 4: BEGUN + 900 * SECOND, 5: [node], 6: NAME, 7: entry,
              8: [way(entry)] if ways is None else ways}
    return pack({key: value for key, value in fields.items() if value not in ("", [])})


def entry_forgeries():
    """(name, bytes) of certificates that hide an entry, or invent one."""
    lonely = next(entry for entry in IDS if len(way(entry)[6]) == 1)
    held = way(lonely)[6]
    return lonely, [
        ("without its way", entry_certificate(lonely, [])),
        ("left out of its bucket", entry_certificate(lonely, [way(lonely, f6=[])])),
        ("of other content", entry_certificate(lonely, [way(lonely, f6=[{**held[0], 2: bytes(31) + b"1"}])])),
        ("twice", entry_certificate(lonely, [way(lonely, f6=held * 2)])),
        ("beside an invented one", entry_certificate(lonely, [way(lonely, f6=[*held, {1: "Z", 2: b"1" * 32}])])),
        ("by another's way", entry_certificate(lonely, [way(next(one for one in IDS if one != lonely))])),
        ("with a row fewer in all", entry_certificate(lonely, [way(lonely, f3=len(ROWS) - 1)])),
        ("by a way of another edition", entry_certificate(lonely, [way(lonely, f2=4)])),
        ("by a way of another list", entry_certificate(lonely, [way(lonely, f1="wl/demo/other")])),
        ("by a way cut short", entry_certificate(lonely, [way(lonely, f5=GROUPS[0][:-16])])),
        ("an entry that is not there", entry_certificate("NONE", [way("NONE", f6=[{1: "NONE", 2: b"1" * 32}])])),
    ]


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
        ran = subprocess.run([CTL, "--json", "proof", "verify", "port.proof", "--trust", "trust.toml"], cwd=self.folder,
                             capture_output=True, text=True, check=False)
        self.assertIn(ran.returncode, (0, UNPROVEN, BAD_INPUT), ran.stderr)
        self.told = json.loads(ran.stdout) if ran.returncode == 0 else None
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

    def test_an_entry_is_told_listed_or_not_as_it_was(self):
        for entry in [*IDS[:20], "NONE", "D1x"]:
            data = entry_certificate(entry)
            with self.subTest(entry):
                self.assertTrue(self.by_sarhadctl(data))
                self.assertEqual(proof_verifier.entries(data, self.roles), [[(NAME, 3, ROWS.get(entry))]])
                self.assertEqual(self.told["nodes"][0]["lists"][0]["entry"]["listed"], entry in ROWS)

    def test_no_entry_is_hidden_or_invented(self):
        lonely, forged = entry_forgeries()
        self.assertTrue(self.by_sarhadctl(entry_certificate(lonely)))
        for name, data in forged:
            with self.subTest(name):
                self.assertFalse(self.by_sarhadctl(data))
                self.assertIsNone(self.by_python(data))

    def test_of_a_changed_byte_both_say_the_same(self):
        for honest in (certificate(), entry_certificate("D1")):
            self.both_say_the_same(honest)

    def both_say_the_same(self, honest):
        draw = random.Random(17)
        for _ in range(FLIPS):
            data = bytearray(honest)
            at, bit = draw.randrange(len(data)), draw.randrange(8)
            data[at] ^= 1 << bit
            with self.subTest(at=at, bit=bit):
                self.assertEqual(self.by_sarhadctl(bytes(data)), self.by_python(bytes(data)) is not None)


if __name__ == "__main__":
    CTL = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
