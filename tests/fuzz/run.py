#!/usr/bin/env python3
"""Runs the fuzz targets and keeps what they have done.

    run.py [--seconds S | --executions N | --share S | --full] [--jobs J] [target...]

--seconds, --executions: for each target.  --share: seconds for all of them together.
--full: each target goes on from its recorded totals to 10 million executions or 20 minutes, whichever
comes first; of those without a name, the importers and the normaliser, in the order of IMPORTERS.
A run may be stopped and started again: it works in slices of two minutes, each recorded when it ends.
What is recorded is the target's own processor time, so that a busy machine does not pass for work done.

Corpora and totals are kept outside the source tree, in build/fuzz-corpus (--keep FOLDER): a folder
for each target, what broke one in crashes/, and totals.csv, a row a slice. Needs the targets of the
fuzz preset (--bin FOLDER). Exit 1 where a target failed.
"""

import argparse
import concurrent.futures
import csv
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# The lists that ports live on first; then the formats of few, small or one's own files.
IMPORTERS = ["un_xml", "ofac_csv", "sarhad_csv", "names", "uk_csv", "eu_xml", "ofac_advanced_xml", "pk_proscribed_json",
             "ftm", "eu_csv", "ofac_xml", "csl_csv", "ftm_delta", "senzing", "gtas_csv"]
FULL_EXECUTIONS = 10_000_000
FULL_SECONDS = 20 * 60
SLICE_SECONDS = 120
MAX_LEN = 8192  # Bytes of an input: the longest committed seed is whole.
MAX_LIST_LEN = 2048  # Of a list: some records; longer ones only repeat themselves, slowly.
COLUMNS = ["target", "executions", "seconds", "commit", "result"]


def said(target, word):
    """What the target's first lines say behind "// <word>: "."""
    text = (HERE / f"{target}.cpp").read_text(encoding="utf-8")
    return [part for line in re.findall(rf"^// {word}: (.*)$", text, re.MULTILINE) for part in line.split()]


def dictionary(target, keep):
    """Every literal of the target's sources, and its own .dict, as one dictionary; None where there is none."""
    lines = []
    for source in said(target, "words"):
        text = re.sub(r"^#.*$", "", (ROOT / source).read_text(encoding="utf-8"), flags=re.MULTILINE)
        for word in re.findall(r'"((?:[^"\\\n]|\\.)+)"', text):
            if len(word) <= 64 and word.isascii() and "\\" not in word:
                lines.append(f'"{word}"')
    own = HERE / f"{target}.dict"
    lines += own.read_text(encoding="utf-8").splitlines() if own.exists() else []
    if not lines:
        return None
    path = keep / f"{target}.dict"
    path.write_text("\n".join(dict.fromkeys(lines)) + "\n", encoding="utf-8")
    return path


def commit():
    named = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False)
    return named.stdout.strip() or "unknown"


class Totals:
    """totals.csv, appended to by one thread at a time."""

    def __init__(self, path):
        self.path = path
        self.lock = threading.Lock()
        self.rows = []
        if path.exists():
            with path.open(newline="", encoding="utf-8") as file:
                self.rows = [row for row in csv.DictReader(file) if row.get("result")]

    def add(self, target, executions, seconds, result):
        row = dict(zip(COLUMNS, [target, executions, round(seconds), self.commit, result]))
        with self.lock:
            is_new = not self.path.exists()
            with self.path.open("a", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, COLUMNS)
                if is_new:
                    writer.writeheader()
                writer.writerow(row)
            self.rows.append(row)

    commit = commit()

    def of(self, target):
        mine = [row for row in self.rows if row["target"] == target]
        return sum(int(row["executions"]) for row in mine), sum(int(row["seconds"]) for row in mine)


