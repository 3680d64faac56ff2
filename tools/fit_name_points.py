#!/usr/bin/env python3
"""Fits the integers of watchlists/name_points.cpp to labelled pairs of persons, and cross-validates them.

    cmake --build build/dev --target name_features
    tools/fit_name_points.py build/dev/bin/name_features ../shared/data/matching/name_pairs.csv

What is fitted: what a conflict and an extra cost, what is kept of a share where something speaks against it, and the
values of the steps of likeness below "the same fold". The words' alignment stays as the product makes it. The loss is
logistic in the distance from the shipped threshold; coordinate descent in small integer steps, drawn back to the
start values, so that 300 pairs do not bend what general knowledge says. The folds are fixed by a seed.
"""

import csv
import math
import random
import subprocess
import sys

THRESHOLD, WIDTH, DRAW_BACK = 600, 60, 0.15
# name: (start, step, least, most); steps are named by the likeness at which they begin.
PARAMETERS = {
    "conflict_cost": (200, 10, 120, 320), "extra_cost": (45, 5, 25, 80), "conflict_keeps": (62, 4, 40, 90),
    "initial_keeps": (70, 5, 40, 95), "swap_keeps": (50, 5, 30, 80), "one_word_keeps": (80, 4, 60, 100),
    "one_and_initial_keeps": (95, 3, 70, 100),
    "like_840": (880, 20, 780, 950), "like_760": (800, 20, 700, 900), "like_700": (720, 20, 600, 820),
    "like_640": (660, 20, 500, 760), "like_500": (560, 20, 400, 680),
}
START = {name: row[0] for name, row in PARAMETERS.items()}
BINS = (("like_840", 840, 900), ("like_760", 760, 840), ("like_700", 700, 760), ("like_640", 640, 700), ("like_500", 1, 640))


def features(tool, rows):
    asked = "".join(f"{row['name1']}\t{row['name2']}\n" for row in rows)
    told = subprocess.run([tool], input=asked, capture_output=True, text=True, check=True).stdout.splitlines()
    for row, line in zip(rows, told):
        fields = line.split("\t")
        numbers = [int(number) for number in fields[1].split()]
        matches = [tuple(map(int, pair.split(":"))) for pair in fields[2].split()]
        yield numbers, matches, row["is_match"] == "true"


def share(case, values):
    """name_share() of watchlists/name_points.cpp, with other values."""
    (total_a, total_b, words, words_a, words_b, conflicts, initials, initial_conflicts, swapped), matches, _ = case
    matched = 0
    for gain, weight in matches:
        like = gain * 1000 // max(weight, 1)
        for name, least, most in BINS:
            if least <= like + 1 < most:
                like = values[name] + like - START[name]
                break
        matched += like * weight / 1000
    less, more = min(total_a, total_b), max(total_a, total_b)
    matched = max(0, min(matched, less))
    if matched == 0:
        return 0
    cost = 100 * matched + values["conflict_cost"] * (less - matched) + values["extra_cost"] * (more - less)
    result = 100_000 * matched / cost
    result *= (values["conflict_keeps"] / 100) ** min(conflicts, 4)
    result *= (values["initial_keeps"] / 100) ** min(initial_conflicts, 4)
    if swapped:
        result *= values["swap_keeps"] / 100
    if words <= 1 and max(words_a, words_b) > 1:
        result *= values["one_and_initial_keeps" if initials else "one_word_keeps"] / 100
    return result


def loss(cases, values):
    total = 0
    for case in cases:
        far = (share(case, values) - THRESHOLD) / WIDTH * (1 if case[2] else -1)
        total += math.log1p(math.exp(-max(min(far, 30), -4)))  # a pair far on the wrong side is noise
    for name, (start, step, _, _) in PARAMETERS.items():
        total += DRAW_BACK * ((values[name] - start) / step / 4) ** 2
    return total


def fit(cases):
    values = dict(START)
    best = loss(cases, values)
    moved = True
    while moved:
        moved = False
        for name, (_, step, least, most) in PARAMETERS.items():
            for change in (step, -step):
                tried = dict(values)
                tried[name] = min(max(values[name] + change, least), most)
                now = loss(cases, tried)
                if now < best - 1e-9:
                    values, best, moved = tried, now, True
    return values


def figures(told):
    both = sum(said and true for said, true in told)
    precision = both / max(1, sum(said for said, _ in told))
    recall = both / max(1, sum(true for _, true in told))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def judged(cases, values):
    return [(share(case, values) >= THRESHOLD, case[2]) for case in cases]


def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["schema"] == "Person"]
    cases = list(features(sys.argv[1], rows))
    print("start values: P %.3f R %.3f F1 %.3f" % figures(judged(cases, START)))
    values = fit(cases)
    print("fitted to all: P %.3f R %.3f F1 %.3f" % figures(judged(cases, values)))
    for name, value in values.items():
        print(f"  {name:24} {START[name]:4} -> {value}")
    for seed in (1, 2, 3):
        order = list(range(len(cases)))
        random.Random(seed).shuffle(order)
        told = []
        for fold in range(5):
            held = set(order[fold::5])
            learnt = fit([case for i, case in enumerate(cases) if i not in held])
            told += judged([cases[i] for i in held], learnt)
        print(f"5-fold, seed {seed}: " + "P %.3f R %.3f F1 %.3f" % figures(told))


if __name__ == "__main__":
    main()
