"""The proof at the end: what each port recorded against what central holds, row by row."""

# The streams of a node's outbox, by the names that its API gives them; "other" has what the port signs of what it has in force.
STREAMS = {"crossings": 1, "hits": 2, "officers": 3, "health": 4, "desk": 5, "other": 6, "cargo": 7}

NO_CHAIN = "0" * 64


def compare(system):
    """Lines of a table, and what disagrees. Streams without a row at either end are compared, and counted below it."""
    lines, wrong, empty = [], [], 0
    held = {}
    for row in system.summary():
        for stream in row["streams"]:
            held[(row["node"], stream["stream"])] = stream
    lines.append(f"{'port':<9} {'stream':<10} {'at port':>8} {'at centre':>9} {'last seq':>9}  chain head")
    for port in system.ports:
        crossings = port.crossings()
        ids = [crossing["id"] for crossing in crossings]
        if len(ids) != len(set(ids)):
            wrong.append(f"{port.name}: a crossing is recorded twice")
        screened = {"crossings": len(ids), "cargo": port.status()["cargo"]["screened"]}
        for name, stream in port.status()["outbox"].items():
            if name not in STREAMS:
                wrong.append(f"{port.name}: stream {name} is not known to the demo")
                continue
            there = held.get((port.node, STREAMS[name]), {"rows": 0, "seq": 0, "chain": NO_CHAIN})
            if stream["last_seq"] == 0 and there["rows"] == 0:
                empty += 1
            else:
                lines.append(f"{port.name:<9} {name:<10} {stream['last_seq']:>8} {there['rows']:>9} "
                             f"{there['seq']:>9}  {there['chain'][:16]}")
            if (stream["last_seq"], stream["chain"]) != (there["seq"], there["chain"]):
                wrong.append(f"{port.name}: stream {name} ends elsewhere at the centre")
            if there["rows"] != stream["last_seq"]:
                wrong.append(f"{port.name}: {stream['last_seq']} rows of {name}, the centre has {there['rows']}")
            if screened.get(name, stream["last_seq"]) != stream["last_seq"]:
                wrong.append(f"{port.name}: {screened[name]} {name} recorded, {stream['last_seq']} sent")
    lines.append(f"other streams: {empty}, without a row at either end")
    wrong += compare_alerts(system)
    return lines, wrong


def compare_alerts(system):
    """Each alert of the centre is at each port, once; no port has another."""
    wrong = []
    at_centre = [alert["id"] for alert in system.alerts()]
    if len(at_centre) != len(set(at_centre)):
        wrong.append("the centre has an alert twice")
    for port in system.ports:
        ids = [alert["id"] for alert in port.alerts()]
        if len(ids) != len(set(ids)):
            wrong.append(f"{port.name}: an alert is there twice")
        if set(ids) != set(at_centre):
            wrong.append(f"{port.name}: {len(ids)} alerts, the centre has {len(at_centre)}")
    return wrong
