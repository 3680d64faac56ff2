#!/usr/bin/env python3
"""Runs clang-tidy over our own files of build/clang; a file whose inputs did not change is not run again.

Files that are compiled alike go to clang-tidy a batch at a time, as one source that includes them: most of its time
is the headers, and a batch of eight reads them once. Files that give things of their own one name are kept apart as
far as a look at the text can tell; where a batch does not compile all the same, it is halved until it does. What
clang says only of the file that it was given, such as an unused constant, is seen with --each alone.

The inputs of a file are itself, the headers of ours that it includes (found by following its #include "..." lines),
its compile command and the .clang-tidy files. A clean file leaves an empty stamp of their hash in the cache folder
(SARHAD_LINT_CACHE, else ~/.cache/sarhad-lint), which holds for every checkout.

    clang_tidy.py [--each] [file...]     those files, and the headers that they include; with --each one by one
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
WORK = ROOT / "build" / "lint"
STAMPS = pathlib.Path(os.environ.get("SARHAD_LINT_CACHE") or pathlib.Path.home() / ".cache" / "sarhad-lint")
STAMP_DAYS = 60
# At the margin: a function, a constant, a type. Too many names only make a batch smaller.
OWN_NAME = re.compile(
    r"^(?:[a-zA-Z_\[][\w:<>,&*\[\] ]* [&*]?(\w+)\(|constexpr .*?\b(k[A-Z]\w*)|const .*?\b(k[A-Z]\w*)"
    r"|(?:struct|class|enum class) (\w+)|using (\w+) =|template .*\n(?:struct|class) (\w+))", re.MULTILINE)
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
TOOL = "clang-tidy-14"
BATCH = 8


class Source:
    """A file, how it is compiled, and the stamp that it leaves when it is clean."""

    def __init__(self, entry):
        self.file = pathlib.Path(entry["file"])
        self.folder = entry["directory"]
        # Without what names the one file: equal for all that can be one source.
        self.command = re.sub(r" -o \S+ -c \S+$", "", entry["command"])
        text = self.file.read_text(encoding="utf-8", errors="replace")
        self.names = {name for found in OWN_NAME.findall(text) for name in found if name}
        self.ours = self.file.is_relative_to(ROOT) and not self.file.is_relative_to(ROOT / "build")

    def stamp(self):
        known = set()
        inputs_of(self.file, known)
        digest = hashlib.sha256(self.command.replace(str(ROOT), "").encode())
        for part in sorted(known | set(configs())):
            digest.update(str(part.relative_to(ROOT)).encode() + b"\0" + part.read_bytes())
        return STAMPS / digest.hexdigest()


def configs():
    return [ROOT / ".clang-tidy", ROOT / "tests" / ".clang-tidy"]


def inputs_of(file, known):
    """`file` and every header of ours below it."""
    if file in known:
        return
    known.add(file)
    for name in INCLUDE.findall(file.read_text(encoding="utf-8")):
        for folder in (file.parent, ROOT, ROOT / "tests"):
            if (folder / name).is_file():
                inputs_of(folder / name, known)


def batches_of(sources, size):
    """Each file goes to the first batch of its kind that has room and none of its names."""
    batches = []
    for source in sorted(sources, key=lambda one: one.file):
        kind = (source.command, source.file.is_relative_to(ROOT / "tests"))
        for open_kind, names, batch in batches:
            if open_kind == kind and len(batch) < size and names.isdisjoint(source.names):
                names |= source.names
                batch.append(source)
                break
        else:
            batches.append((kind, set(source.names), [source]))
    return [batch for _, _, batch in batches]


class Runner:
    """Gives batches to clang-tidy, from several threads."""

    def __init__(self):
        self.lock = threading.Lock()
        self.made = 0
        self.halved = 0
        shutil.rmtree(WORK, ignore_errors=True)
        # clang-tidy looks for its settings in the folder of the source and above: those of tests/ are asked for
        # by a folder of that name.
        for config in configs():
            place = WORK / config.relative_to(ROOT)
            place.parent.mkdir(parents=True, exist_ok=True)
            if config.parent != ROOT:
                place.symlink_to(config)

    def source_of(self, batch):
        """The folder of a compile_commands.json with one command, and the source that stands for the batch."""
        with self.lock:
            self.made += 1
            name = f"batch_{self.made}"
        parent = WORK / "tests" if batch[0].file.is_relative_to(ROOT / "tests") else WORK
        folder = parent / name
        folder.mkdir()
        source = batch[0].file
        if len(batch) > 1:
            source = folder / (name + ".cpp")
            source.write_text("".join(f'#include "{one.file}"\n' for one in batch), encoding="utf-8")
        entry = {"directory": batch[0].folder, "file": str(source), "command": f"{batch[0].command} -c {source}"}
        (folder / "compile_commands.json").write_text(json.dumps([entry]), encoding="utf-8")
        return folder, source

    def run(self, batch):
        """Pairs of a batch and what was found in it, empty where it is clean."""
        commands, source = self.source_of(batch)
        done = subprocess.run([TOOL, "-p", str(commands), "--quiet", str(source)], cwd=ROOT, capture_output=True, text=True)
        if done.returncode == 0:
            return [(batch, "")]
        if len(batch) > 1:
            with self.lock:
                self.halved += 1
            half = len(batch) // 2
            return self.run(batch[:half]) + self.run(batch[half:])
        noise = re.compile(r"^\d+ warnings? (and \d+ errors? )?generated\.$", re.MULTILINE)
        return [(batch, done.stdout + noise.sub("", done.stderr).strip() or f"{source}: {TOOL} failed")]


def drop_old_stamps():
    STAMPS.mkdir(parents=True, exist_ok=True)
    for stamp in STAMPS.iterdir():
        if time.time() - stamp.stat().st_mtime > STAMP_DAYS * 86400:
            stamp.unlink(missing_ok=True)


def main():
    words = sys.argv[1:]
    size = 1 if "--each" in words else BATCH
    asked = {pathlib.Path(name).resolve() for name in words if name != "--each"}
    commands = json.loads((ROOT / "build/clang/compile_commands.json").read_text())
    # A file of several programs is looked at as the first compiles it.
    sources = list({entry["file"]: Source(entry) for entry in reversed(commands)}.values())
    sources = [one for one in sources if one.ours and not one.file.name.endswith("_table.cpp")]
    sources = [one for one in sources if not asked or one.file in asked]
    drop_old_stamps()
    # --each sees more, so that its stamps say more, and those of batches are not enough for it.
    mark = ".each" if size == 1 else ""
    stamps = {one.file: one.stamp() for one in sources}
    pending = [one for one in sources if not stamps[one.file].with_suffix(mark).exists()]
    runner = Runner()
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for done in concurrent.futures.as_completed(pool.submit(runner.run, batch) for batch in batches_of(pending, size)):
            for batch, findings in done.result():
                if findings:
                    failed += len(batch)
                    print(findings.replace(str(ROOT) + "/", ""), flush=True)
                    continue
                for one in batch:
                    stamps[one.file].touch()
                    stamps[one.file].with_suffix(mark).touch()
    print(f"clang-tidy: {len(sources)} files, {len(pending)} checked, {failed} with findings,"
          f" {runner.halved} of {runner.made} batches halved")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
