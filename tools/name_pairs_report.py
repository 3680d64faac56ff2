#!/usr/bin/env python3
"""Compares labelled pairs of names and prints how often the product is right.

    tools/name_pairs_report.py build/dev/bin/sarhadctl ../shared/data/matching/name_pairs.csv [--wrong] [--best]

Precision, recall and F1 at the shipped threshold: of everything, by schema, by case group, by quality tier.
--wrong prints the rows that it gets wrong; --best the threshold that would be best for each schema.
"""

import argparse
import csv
import io
import subprocess


def figures(rows, threshold=None):
    """(n, precision, recall, F1) of rows; by their `match`, or by a threshold of their score."""
    told = [row["match"] == "true" if threshold is None else int(row["score"]) >= threshold for row in rows]
    true = [row["is_match"] == "true" for row in rows]
    both = sum(t and w for t, w in zip(told, true))
    precision = both / max(1, sum(told))
    recall = both / max(1, sum(true))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return len(rows), precision, recall, f1


def line(name, rows):
    count, precision, recall, f1 = figures(rows)
    print(f"{name:24} {count:5} P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tool")
    parser.add_argument("pairs")
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--best", action="store_true")
    given = parser.parse_args()
    told = subprocess.run([given.tool, "names", "compare", given.pairs], capture_output=True, text=True, check=True)
    rows = list(csv.DictReader(io.StringIO(told.stdout)))
    line("all", rows)
    for column in ("schema", "case_group", "quality"):
        for value in sorted({row[column] for row in rows}):
            line(f"{column} {value}", [row for row in rows if row[column] == value])
    if given.best:
        for schema in [None] + sorted({row["schema"] for row in rows}):
            part = [row for row in rows if schema in (None, row["schema"])]
            f1, threshold = max((figures(part, t)[3], t) for t in range(0, 1001, 5))
            print(f"best threshold {schema or 'all'}: {threshold} (F1 {f1:.3f})")
    if given.wrong:
        for row in rows:
            if row["match"] != row["is_match"]:
                print(row["is_match"][0], row["quality"][0], row["schema"][:6], row["score"], "|", row["name1"], "|",
                      row["name2"], "|", row["notes"][:60])


if __name__ == "__main__":
    main()
