"""A second verifier of certificates of what a port had, written from docs/protocol.md alone: an oracle for tests.

Shares no code with the product. Needs Debian's python3-nacl and python3-msgpack.
"""

import hashlib

import nacl.bindings
import nacl.exceptions

import verifier

NODE, AGENCY = "node", "list"


class Trusted:
    """Public keys of nodes and agencies: what docs/protocol.md lets a trust file say."""

    def __init__(self, roles):
        self.nodes = {role["node"]: role["keys"] for role in roles if role["kind"] == NODE}
        self.agencies = {role["name"]: role for role in roles if role["kind"] == AGENCY}

    def agency_of(self, name):
        """The role with the longest name of which `name` is below, or is."""
        pieces = name.split("/")
        for count in range(len(pieces), 1, -1):
            if "/".join(pieces[:count]) in self.agencies:
                return self.agencies["/".join(pieces[:count])]
        raise verifier.Refused(f"no agency of {name}")


def is_signed(domain, body, key, value):
    try:
        nacl.bindings.crypto_sign_open(value + b"sarhad/" + domain + b"/v1\0" + body, key)
        return True
    except (nacl.exceptions.BadSignatureError, ValueError, TypeError):
        return False


def whole(fields, key, otherwise=0):
    value = fields.get(key, otherwise)
    if not isinstance(value, int) or isinstance(value, bool):
        raise verifier.Refused("malformed")
    return value


class Statement:
    """What a node said, once its signature is found good."""

    def __init__(self, told, node, trusted):
        body, value = told.get(2, b""), told.get(3, b"")
        said_by = whole(told, 1)
        keys = trusted.nodes.get(said_by, [])
        if not any(is_signed(b"statement", body, bytes.fromhex(key), value) for key in keys):
            raise verifier.Refused("not signed by a key of that node")
        fields = verifier.unpack(body)
        if whole(fields, 1) != node or said_by != node:
            raise verifier.Refused("the statement speaks of another node")
        self.hash = verifier.digest(body)
        self.number, self.at = whole(fields, 2), whole(fields, 4)
        self.previous = fields.get(3, bytes(32))
        self.lists = fields.get(5, [])


def check_edition(edition, trusted):
    statement = edition.get(1, {})
    role = trusted.agency_of(statement.get(1, ""))
    body = packed_edition(statement.get(1, ""), statement.get(2, 0), statement.get(3, bytes(32)))
    signers = set()
    for one in edition.get(2, []):
        for key in role["keys"]:
            public = bytes.fromhex(key)
            if one.get(1) == verifier.digest(public)[:8] and is_signed(b"edition", body, public, one.get(2)):
                signers.add(key)
    if len(signers) < role.get("threshold", 1):
        raise verifier.Refused("too few signatures of the agency")


def packed_edition(name, number, root):
    """An EditionStatement as its agency signed it: a field that holds nothing is left out."""
    fields = {key: value for key, value in ((1, name), (2, number), (3, root)) if value not in ("", 0, bytes(32))}
    return verifier.msgpack.packb(fields)


def check_node(proof, asked, trusted):
    """(number, from, until or None, [(name, edition, root)]) of what is proven."""
    node = whole(proof, 1)
    told = Statement(proof.get(3, {}), node, trusted)
    if told.at > asked:
        raise verifier.Refused("the statement is later than the moment in question")
    until = None
    if proof.get(4):
        following = Statement(proof[4][0], node, trusted)
        if following.number != told.number + 1 or following.previous != told.hash:
            raise verifier.Refused("the two statements do not follow one another")
        if following.at <= asked:
            raise verifier.Refused("the next statement had been made by the moment in question")
        until = following.at
    lists = []
    for one in told.lists:
        named = (one.get(1, ""), whole(one, 2))
        edition = next((each for each in proof.get(5, [])
                        if (each.get(1, {}).get(1, ""), each.get(1, {}).get(2, 0)) == named), None)
        if edition is None:
            raise verifier.Refused("no agency's signature comes with it")
        if edition.get(1, {}).get(3, bytes(32)) != one.get(3, bytes(32)):
            raise verifier.Refused("the node had another set than the one that its agency signed")
        check_edition(edition, trusted)
        lists.append((*named, one.get(3, bytes(32))))
    return told.number, told.at, until, lists


def short_digest(data):
    return hashlib.blake2b(data, digest_size=16).digest()


def way_to(proof, entry, root):
    """The hash of the entry's row under the root, or None; raises verifier.Refused where the way does not lead there."""
    children, group, bucket = proof.get(4, b""), proof.get(5, b""), proof.get(6, [])
    if len(children) != 4096 or len(group) != 4096:
        raise verifier.Refused("the way is cut short")
    ids = [row.get(1, "") for row in bucket]
    if any(left.encode() >= right.encode() for left, right in zip(ids, ids[1:])):
        raise verifier.Refused("rows out of order")
    rows = b"".join(len(row.get(1, "").encode()).to_bytes(2, "big") + row.get(1, "").encode() + row.get(2, bytes(32))
                    for row in bucket)
    child, leaf = verifier.digest(entry.encode())[:2]
    found = [(short_digest(rows) if rows else bytes(16)) == group[16 * leaf:16 * leaf + 16],
             short_digest(group) == children[16 * child:16 * child + 16],
             verifier.digest(b"sarhad/state/v1\0" + whole(proof, 3).to_bytes(8, "big") + children) == root]
    if not all(found):
        raise verifier.Refused("not the rows that the agency signed")
    return next((row.get(2, bytes(32)) for row in bucket if row.get(1, "") == entry), None)


def check_entry(fields, lists):
    """(name, edition, hash or None) of each edition of the list in question that the node had."""
    entry, name = fields.get(7, ""), fields.get(6, "")
    had = [(edition, root) for one, edition, root in lists if entry and one == name]
    proofs = fields.get(8, [])
    found = []
    for edition, root in had:
        way = next((one for one in proofs if (one.get(1, ""), whole(one, 2)) == (name, edition)), None)
        if way is None:
            raise verifier.Refused("whether the entry was on it does not come with the certificate")
        found.append((name, edition, way_to(way, entry, root)))
    return found


def entries(data, roles):
    """What a certificate that holds says of the entry in question, for each node."""
    fields = verifier.unpack(data)
    return [check_entry(fields, lists) for _, _, _, _, lists in check(data, roles)]


def check(data, roles):
    """[(node, number, from, until, lists)] of a certificate's bytes; raises verifier.Refused."""
    try:
        fields = verifier.unpack(data)
        if whole(fields, 1, 1) != 1:
            raise verifier.Refused("of another version")
        asked = whole(fields, 3)
        nodes = [(whole(node, 1), *check_node(node, asked, Trusted(roles))) for node in fields.get(5, [])]
        for node in nodes:
            check_entry(fields, node[-1])
        return nodes
    except (AttributeError, TypeError, IndexError) as fault:  # A list where a map should be, and the like.
        raise verifier.Refused("malformed") from fault
