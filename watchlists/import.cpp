#include "watchlists/import.h"

#include "core/text.h"

#include <algorithm>
#include <cstring>
#include <memory>

namespace sarhad::watchlists {
namespace {

bool has_long_text(const ListEntry& entry) {
    const auto is_long = [](const std::string& text) { return text.size() > kMaxListedText; };
    for (const ListedName& name : entry.names) {
        if (is_long(name.text.reveal()) || is_long(name.original.reveal())) {
            return true;
        }
    }
    for (const ListedDocument& document : entry.documents) {
        if (document.kind.size() > 128 || document.number.reveal().size() > 256 ||
            document.issuer.size() > 128) {
            return true;
        }
    }
    for (const auto& place : entry.birth_places) {
        if (is_long(place.reveal())) {
            return true;
        }
    }
    return entry.remarks.reveal().size() > kMaxListedRemarks || entry.programme.size() > 256;
}

}  // namespace

ByteSource source_of(core::ByteView bytes) {
    auto at = std::make_shared<std::size_t>(0);
    return [bytes, at](std::span<std::uint8_t> into) -> core::Result<std::size_t> {
        const std::size_t size = std::min(into.size(), bytes.size() - *at);
        if (size != 0) {
            std::memcpy(into.data(), bytes.data() + *at, size);
        }
        *at += size;
        return size;
    };
}

std::string refusal_of(const ListEntry& entry) {
    if (entry.id.empty() || entry.id.size() > 128) {
        return "no reference of at most 128 bytes";
    }
    if (entry.names.empty() || entry.names.front().text.reveal().empty()) {
        return "no name";
    }
    const std::size_t most = std::max({entry.names.size(),
                                       entry.births.size(),
                                       entry.documents.size(),
                                       entry.nationalities.size(),
                                       entry.birth_places.size()});
    if (most > kMaxListedParts) {
        return core::cat("more than ", kMaxListedParts, " names, dates, documents or places");
    }
    return has_long_text(entry) ? "a text longer than its limit" : "";
}

}  // namespace sarhad::watchlists
