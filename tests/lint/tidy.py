#!/usr/bin/env python3
"""The house's habits that no compiler checks, in one pass over every file of the repository.

Prints one line a finding, `path:line: what, and the replacement`, and exits 1 where there is any.
Run by `./dev lint` and by ctest (lint_tidy). Each rule has a test in tidy_test.py.
"""

import pathlib
import re
import subprocess
import sys

import headers

# Files of the product that may catch exceptions, besides *_adapter.cpp: path -> why. Exceptions stay inside the
# file that calls the library which throws them.
MAY_CATCH = {
    "api/client.cpp": "Beast and Asio throw where a call has no error_code form",
    "api/server.cpp": "Beast and Asio throw where a call has no error_code form",
    "api/json_parser.cpp": "nlohmann's parser throws",
    "wire/msgpack.cpp": "msgpack-cxx throws",
}
# Files that may read the environment: the programs' own mains, which pass what they read on as values.
MAY_READ_ENVIRONMENT = re.compile(r"(^|/)(\w+_)?main\.cpp$|^tests/|^bench/")
# Files that may write to the terminal: programs, tests, and the last words of a failed check.
MAY_PRINT = re.compile(r"^(ctl|tests|bench)/|(^|/)(\w+_)?main\.cpp$|^core/check\.cpp$")
# api/client.cpp: the time-out of a blocking call in a one-shot command.
TESTS = re.compile(r"^(tests|bench)/")
MAY_READ_CLOCKS = re.compile(r"^tests/sim/main\.cpp$|^core/system_clock\.cpp$|^api/client\.cpp$|^bench/|^tests/e2e/")
NOWHERE = re.compile(r"(?!)")
THIS_LINT = re.compile(r"^tests/lint/tidy(_test)?\.py$")
LINES_MAX = 500

# (pattern in C++ code without comments and strings, what it is, what to use, files that may)
CODE_BANS = [
    (r"std::chrono::\w+_clock::now|\b(system|steady|high_resolution|utc)_clock::now|\btime\s*\(\s*(nullptr|NULL|0|&)"
     r"|\bclock_gettime\s*\(|\bgettimeofday\s*\(",
     "reads a real clock", "take a core::Clock", MAY_READ_CLOCKS),
    (r"(?<![\w.>])(std::)?s?rand\s*\(|std::(random_device|mt19937\w*|default_random_engine)",
     "draws from another source of randomness", "take a core::Random", TESTS),
    (r"\b(secure_)?getenv\s*\(", "reads the environment", "read it in main() and pass a value", MAY_READ_ENVIRONMENT),
    (r"(?<![\w.>])(sleep|usleep|nanosleep)\s*\(|\bsleep_(for|until)\b",
     "sleeps", "use core::Scheduler::after", re.compile(r"^tests/e2e/")),
    (r"std::(basic_)?regex\b|\bregex_(match|search|replace)\b",
     "std::regex takes exponential time and stack", "use RE2 in an adapter, or a hand-written parser", NOWHERE),
    (r"\bcatch\s*\(\s*\.\.\.\s*\)", "catches what it does not know",
     "catch the library's own exception type in its adapter", NOWHERE),
    (r"std::c(out|err|log)\b|(?<![\w.>:])(std::)?(f?printf|f?puts|putchar)\s*\(|std::f?printf\s*\(|fmt::print",
     "writes to the terminal", "write a core::LogEvent, or return the text", MAY_PRINT),
    (r"\btypedef\b", "declares a type inside out", "write using Name = Type", NOWHERE),
    (r"(?<!\w)assert\s*\(", "assert() is off in release builds", "use SARHAD_CHECK", NOWHERE),
]
UNORDERED = re.compile(r"std::unordered_(multi)?(map|set)\s*<")
TRY = re.compile(r"\btry\s*\{|\bcatch\s*\(")
DEFAULT = re.compile(r"^\s*default\s*:")
SELECT_ALL = re.compile(r"SELECT\s+\*", re.IGNORECASE)
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
MACHINE_PATH = re.compile(r"(?<![\w.$}])/(work|root|home)/")
EVENT = re.compile(r"\bLogEvent\b[^;{}()]*\{\s*(?:\.id\s*=\s*)?\"([^\"]*)\"")
LIMIT = re.compile(r"\bconstexpr\b[^;={(]*?\b(k(?:Max(?![a-z])\w*|\w+Max|\w*Limit\w*))\s*[={]")
CODE_SUFFIXES = {".cpp", ".h", ".py", ".sh", ".ts", ".tsx", ".js", ".mjs", ".css", ".cmake", ".sql"}