def run_slice(target, options, seconds, executions):
    """One libFuzzer process. (executions, seconds by the clock, seconds of processor, "ok" or "FAILED")."""
    corpus = options.keep / target
    crashes = options.keep / "crashes"
    for folder in (corpus, crashes):
        folder.mkdir(parents=True, exist_ok=True)
    seeds = [HERE / "corpus" / target] + [ROOT / folder for folder in said(target, "seeds")]
    words = dictionary(target, options.keep)
    longest = MAX_LIST_LEN if target.removesuffix("_fuzz") in IMPORTERS else MAX_LEN
    command = [options.bin / target, corpus, *(seed for seed in seeds if seed.is_dir()), f"-max_total_time={seconds}",
               f"-max_len={longest}", "-timeout=20", "-rss_limit_mb=2048", "-print_final_stats=1", "-verbosity=0",
               f"-artifact_prefix={crashes}/{target}-"]
    command += [f"-runs={executions}"] if executions else []
    command += [f"-dict={words}"] if words else []
    began = time.monotonic()
    with tempfile.TemporaryFile("w+", errors="replace") as said_file:
        process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=said_file)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said_file.seek(0)
        text = said_file.read()
    counted = re.search(r"stat::number_of_executed_units: *(\d+)", text)
    if process.returncode != 0:
        print("\n".join(text.splitlines()[-60:]), file=sys.stderr)
        print(f"{target}: FAILED; its input is in {crashes}, keep it in tests/fuzz/corpus/{target}", file=sys.stderr)
    took = time.monotonic() - began
    result = "FAILED" if process.returncode else "ok"
    return int(counted.group(1)) if counted else 0, took, usage.ru_utime + usage.ru_stime, result


def run_target(target, options, totals):
    """In slices, until its share is done. True where nothing failed."""
    left_executions, left_seconds = options.executions, options.seconds
    if options.full:
        executions, seconds = totals.of(target)
        left_executions, left_seconds = FULL_EXECUTIONS - executions, FULL_SECONDS - seconds
    while left_seconds > 0 and (left_executions is None or left_executions > 0):
        seconds = min(left_seconds, SLICE_SECONDS)
        executions, took, worked, result = run_slice(target, options, seconds, left_executions)
        totals.add(target, executions, worked, result)
        if result != "ok":
            return False
        left_seconds -= max(worked if options.full else took, 1)
        left_executions = None if left_executions is None else left_executions - max(executions, 1)
    executions, seconds = totals.of(target)
    print(f"{target}: ok; in all {executions:,} executions in {seconds:,} s", flush=True)
    return True


def targets_of(options):
    every = sorted(path.stem for path in HERE.glob("*_fuzz.cpp"))
    importers = [f"{name}_fuzz" for name in IMPORTERS]
    named = [name if name.endswith("_fuzz") else f"{name}_fuzz" for name in options.targets]
    for name in named + importers:
        if name not in every:
            sys.exit(f"run.py: {name} is no target; there are {', '.join(every)}")
    return named or importers + ([] if options.full else [name for name in every if name not in importers])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    how_long = parser.add_mutually_exclusive_group()
    how_long.add_argument("--seconds", type=int, help="for each target (default 60)")
    how_long.add_argument("--executions", type=int, help="for each target")
    how_long.add_argument("--share", type=int, help="seconds, for all targets together")
    how_long.add_argument("--full", action="store_true", help="10 million executions or 20 minutes each, in all runs together")
    parser.add_argument("--jobs", type=int, default=1, help="processes at once")
    parser.add_argument("--bin", type=pathlib.Path, default=ROOT / "build/fuzz/bin")
    parser.add_argument("--keep", type=pathlib.Path, default=ROOT / "build/fuzz-corpus")
    parser.add_argument("targets", nargs="*")
    options = parser.parse_args()
    targets = targets_of(options)
    if options.share:
        options.seconds = max(options.share * options.jobs // len(targets), 1)
    if options.executions:
        options.seconds = 10**9
    options.seconds = options.seconds or 60
    options.keep.mkdir(parents=True, exist_ok=True)
    totals = Totals(options.keep / "totals.csv")
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        passed = list(pool.map(lambda target: run_target(target, options, totals), targets))
    print(f"{sum(passed)} of {len(passed)} targets ok; totals: {options.keep / 'totals.csv'}")
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
