#!/usr/bin/env python3
"""Measures the operating point: who is alerted that should not be, and who is found that must be.

    tools/screening_report.py build/dev/bin/sarhadctl ../shared/data [--rows N]

Imports the UN and OFAC lists into a temporary folder and screens
- negatives_us.csv (invented persons) on names alone, and with date of birth, sex and nationality;
- positives_un_untreated.csv and, as a list of its own, nobody else: the rows must be among the first 20 hits.
Prints rates by tier, and the positives without a hit of the same words.
"""

import argparse
import csv
import json
import pathlib
import subprocess
import tempfile
import unicodedata


def run(tool, *words):
    done = subprocess.run([tool, *map(str, words)], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 2):
        raise SystemExit(f"{words}: {done.stderr}")
    return done.stdout


def screen(tool, lists, rows, columns, folder):
    """The hits of each row, which holds only `columns`."""
    path = folder / "rows.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    words = [word for name in lists for word in ("--list", name)]
    return [json.loads(line)["hits"] for line in run(tool, "screen", *words, "--input", path, "--limit", 20).splitlines()]


def words_of(name):
    plain = unicodedata.normalize("NFKD", name).upper()
    return sorted("".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split())


def rates(title, answers):
    shares = []
    for tiers in (("hold",), ("hold", "review"), ("hold", "review", "ask"), ("hold", "review", "ask", "silent")):
        alerted = sum(any(hit["tier"] in tiers for hit in hits) for hits in answers)
        shares.append(f"{tiers[-1]} {100 * alerted / len(answers):.3f} %")
    print(f"{title}: {len(answers)} rows, alerted from tier " + ", ".join(shares))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tool")
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--show", action="store_true", help="print the alerts of the negatives")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        un, ofac = folder / "un.list", folder / "ofac.list"
        run(given.tool, "list", "import", "--format", "un-xml", "--source", "UN", given.data / "lists/un_consolidated.xml",
            "--output", un)
        run(given.tool, "list", "import", "--format", "ofac-csv", "--source", "OFAC", given.data / "lists/ofac",
            "--output", ofac)
        screening = given.data / "matching" / "screening"
        with (screening / "negatives_us.csv").open(encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))[:given.rows]
        names = ["full_name", "first_name", "middle_name", "last_name"]
        alone = screen(given.tool, (un, ofac), rows, names, folder)
        rates("negatives, names alone", alone)
        full = screen(given.tool, (un, ofac), rows, list(rows[0]), folder)
        rates("negatives, all evidence", full)
        if given.show:
            for title, answers in (("names", alone), ("all", full)):
                for row, hits in zip(rows, answers):
                    if hits and hits[0]["tier"] in ("review", "hold"):
                        print(title, hits[0]["score"], row["full_name"], "|", hits[0]["name"], "|", row["date_of_birth"])
        with (screening / "positives_un_untreated.csv").open(encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
        for title, columns in (("names alone", names), ("all evidence", list(rows[0]))):
            answers = screen(given.tool, (un, ofac), rows, columns, folder)
            wanted = [words_of(row["full_name"]) for row in rows]
            missed = [row for row, want, hits in zip(rows, wanted, answers)
                      if not any(words_of(hit["name"]) == want for hit in hits)]
            reviewed = sum(bool(hits) and hits[0]["tier"] in ("review", "hold") for hits in answers)
            print(f"positives UN, {title}: {len(rows)} rows, with a hit of the same words {len(rows) - len(missed)}, "
                  f"reviewed or held {reviewed}, without any hit {sum(not hits for hits in answers)}")
            for row, hits in zip(rows, answers):
                if row in missed:
                    best = f"{hits[0]['score']} {hits[0]['name']}" if hits else "no hit"
                    print("  no hit of the same words:", row["full_name"], "|", row["date_of_birth"], "| best:", best)


if __name__ == "__main__":
    main()