class Findings:
    """Collects `path:line: text`."""

    def __init__(self):
        self.lines = []

    def add(self, path, line, text):
        self.lines.append((path, line, text))

    def report(self):
        return [f"{path}:{line}: {text}" for path, line, text in sorted(self.lines)]


def check_code(path, text, found):
    """The bans in C++ code, comments and strings aside."""
    raw = text.splitlines()
    for number, line in enumerate(headers.code_of(text).splitlines(), 1):
        for pattern, what, instead, allowed in CODE_BANS:
            if re.search(pattern, line) and not allowed.search(path):
                found.add(path, number, f"{what}: {instead}")
        if TRY.search(line) and not (path.endswith("_adapter.cpp") or path in MAY_CATCH or TESTS.match(path)):
            found.add(path, number, "handles exceptions outside an adapter: return core::Result, or move the call "
                                    "of the throwing library to a *_adapter.cpp (or MAY_CATCH in tests/lint/tidy.py)")
        if DEFAULT.match(line) and "// Not our enum" not in raw[number - 1]:
            found.add(path, number, "default: hides a new enumerator: list them all "
                                    "(over a foreign value: `default:  // Not our enum.`)")
        if UNORDERED.search(line) and not TESTS.match(path):
            around = " ".join(raw[max(0, number - 2):number])
            if "ever iterated" not in around:
                found.add(path, number, "an unordered container has no order to iterate in: use std::map or a sorted "
                                        "vector (or state `// Never iterated.` here)")
    for number, line in enumerate(raw, 1):
        if re.match(r'\s*#\s*include\s+"\.\./', line):
            found.add(path, number, 'includes by "../": name the folder, "folder/file.h"')


def check_skips(path, raw, found):
    for number, line in enumerate(raw, 1):
        if "GTEST_SKIP" in line and "only root can" not in line and "SARHAD_SHARED_DATA" not in " ".join(raw[max(0, number - 4):number + 3]):
            found.add(path, number, "skips a test: only missing SARHAD_SHARED_DATA or 'only root can ...' may, and the text says so")


def check_text(path, raw, found):
    """What no committed text holds."""
    for number, line in enumerate(raw, 1):
        if MACHINE_PATH.search(line):
            found.add(path, number, "names a path of one machine: make it relative, or a variable")
        if UNFINISHED.search(line):
            found.add(path, number, "leaves work behind: do it, or open an issue")


def check_source(path, text, found):
    raw = text.splitlines()
    if len(raw) > LINES_MAX and not path.endswith("_table.cpp"):
        found.add(path, LINES_MAX + 1, f"has {len(raw)} lines, {LINES_MAX} at most: split it by what it decides")
    suffix = pathlib.PurePath(path).suffix
    if suffix in (".cpp", ".h", ".sql"):
        for number, line in enumerate(raw, 1):
            if SELECT_ALL.search(line):
                found.add(path, number, "SELECT * breaks with the next migration: name the columns")
    if suffix in (".cpp", ".h"):
        check_code(path, text, found)
        check_skips(path, raw, found)
    if suffix == ".h":
        headers.check(path, text, found)
    if suffix == ".py":
        try:
            compile(text, path, "exec")
        except SyntaxError as fault:
            found.add(path, fault.lineno or 1, f"is no Python: {fault.msg}")


def named_in_code(files, pattern):
    """(name, path, line) of each match in the product's C++."""
    for path, text in sorted(files.items()):
        if not path.endswith((".cpp", ".h")) or TESTS.match(path):
            continue
        bare = headers.without_comments(text)
        for match in pattern.finditer(bare):
            yield match.group(1), path, bare.count("\n", 0, match.start(1)) + 1


