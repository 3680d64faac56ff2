#include "wire/expected.h"

#include "core/text.h"
#include "wire/expected_journey.h"
#include "wire/packed.h"

#include <algorithm>
#include <utility>

namespace sarhad::wire {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;

namespace {

Error unreadable(const facts::JourneyId& journey, std::string_view why) {
    return {Errc::kCorrupt, cat("expected journey ", core::to_hex(journey), ": ", why)};
}

}  // namespace

Result<std::vector<Op>> seal_expected(const facts::ExpectedJourney& journey,
                                      const PublicKey& to,
                                      core::Random& random,
                                      std::size_t piece_bytes) {
    const core::Bytes plain = encode(journey);
    if (const auto readable = decode_journey(plain); !readable) {
        return Error{Errc::kExhausted,
                     cat("expected journey ",
                         core::to_hex(journey.journey),
                         ": more than ports read: split the message: ",
                         readable.error().what)};
    }
    SARHAD_TRY(const core::Bytes sealed, seal(to, pack(plain), random));
    const std::size_t pieces = (sealed.size() + piece_bytes - 1) / piece_bytes;
    if (pieces > kExpectedPiecesMax || plain.size() > kExpectedBytesMax) {
        return Error{Errc::kExhausted,
                     cat("expected journey ",
                         core::to_hex(journey.journey),
                         ": it has ",
                         plain.size(),
                         " bytes, more than ports take: split the message")};
    }
    ExpectedPiece piece{journey.journey,
                        journey.version,
                        journey.gone_at,
                        0,
                        static_cast<std::uint32_t>(pieces),
                        {}};
    std::vector<Op> ops;
    for (std::size_t at = 0; at < sealed.size(); at += piece_bytes) {
        const core::ByteView part =
            core::ByteView{sealed}.subspan(at, std::min(piece_bytes, sealed.size() - at));
        piece.sealed = core::to_bytes(part);
        ops.push_back({OpKind::kUpsert, core::to_hex(journey.journey), encode(piece)});
        ++piece.piece;
    }
    return ops;
}

Op cancel_expected(const facts::JourneyId& journey, std::uint64_t version, core::WallTime gone_at) {
    return {OpKind::kUpsert,
            core::to_hex(journey),
            encode(ExpectedPiece{journey, version, gone_at, 0, 0, {}})};
}

Result<ExpectedPiece> read_expected(const Op& op) {
    const auto piece = decode<ExpectedPiece>(op.body);
    const bool is_whole = piece && op.kind == OpKind::kUpsert &&
                          core::to_hex(piece->journey) == op.id &&
                          piece->pieces <= kExpectedPiecesMax &&
                          (piece->pieces == 0 ? piece->piece == 0 && piece->sealed.empty()
                                              : piece->piece < piece->pieces);
    if (!is_whole) {
        return Error{Errc::kCorrupt,
                     cat("expected ", op.id, ": ", piece ? "no such piece" : piece.error().what)};
    }
    return *piece;
}

Result<facts::ExpectedJourney> open_expected(const ExpectedPiece& last,
                                             core::ByteView sealed,
                                             const BoxKey& key) {
    const auto packed = key.open(sealed);
    if (!packed) {
        return unreadable(last.journey, "it is not sealed to this node");
    }
    const auto plain = unpacked(packed->bytes(), kExpectedBytesMax);
    if (!plain) {
        return unreadable(last.journey, plain.error().what);
    }
    auto journey = decode_journey(*plain);
    if (!journey) {
        return unreadable(last.journey, journey.error().what);
    }
    if (journey->journey != last.journey || journey->version != last.version ||
        journey->gone_at != last.gone_at) {
        return unreadable(last.journey, "what is inside is another's");
    }
    return *std::move(journey);
}

Result<facts::ExpectedJourney> decode_journey(core::ByteView packed) {
    UnpackLimits limits;
    limits.elements = kExpectedElementsMax;
    limits.array = facts::max_of(&facts::Message::travellers);
    return decode<facts::ExpectedJourney>(packed, limits);
}

std::string expected_name(const core::PortId& port, core::NodeId node) {
    return cat("expected/", port.value(), "/", node.value());
}

}  // namespace sarhad::wire
