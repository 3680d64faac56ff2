"""Where the end-to-end tests find the product, the demo's modules and the shared data."""

import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BIN = pathlib.Path(os.environ.get("SARHAD_BIN", ROOT / "build" / "dev" / "bin")).resolve()
SHARED_DATA = pathlib.Path(os.environ.get("SARHAD_SHARED_DATA", ROOT.parent / "shared" / "data"))

sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "demo"))


def has_data(*paths):
    """True where the shared data is there. Where it must be, its absence is an error."""
    missing = [str(SHARED_DATA / path) for path in paths if not (SHARED_DATA / path).exists()]
    if missing and os.environ.get("SARHAD_REQUIRE_DATA") == "1":
        raise AssertionError(f"SARHAD_REQUIRE_DATA=1, and there is no {missing[0]}")
    return not missing
