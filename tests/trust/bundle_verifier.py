"""A second reader of courier bundles, written from docs/protocol.md alone: an oracle for tests.

Shares no code with the product. Needs Debian's python3-nacl and python3-msgpack, and libzstd.
"""

import ctypes
import hashlib
import struct

import nacl.bindings
import nacl.exceptions

from verifier import Refused, unpack

ROWS_MAX = 32 << 20
ZSTD = ctypes.CDLL("libzstd.so.1")
ZSTD.ZSTD_getFrameContentSize.restype = ctypes.c_ulonglong
ZSTD.ZSTD_decompress.restype = ctypes.c_size_t


def digest(data, size=32):
    return hashlib.blake2b(data, digest_size=size).digest()


def unpacked(data):
    size = ZSTD.ZSTD_getFrameContentSize(data, ctypes.c_size_t(len(data)))
    if size > ROWS_MAX:
        raise Refused("chunk")
    rows = ctypes.create_string_buffer(size + 1)
    got = ZSTD.ZSTD_decompress(rows, ctypes.c_size_t(size), data, ctypes.c_size_t(len(data)))
    if got != size:
        raise Refused("chunk")
    return rows.raw[:size]


class Bytes:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        if self.at + count > len(self.data):
            raise Refused("cut off")
        self.at += count
        return self.data[self.at - count:self.at]

    def number(self, form):
        return struct.unpack(">" + form, self.take(struct.calcsize(">" + form)))[0]


def signed_by(keys, threshold, domain, data, signatures):
    """So many different keys of the role signed it."""
    by_id = {digest(key)[:8]: key for key in keys}
    good = set()
    for one in signatures:
        key = by_id.get(one.get(1))
        try:
            if key and nacl.bindings.crypto_sign_open(one[2] + domain + b"\0" + data, key):
                good.add(key)
        except (nacl.exceptions.BadSignatureError, KeyError, ValueError):
            pass
    if len(good) < threshold:
        raise Refused("signatures")


def pack_statement(name, edition, root):
    """EditionStatement as it is signed: a MessagePack map with the shortest forms."""
    import msgpack
    return msgpack.packb({1: name, 2: edition, 3: root}, use_bin_type=True)


def child_of(packed, child):
    """The hash of child `child` over the rows of its chunk, and how many they are."""
    rows, leaves, last = Bytes(unpacked(packed)), {}, None
    count = 0
    while rows.at < len(rows.data):
        id_size, size = rows.number("H"), rows.number("I")
        row_id, body = rows.take(id_size), rows.take(size)
        bucket = int.from_bytes(digest(row_id)[:2], "big")
        if bucket >> 8 != child or (last is not None and (bucket, row_id) <= last):
            raise Refused("order")
        last = bucket, row_id
        leaves.setdefault(bucket & 255, b"")
        leaves[bucket & 255] += struct.pack(">H", id_size) + row_id + digest(body)
        count += 1
    return digest(b"".join(digest(leaves[at], 16) if at in leaves else bytes(16) for at in range(256)), 16), count


def verify(data, sequencer, agencies):
    """[(list, edition, rows, position)] of a bundle. `agencies`: (prefix, keys, threshold)."""
    bundle = Bytes(data)
    if bundle.take(8) != b"SARHADBU" or bundle.number("H") != 1:
        raise Refused("kind")
    bundle.number("q")
    found = []
    lists = bundle.number("H")
    if lists > 128:
        raise Refused("lists")
    for _ in range(lists):
        head = Bytes(bundle.take(bundle.number("I")))
        delta = unpack(head.take(head.number("I")))
        rows, children = head.number("Q"), head.take(4096)
        if head.at != len(head.data):
            raise Refused("head")
        signed_by(sequencer, 1, b"sarhad/delta/v1", delta[1], delta.get(2, []))
        body = unpack(delta[1])
        name, root = body[2], body[7]
        keys, threshold = next((keys, threshold) for prefix, keys, threshold in agencies if name.startswith(prefix + "/"))
        signed_by(keys, threshold, b"sarhad/edition/v1", pack_statement(name, body[8], root), delta.get(3, []))
        if not body.get(9) or digest(b"sarhad/state/v1\0" + struct.pack(">Q", rows) + children) != root:
            raise Refused("root")
        counted = 0
        for child in range(256):
            hashed, count = child_of(bundle.take(bundle.number("I")), child)
            if hashed != children[16 * child:16 * child + 16]:
                raise Refused("chunk")
            counted += count
        if counted != rows:
            raise Refused("rows")
        found.append((name, body[8], rows, (body[1], body.get(3, 0), body[4], digest(body[5] + delta[1]))))
    end = bundle.at
    if bundle.take(32) != digest(data[:end]) or bundle.at != len(data):
        raise Refused("hash")
    return found
