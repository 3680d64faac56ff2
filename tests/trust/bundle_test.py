#!/usr/bin/env python3
"""The second reader of bundles agrees with the product's: on the golden bundle, and on one with another byte."""

import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import bundle_verifier  # noqa: E402
from verifier import Refused  # noqa: E402

DATA = pathlib.Path(__file__).resolve().parent.parent / "data/formats/v1"


class Bundles(unittest.TestCase):
    def setUp(self):
        self.sequencer, self.agency = (bytes.fromhex(line) for line in (DATA / "bundle_keys.txt").read_text().split())
        self.bundle = (DATA / "bundle.bin").read_bytes()

    def verify(self, data):
        return bundle_verifier.verify(data, [self.sequencer], [("wl/demo", [self.agency], 1)])

    def test_the_golden_bundle_holds(self):
        (name, edition, rows, position), = self.verify(self.bundle)
        self.assertEqual((name, edition, rows, position[:3]), ("wl/demo/list", 3, 600, (100, 1, 7)))

    def test_another_byte_is_found(self):
        for at in range(0, len(self.bundle), 211):
            bad = bytearray(self.bundle)
            bad[at] ^= 0x20
            with self.assertRaises((Refused, KeyError, StopIteration, TypeError), msg=f"byte {at}"):
                self.verify(bytes(bad))

    def test_whom_nobody_trusts_signed_nothing(self):
        with self.assertRaises(Refused):
            bundle_verifier.verify(self.bundle, [self.agency], [("wl/demo", [self.agency], 1)])
        with self.assertRaises(Refused):
            bundle_verifier.verify(self.bundle, [self.sequencer], [("wl/demo", [self.sequencer], 1)])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
