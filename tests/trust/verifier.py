"""A second verifier of Sarhad's trust documents, written from docs/protocol.md alone: an oracle for tests.

Shares no code with the product. Needs Debian's python3-nacl and python3-msgpack. A document is offered as its file's
bytes; each offer gives one word of docs/protocol.md's table of verdicts.
"""

import hashlib

import msgpack
import nacl.bindings
import nacl.exceptions

ROOT, REVOCATIONS, CERTIFICATE, HEAD, TICK, POLICY, COMPARTMENT = range(1, 8)
R_ROOT, R_SECURITY, R_AGENCY, R_SEQUENCER, R_TICK, R_ALERT, R_ENROL, R_RULES = range(1, 9)
DOMAINS = {ROOT: b"root", REVOCATIONS: b"revocations", CERTIFICATE: b"certificate", HEAD: b"head", TICK: b"tick",
           POLICY: b"policy", COMPARTMENT: b"compartment"}
LIMITS = {ROOT: 49152, REVOCATIONS: 49152, CERTIFICATE: 8192, HEAD: 32768, TICK: 512, POLICY: 512, COMPARTMENT: 49152}
SIGNER = {REVOCATIONS: R_SECURITY, CERTIFICATE: R_ENROL, HEAD: R_SEQUENCER, TICK: R_TICK, POLICY: R_RULES}
SIGNATURES_MAX, WALK_MAX = 32, 1024
SECOND = 1_000_000
EARLIEST, LATEST = 1_577_836_800 * SECOND, 7_258_118_400 * SECOND
AHEAD_MAX = 3600 * SECOND
HELD = ("installed", "known")


class Refused(Exception):
    """Carries the word of the verdict."""


def digest(data):
    return hashlib.blake2b(data, digest_size=32).digest()


def pairs(items):
    items = list(items)
    keys = [key for key, _ in items]
    if any(not isinstance(key, int) or isinstance(key, bool) or key < 0 for key in keys) or keys != sorted(set(keys)):
        raise Refused("malformed")
    return dict(items)


def unpack(data):
    """One MessagePack map with rising integer keys; nothing that the protocol refuses."""
    def look(value):
        if isinstance(value, (float, msgpack.ExtType)) or (isinstance(value, int) and not -2**63 <= value < 2**63):
            raise Refused("malformed")
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            look(inner)

    try:
        value = msgpack.unpackb(data, object_pairs_hook=pairs, strict_map_key=False)
    except Refused:
        raise
    except Exception as fault:  # msgpack has many, and each says the same.
        raise Refused("malformed") from fault
    look(value)
    if not isinstance(value, dict):
        raise Refused("malformed")
    return value