def check_events(files, found):
    """Each event of the code has one paragraph in docs/events.md, and the reverse."""
    page = "docs/events.md"
    paragraphs = {}
    for number, line in enumerate(files.get(page, "").splitlines(), 1):
        if match := re.match(r"### (\S+)", line):
            if match.group(1) in paragraphs:
                found.add(page, number, f"{match.group(1)} has two paragraphs: keep one")
            paragraphs[match.group(1)] = number
    seen = {}
    for name, path, line in named_in_code(files, EVENT):
        if not re.fullmatch(r"[A-Z][A-Z0-9]*-\d{3}", name):
            found.add(path, line, f"event id {name!r}: use an area in capitals and three digits, STORE-001")
        elif name in seen:
            found.add(path, line, f"{name} is also the event of {seen[name]}: take the next free number")
        elif name not in paragraphs:
            found.add(path, line, f"{name} has no paragraph: add '### {name}' to {page}")
        seen.setdefault(name, path)
    for name, line in paragraphs.items():
        if name not in seen:
            found.add(page, line, f"no event {name} is in the code: remove its paragraph")


def check_limits(files, found):
    page = files.get("docs/limits.md", "")
    for name, path, line in named_in_code(files, LIMIT):
        if not re.search(rf"\b{name}\b", page):
            found.add(path, line, f"{name} is not in docs/limits.md: add value, reason and what happens past it")


def named_tests(files):
    """The names that a test of this tree may be called by: Suite.Case, a Python case, an attack, a plant."""
    names = set()
    for path, text in files.items():
        if path == "tests/data/trust/attacks.json":
            names.update(re.findall(r'"name": ?"(\w+)"', text))
        elif path == "tests/sim/plants.cpp":
            names.update(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', text))
        elif path.startswith("tests/") and path.endswith(".py"):
            names.update(re.findall(r"def (test_\w+)", text))
        elif path.startswith("tests/") and path.endswith(".cpp"):
            names.update(f"{suite}.{case}" for suite, case in re.findall(r"^TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\)", text, re.MULTILINE))
    return names


def check_threat_model(files, found):
    """Each test, attack and plant that the page names is there to be run."""
    page = "docs/threat-model.md"
    names = named_tests(files)
    for number, line in enumerate(files.get(page, "").splitlines(), 1):
        for name in re.findall(r"`([A-Z]\w+\.[A-Z]\w+|test_\w+|[A-Z]\w+|[a-z]+(?:-[a-z]+)+)`", line):
            if name not in names and not any(known.startswith(f"{name}.") for known in names):
                found.add(page, number, f"no test {name} is there: name the one that tries this, or write it")
        for path in re.findall(r"`(tests/[\w/]+\.\w+)`", line):
            if path not in files:
                found.add(page, number, f"{path} is not there")


def check_tests_are_built(files, found):
    """A test that no CMakeLists.txt names is never run, and nothing else tells."""
    for path, text in files.items():
        folder, _, name = path.rpartition("/")
        listed = files.get(f"{folder}/CMakeLists.txt", "")
        if folder.startswith("tests/") and name.endswith("_test.cpp") and not re.search(rf"\b{re.escape(name)}\b", listed):
            found.add(path, 1, f"is not built: name it in {folder}/CMakeLists.txt")


def check(files):
    """The findings in `files`, path -> text."""
    found = Findings()
    for path, text in files.items():
        if THIS_LINT.match(path):
            continue
        check_text(path, text.splitlines(), found)
        if pathlib.PurePath(path).suffix in CODE_SUFFIXES or path in ("dev", ".ci/run"):
            check_source(path, text, found)
    check_events(files, found)
    check_limits(files, found)
    check_tests_are_built(files, found)
    check_threat_model(files, found)
    return found.report()


def committed_files(root):
    """Tracked files and those about to be; what is not UTF-8 text is left out."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            cwd=root, check=True, capture_output=True).stdout.decode().split("\0")
    files = {}
    for path in listed:
        file = root / path
        if not path or file.is_symlink() or not file.is_file() or path.startswith("tests/fuzz/corpus/"):
            continue
        try:
            files[path] = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return files


def main():
    root = pathlib.Path(__file__).resolve().parent.parent.parent
    files = committed_files(root)
    findings = check(files)
    print("\n".join(findings + [f"tidy: {len(files)} files, {len(findings)} findings"]))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
