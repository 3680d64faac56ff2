#!/usr/bin/env python3
"""Our CEL beside two other implementations, on expressions drawn from a seed.

    run.py [--seed S] [--count N] [--ctl FILE] [--keep FOLDER]

Each expression is evaluated by @bufbuild/cel and @marcbachmann/cel-js, and their answers are given to
`sarhadctl rules conformance` as what is wanted. Each difference must have a row in explained.toml; the
run prints how many each row explains. Exit 1 where a difference has none.

The packages and Node (20.19 or newer: the system's, else the npm package `node`) are installed into
--keep (build/differential), outside the source tree.
"""

import argparse
import collections
import filecmp
import itertools
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tomllib

import generate

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
LIBRARIES = ["bufbuild", "marcbachmann"]
NODE_MIN = (20, 19)
PIECE = 20_000  # Tests at a time: their file stays below the command's limit.
EMPTY_SCHEMA = {"messages": {}, "enums": {}, "extensions": {}}


def node_version(node):
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(part) for part in re.findall(r"\d+", told)[:2])


def install(keep):
    """The Node to run with; the packages as the lock file has them, fetched once."""
    for name in ("package.json", "package-lock.json"):
        if not (keep / name).exists() or not filecmp.cmp(HERE / name, keep / name, shallow=False):
            shutil.copyfile(HERE / name, keep / name)
            shutil.rmtree(keep / "node_modules", ignore_errors=True)
    if not (keep / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=keep, check=True, stdout=subprocess.DEVNULL)
    node = shutil.which("node")
    if node and node_version(node) >= NODE_MIN:
        return node
    newer = keep / "newer-node"
    if not (newer / "node_modules").is_dir():
        newer.mkdir(exist_ok=True)
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", newer, "node@20"], check=True, stdout=subprocess.DEVNULL)
    return str(newer / "node_modules/node/bin/node")


def ask(node, keep, tests):
    """What the libraries make of the tests: {id: {library: answer}}."""
    lines = "".join(json.dumps(test, ensure_ascii=False) + "\n" for test in tests)
    told = subprocess.run([node, HERE / "oracle.mjs", keep], input=lines, capture_output=True, text=True, check=False)
    if told.returncode != 0:
        sys.exit(f"oracle.mjs: {told.stderr}")
    return {answer["id"]: answer for answer in map(json.loads, told.stdout.splitlines())}


def differences(ctl, keep, library, tests, answers):
    """Where we and the library differ: (test, what it gave, what we gave)."""
    wanted = {}
    path = keep / f"{library}.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for test in tests:
            answer = answers[test["id"]][library]
            wanted[test["id"]] = {"error": [answer["error"]]} if "error" in answer else {"value": answer}
            file.write(json.dumps({**test, "expect": wanted[test["id"]]}, ensure_ascii=False) + "\n")
    told = subprocess.run([ctl, "--json", "rules", "conformance", "--failures", path], capture_output=True, text=True, check=False)
    if told.returncode not in (0, 1) or not told.stdout:
        sys.exit(f"{library}: {told.stderr}")
    by_id = {test["id"]: test for test in tests}
    for failure in json.loads(told.stdout)["files"][0]["failures"]:
        yield by_id[failure["id"]], json.dumps(wanted[failure["id"]], ensure_ascii=False), failure["got"]


def explanation(rows, library, test, theirs, ours):
    """The first row that explains the difference, None where there is none."""
    parts = {"expr": test["expr"], "theirs": theirs, "ours": ours}
    for row in rows:
        if row["library"] == library and all(re.search(row[key], text) for key, text in parts.items() if key in row):
            return row
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20_000, help="expressions (default 20,000)")
    parser.add_argument("--ctl", type=pathlib.Path, default=ROOT / "build/dev/bin/sarhadctl")
    parser.add_argument("--keep", type=pathlib.Path, default=ROOT / "build/differential")
    options = parser.parse_args()
    options.keep.mkdir(parents=True, exist_ok=True)
    (options.keep / "schema.json").write_text(json.dumps(EMPTY_SCHEMA), encoding="utf-8")
    rows = tomllib.loads((HERE / "explained.toml").read_text(encoding="utf-8"))["difference"]
    node = install(options.keep)
    explained = {library: collections.Counter() for library in LIBRARIES}
    unexplained = collections.Counter()
    tests = generate.tests(options.seed, options.count)
    while piece := list(itertools.islice(tests, PIECE)):
        answers = ask(node, options.keep, piece)
        for library in LIBRARIES:
            for test, theirs, ours in differences(options.ctl, options.keep, library, piece, answers):
                row = explanation(rows, library, test, theirs, ours)
                if row is not None:
                    explained[library][row["reason"]] += 1
                    continue
                unexplained[library] += 1
                print(f"UNEXPLAINED {library} {test['id']}\n  {test['expr']}\n  theirs {theirs}\n  ours   {ours}")
    for library in LIBRARIES:
        differing = explained[library].total() + unexplained[library]
        print(f"{library}: {options.count - differing:,} alike, {differing:,} differ, {unexplained[library]:,} unexplained")
        for reason, count in explained[library].most_common():
            print(f"  {count:6,}  {reason}")
    return 1 if unexplained.total() else 0


if __name__ == "__main__":
    sys.exit(main())