class Document:
    def __init__(self, data):
        if len(data) > 49152 + SIGNATURES_MAX * 128:
            raise Refused("too_large")
        outer = unpack(data)
        self.kind, self.body, signatures = outer.get(1, ROOT), outer.get(2, b""), outer.get(3, [])
        if self.kind not in DOMAINS or not isinstance(self.body, bytes):
            raise Refused("malformed")
        if len(signatures) > SIGNATURES_MAX or len(self.body) > LIMITS[self.kind]:
            raise Refused("too_large")
        self.signatures = [(one.get(1), one.get(2)) for one in signatures]
        self.hash = digest(self.body)
        self.fields = None

    def is_signed(self, keys, threshold):
        """By so many different ones of `keys`."""
        message = b"sarhad/" + DOMAINS[self.kind] + b"/v1\0" + self.body
        signers = set()
        for key_id, value in self.signatures:
            for key in keys:
                if key_id == digest(key)[:8] and isinstance(value, bytes) and len(value) == 64:
                    try:
                        nacl.bindings.crypto_sign_open(value + message, key)
                        signers.add(key)
                    except nacl.exceptions.BadSignatureError:
                        pass
        return threshold > 0 and len(signers) >= threshold

    def decode(self):
        self.fields = unpack(self.body)
        issued, expires = {ROOT: (2, 3), REVOCATIONS: (2, 3), CERTIFICATE: (8, 9), HEAD: (6, 7), TICK: (4, 5),
                           POLICY: (3, 4), COMPARTMENT: (6, 7)}[self.kind]
        self.version = self.number(1)
        self.issued, self.expires = self.number(issued), self.number(expires)
        wrong = self.version < 1 or not EARLIEST <= self.issued < self.expires < LATEST
        if wrong or not {ROOT: self.root, HEAD: self.head, TICK: self.tick, POLICY: self.policy,
                         CERTIFICATE: self.certificate, REVOCATIONS: lambda: True,
                         COMPARTMENT: self.compartment}[self.kind]():
            raise Refused("malformed")
        return self

    def number(self, key, otherwise=0):
        value = self.fields.get(key, otherwise)
        if not isinstance(value, int) or isinstance(value, bool):
            raise Refused("malformed")
        return value

    # What makes sense of each kind.

    def root(self):
        self.roles, self.bulk = {}, {}
        self.epochs = {one.get(1, 0): one.get(2, 0) for one in self.fields.get(8, [])}
        self.time_reset = self.number(10)
        for one in self.fields.get(4, []):
            role, name, threshold = one.get(1, R_ROOT), one.get(2, ""), one.get(3, 1)
            keys, ends = one.get(5, []), one.get(6, 0)
            self.bulk[name] = one.get(4, 0)
            if ((role, name) in self.roles or len(set(keys)) != len(keys) or not 1 <= threshold <= len(keys) or
                    one.get(4, 0) > len(keys) or (role == R_AGENCY) != (name != "") or
                    (name and (not name.startswith("wl/") or len(name) < 4 or name.endswith("/"))) or
                    not EARLIEST <= ends < LATEST):
                return False
            if not all(nacl.bindings.crypto_core_ed25519_is_valid_point(key) for key in keys):
                return False
            self.roles[role, name] = (threshold, keys, ends)
        if any((role, "") not in self.roles for role in (R_ROOT, R_SECURITY, R_SEQUENCER, R_TICK)):
            return False
        of_root = set(self.roles[R_ROOT, ""][1])
        others = {key for (role, _), (_, keys, _) in self.roles.items() if role != R_ROOT for key in keys}
        return not of_root & others and bool(self.fields.get(5)) and bool(self.fields.get(7))

    def head(self):
        streams = [(one.get(1, 0), one.get(2, 0), one.get(3, 0), one.get(4)) for one in self.fields.get(4, [])]
        self.streams = {one[0]: one[1:] for one in streams}
        self.pins = (self.number(2), self.number(3))
        self.previous = self.fields.get(5, bytes(32))
        numbers = [one[0] for one in streams]
        return self.pins[0] > 0 and numbers == sorted(set(numbers))

    def tick(self):
        self.pinned = (self.number(2), self.fields.get(3, bytes(32)))
        return self.pinned[0] > 0

    def policy(self):
        self.ages = (self.number(5, 900), self.number(6, 86400), self.number(7, 30 * 86400))
        fresh, stale, degraded = self.ages
        days = self.number(10, 45)
        return 0 < fresh < stale < degraded <= 3650 * 86400 and 1 <= days <= 3650 and days * 86400 >= degraded

    def compartment(self):
        self.epoch, self.key_hash = self.number(3), self.fields.get(4, bytes(32))
        members = [(one.get(1, 0), one.get(2, b"")) for one in self.fields.get(5, [])]
        self.members = {node for node, _ in members}
        parts = self.fields.get(2, "").split("/")
        return (parts[0] == "wl" and len(parts) > 2 and "" not in parts[1:2] and "/".join(parts[2:]) != "" and
                (self.epoch > 0) == (self.key_hash != bytes(32)) and
                [node for node, _ in members] == sorted(self.members - {0}) and
                all(len(key) == (80 if self.epoch else 0) for _, key in members))

    def certificate(self):
        return self.number(2) > 0 and len(self.fields.get(3, "")) == 5


