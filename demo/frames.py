#!/usr/bin/env python3
"""Invented travellers of October 2026 with what was decided and found, a JSON line each, for `sarhadctl rules record`.

`demo/frames.py [COUNT] > october.jsonl`. The same count gives the same lines. Nobody in them exists.
"""

import json
import random
import sys

PORTS = ["PKKHI", "PKLHE", "PKISB"]
NATIONALITIES = ["XAA", "XAB", "XAC", "XAD"]


def days_to_expiry(dice, smuggles):
    """Of the passport; who smuggles often has one that is about to expire."""
    return dice.randrange(60) if smuggles and dice.random() < 0.5 else dice.randrange(1800)


def traveller(dice, papers, number):
    """One crossing; every fortieth person smuggles, and mostly pays cash for one way. `papers`: the dice for documents."""
    smuggles = dice.random() < 0.025
    cash = dice.random() < (0.6 if smuggles else 0.06)
    one_way = dice.random() < (0.7 if smuggles else 0.2)
    days = dice.choice([0, 1, 2]) if smuggles and dice.random() < 0.7 else int(dice.expovariate(1 / 25))
    bags = 0 if smuggles and dice.random() < 0.6 else dice.choice([0, 1, 1, 2])
    facts = {
        "now": f"2026-10-{dice.randrange(31) + 1:02}T{dice.randrange(24):02}:{dice.randrange(60):02}:00Z",
        "port": {"code": dice.choice(PORTS), "kind": "AIR", "country": "PK"},
        "traveller": {"nationality": dice.choices(NATIONALITIES, [60, 25, 10, 5])[0], "sex": dice.choice("FM"),
                      "birth_year": dice.randrange(1945, 2020), "crew": dice.random() < 0.02, "bags_checked": bags,
                      "doc": {"days_to_expiry": days_to_expiry(papers, smuggles)}},
        "hist": {"crossings_90d": int(dice.expovariate(0.7)), "docs_used_365d": 1},
    }
    if dice.random() < 0.95:  # Of the others the booking has not come.
        facts["booking"] = {"payment_form": "CA" if cash else "CC", "one_way": one_way, "days_before_departure": days,
                            "party_size": dice.choice([1, 1, 2, 4]), "agency": f"AG{dice.randrange(60):02}"}
    line = {"kind": "traveller", "entity": f"{number:032x}", "person": f"{dice.randrange(1, 16_000):032x}", "channel": "green"}
    was_asked = cash and one_way
    if was_asked:
        line.update(channel="yellow", hits=["PAX-901"])
    drawn = dice.random() < 0.02
    if drawn or (was_asked and dice.random() < 0.5):
        line["inspection"] = {"selected": "random" if drawn else "rule", "finding": "positive" if smuggles else "negative",
                              "minutes": dice.randrange(5, 45)}
    line["facts"] = facts
    return line


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    dice, papers = random.Random(26), random.Random(27)
    for number in range(1, count + 1):
        print(json.dumps(traveller(dice, papers, number), separators=(",", ":")))


if __name__ == "__main__":
    main()
