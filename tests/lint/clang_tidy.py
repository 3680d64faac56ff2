#!/usr/bin/env python3
"""Runs clang-tidy over our own files of build/clang, two at a time; a file whose inputs did not change is not run again.

The inputs are the file, the headers of ours that it includes (found by following its #include "..." lines), its
compile command and the .clang-tidy files. A clean file leaves an empty stamp of their hash in build/lint.

    clang_tidy.py [file...]     those alone, and the headers that they include
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
TOOL = "clang-tidy-14"


def inputs_of(file, known):
    """`file` and every header of ours below it."""
    if file in known:
        return
    known.add(file)
    for name in INCLUDE.findall(file.read_text(encoding="utf-8")):
        for folder in (file.parent, ROOT, ROOT / "tests"):
            if (folder / name).is_file():
                inputs_of(folder / name, known)


def stamp_of(file, command):
    known = set()
    inputs_of(file, known)
    digest = hashlib.sha256(command.encode())
    for part in sorted(known | set(ROOT.glob(".clang-tidy")) | set(ROOT.glob("tests/**/.clang-tidy"))):
        digest.update(str(part).encode() + b"\0" + part.read_bytes())
    return ROOT / "build" / "lint" / digest.hexdigest()


def run(file):
    started = time.monotonic()
    done = subprocess.run([TOOL, "-p", "build/clang", "--quiet", str(file)], cwd=ROOT, capture_output=True, text=True)
    noise = re.compile(r"^\d+ warnings? (and \d+ errors? )?generated\.$", re.MULTILINE)
    return done.returncode, done.stdout + noise.sub("", done.stderr).strip(), time.monotonic() - started


def main():
    asked = {pathlib.Path(name).resolve() for name in sys.argv[1:]}
    commands = json.loads((ROOT / "build/clang/compile_commands.json").read_text())
    (ROOT / "build" / "lint").mkdir(exist_ok=True)
    pending = {}
    total = 0
    for entry in commands:
        file = pathlib.Path(entry["file"])
        ours = file.is_relative_to(ROOT) and not file.is_relative_to(ROOT / "build")
        if ours and not file.name.endswith("_table.cpp") and (not asked or file in asked):
            total += 1
            stamp = stamp_of(file, entry["command"])
            if not stamp.exists():
                pending[file] = stamp
    failed = 0
    spent = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        running = {pool.submit(run, file): file for file in sorted(pending)}
        for done in concurrent.futures.as_completed(running):
            code, text, seconds = done.result()
            spent.append((seconds, running[done]))
            if code == 0:
                pending[running[done]].touch()
            else:
                failed += 1
                print(text.replace(str(ROOT) + "/", ""), flush=True)
    for seconds, file in sorted(spent, reverse=True)[:3]:
        print(f"clang-tidy: {seconds:.1f} s {file.relative_to(ROOT)}")
    print(f"clang-tidy: {total} files, {len(pending)} checked, {failed} with findings")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
