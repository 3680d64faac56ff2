#pragma once

#include "wire/keyring.h"
#include "wire/messages.h"
#include "wire/msgpack.h"
#include "wire/recon.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace sarhad::golden {

/// A list as its agency signed it, and central's answers to who repairs it, written down slowly
/// from docs/protocol.md: no code of central's store is in it.
class SignedList {
public:
    SignedList(std::string its_name,
               const wire::StreamPosition& after,
               const wire::SigningKey& agency)
        : position{after}, name{std::move(its_name)}, agency_{agency} {}

    [[nodiscard]] std::map<std::string, wire::Hash256, std::less<>> hashes() const {
        std::map<std::string, wire::Hash256, std::less<>> hashes;
        for (const auto& [id, body] : rows) {
            hashes.emplace(id, wire::blake2b(body));
        }
        return hashes;
    }
    [[nodiscard]] wire::Hash256 root() const { return wire::state_root(hashes()); }

    [[nodiscard]] wire::ReconTell answer(const wire::ReconAsk& ask) const {
        wire::ReconTell tell;
        tell.stream = ask.stream;
        tell.what = ask.what;
        tell.number = ask.number;
        tell.edition = edition;
        if (ask.what == wire::ReconWhat::kHead) {
            add_head(tell);
        } else if (ask.edition != edition) {
            tell.what = wire::ReconWhat::kMoved;
        } else if (ask.what == wire::ReconWhat::kLeaves) {
            const wire::StateTree tree = wire::state_tree_of(hashes());
            for (const std::uint8_t child : ask.places) {
                core::append(tell.hashes, tree.group(child));
            }
        } else if (ask.what == wire::ReconWhat::kHashes) {
            add_hashes(ask, tell);
        } else {
            add_rows(ask, tell);
        }
        return tell;
    }

    std::map<std::string, core::Bytes> rows;
    std::uint64_t edition{1};
    wire::StreamPosition position;
    std::string name;

private:
    void add_head(wire::ReconTell& tell) const {
        tell.name = name;
        tell.epoch = position.epoch;
        tell.seq = position.seq;
        tell.chain = position.chain;
        tell.root = root();
        tell.rows = rows.size();
        tell.hashes = wire::state_tree_of(hashes()).children();
        const wire::EditionStatement statement{name, edition, tell.root};
        const wire::Signature signature =
            agency_.sign(wire::Domain::kEdition, wire::encode(statement));
        core::append(tell.signatures, signature.key_id);
        core::append(tell.signatures, signature.value);
    }
    void add_hashes(const wire::ReconAsk& ask, wire::ReconTell& tell) const {
        std::size_t room = wire::kReconFill;
        for (std::size_t at = 0; at < ask.places.size(); at += 2) {
            const auto bucket =
                static_cast<wire::Bucket>(ask.places[at] * 256 + ask.places[at + 1]);
            for (const auto& [id, body] : rows) {
                if (wire::bucket_of(id) != bucket || (at == 0 && id <= ask.after)) {
                    continue;
                }
                const std::size_t size = id.size() + 80;
                if (size > room) {
                    tell.has_more = true;
                    return;
                }
                room -= size;
                tell.entries.push_back({id, wire::blake2b(body)});
            }
        }
    }
    void add_rows(const wire::ReconAsk& ask, wire::ReconTell& tell) const {
        constexpr std::size_t kHead = 48;  // Of an entry, beside id and bytes.
        std::size_t room = wire::kReconFill;
        std::size_t offset = ask.offset;
        for (const std::string& id : ask.ids) {
            const core::Bytes& body = rows.at(id);
            const core::ByteView rest = core::ByteView{body}.subspan(std::exchange(offset, 0));
            if (rest.empty() || room < id.size() + kHead) {
                return;
            }
            room -= id.size() + kHead;
            const std::size_t size = std::min(rest.size(), room);
            if (size == 0) {
                return;
            }
            room -= size;
            tell.entries.push_back({id,
                                    {},
                                    static_cast<std::uint32_t>(body.size()),
                                    core::to_bytes(rest.first(size))});
            if (size < rest.size()) {
                return;
            }
        }
    }

    const wire::SigningKey& agency_;
};

}  // namespace sarhad::golden