class Verifier:
    """Believes `anchor` (a root's bytes) at the time `at`, in microseconds of 1970, which it takes for right."""

    def __init__(self, anchor, at):
        document = Document(anchor)
        if document.kind != ROOT:
            raise Refused("malformed")
        self.root = self.self_signed(document)
        self.held = {}  # (kind, name) -> Document
        self.clock = self.time = at
        self.is_proven = True
        self.floor = 0

    @staticmethod
    def self_signed(document):
        document.decode()
        threshold, keys, _ = document.roles[R_ROOT, ""]
        if not document.is_signed(keys, threshold):
            raise Refused("signatures")
        return document

    def revoked(self, field):
        held = self.held.get((REVOCATIONS, ""))
        return {one.get(1) for one in held.fields.get(field, [])} if held else set()

    def role(self, role):
        threshold, keys, ends = self.root.roles.get((role, ""), (0, [], 0))
        return threshold, [key for key in keys if key not in self.revoked(5)], ends

    def agency(self, list_name):
        """Of the agency that names the list most closely; as many keys as take much away."""
        while "/" in list_name:
            if (R_AGENCY, list_name) in self.root.roles:
                threshold, keys, ends = self.root.roles[R_AGENCY, list_name]
                return (max(threshold, self.root.bulk[list_name]), [key for key in keys if key not in self.revoked(5)], ends)
            list_name = list_name.rpartition("/")[0]
        return 0, [], 0

    def signers(self, document):
        if document.kind == COMPARTMENT:
            return self.agency(unpack(document.body).get(2, ""))
        return self.role(SIGNER[document.kind])

    def is_backed(self, document):
        threshold, keys, _ = self.signers(document)
        return document.is_signed(keys, threshold)

    def judged(self):
        return self.time if self.is_proven else self.floor

    def forget_time(self, at_least):
        self.time, self.floor, self.is_proven = max(at_least, self.clock), at_least, False

    def forget_unbacked(self):
        if (TICK, "") in self.held and not self.is_backed(self.held[TICK, ""]):
            del self.held[TICK, ""]
            self.forget_time(max(self.root.time_reset, self.root.issued))
        for place, document in list(self.held.items()):
            gone = place[0] == CERTIFICATE and place[1] in self.revoked(4)
            if place[0] not in (REVOCATIONS, TICK, COMPARTMENT) and (gone or not self.is_backed(document)):
                del self.held[place]

    def offer(self, files):
        """The verdict of one document, or of a walk of roots."""
        try:
            documents = [Document(data) for data in files]
            if len(documents) > 1 or documents[0].kind == ROOT:
                return self.walk(documents)
            return self.single(documents[0])
        except Refused as refused:
            return str(refused)

    def step(self, before, document):
        if document.kind != ROOT:
            raise Refused("malformed")
        threshold, keys, _ = before.roles[R_ROOT, ""]
        if not document.is_signed(keys, threshold):
            raise Refused("signatures")
        document.fields = unpack(document.body)
        version = document.number(1)
        if version != before.version + 1:
            raise Refused("rollback" if version < before.version else "forked" if version == before.version else "gap")
        epochs = {one.get(1, 0): one.get(2, 0) for one in document.fields.get(8, [])}
        if any(epochs.get(stream, 1) < epoch for stream, epoch in before.epochs.items()):
            raise Refused("rollback")
        return self.self_signed(document)

    def walk(self, documents):
        if len(documents) > WALK_MAX:
            raise Refused("endless")
        at = self.root
        for document in documents:
            if document.hash != at.hash:
                at = self.step(at, document)
        if at.hash == self.root.hash:
            return "known"
        saved = (self.root, dict(self.held), self.time, self.floor, self.is_proven)
        resets = at.time_reset != 0 and at.time_reset != self.root.time_reset and (TICK, "") in self.held
        self.root = at
        if resets:
            del self.held[TICK, ""]
            self.forget_time(at.time_reset)
        self.forget_unbacked()
        if at.expires <= self.judged():
            self.root, self.held, self.time, self.floor, self.is_proven = saved
            raise Refused("expired")
        return "installed"

    def single(self, document):
        threshold, keys, ends = self.signers(document)
        if not document.is_signed(keys, threshold):
            raise Refused("signatures")
        document.decode()
        name = {CERTIFICATE: document.fields.get(2), POLICY: document.fields.get(2, ""),
                COMPARTMENT: document.fields.get(2, "")}.get(document.kind, "")
        if document.kind == CERTIFICATE and (name in self.revoked(4) or document.fields.get(6) in self.revoked(5) or
                                             document.fields.get(5) in self.revoked(5)):
            raise Refused("revoked")
        held = self.held.get((document.kind, name))
        if held and self.is_backed(held):
            if document.version == held.version:
                if document.hash == held.hash:
                    return "known"
                raise Refused("forked")
            if document.version < held.version:
                raise Refused("rollback")
        if document.kind == COMPARTMENT and held and self.is_backed(held):
            self.check_epochs(document, held)
        if document.kind == HEAD:
            self.check_head(document, held)
        if document.kind == TICK:
            self.take_tick(document, held, ends)
        elif min(document.expires, ends) <= self.judged():
            raise Refused("expired")
        self.held[document.kind, name] = document
        if document.kind == REVOCATIONS:
            self.forget_unbacked()
        return "installed"

    @staticmethod
    def check_epochs(now, held):
        if now.epoch and held.epoch:
            if now.epoch < held.epoch:
                raise Refused("rollback")
            same = now.epoch == held.epoch
            if same != (now.key_hash == held.key_hash) or (same and held.members - now.members):
                raise Refused("malformed")

    def check_head(self, head, held):
        revocations = self.held.get((REVOCATIONS, ""))
        if head.pins[0] > self.root.version or head.pins[1] > (revocations.version if revocations else 0):
            raise Refused("unpinned")
        if held and (head.pins[0] < held.pins[0] or head.pins[1] < held.pins[1]):
            raise Refused("rollback")
        if held and head.version == held.version + 1 and head.previous != held.hash:
            raise Refused("forked")
        for stream, (epoch, _, _) in head.streams.items():
            wanted = self.root.epochs.get(stream, 1)
            if epoch != wanted:
                raise Refused("rollback" if epoch < wanted else "unpinned")
        for stream, (epoch, seq, chain) in held.streams.items() if held else ():
            if stream not in head.streams:
                raise Refused("rollback")
            now = head.streams[stream]
            if now[0] == epoch and now[1] < seq:
                raise Refused("rollback")
            if now[0] == epoch and now[1] == seq and now[2] != chain:
                raise Refused("forked")

    def take_tick(self, tick, held, ends):
        time = tick.issued
        if (held and time < held.issued) or time < self.root.time_reset:
            raise Refused("rollback")
        head = self.held.get((HEAD, ""))
        if not head or tick.pinned[0] != head.version:
            raise Refused("unpinned")
        if tick.pinned[1] != head.hash:
            raise Refused("forked")
        may_leap = self.root.time_reset != 0 and not held
        if not may_leap and self.is_proven and time > self.time + AHEAD_MAX and time > self.clock + AHEAD_MAX:
            raise Refused("ahead")
        at = max(time, self.judged())
        if min(tick.expires, ends, self.root.expires, head.expires, self.role(R_SEQUENCER)[2]) <= at:
            raise Refused("expired")
        self.time = max(time, self.time) if self.is_proven and not may_leap else time
        self.is_proven = True

    def state(self, site=""):
        """FRESH, STALE, DEGRADED or EXPIRED."""
        tick = self.held.get((TICK, ""))
        if not tick:
            return "EXPIRED"
        policy = self.held.get((POLICY, site)) or self.held.get((POLICY, ""))
        fresh, stale, degraded = policy.ages if policy else (900, 86400, 30 * 86400)
        age = max(0, self.time - tick.issued) // SECOND
        ended = self.is_proven and self.time >= min(self.root.expires, self.root.roles[R_TICK, ""][2])
        if ended or age > degraded:
            return "EXPIRED"
        return "DEGRADED" if age > stale else "STALE" if age > fresh else "FRESH"
