#include "rules/pack/set_change.h"

#include "core/check.h"
#include "core/text.h"

#include <algorithm>
#include <utility>

namespace sarhad::rules {
namespace {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;

constexpr std::string_view kMagic = "SARHADRS";
constexpr std::uint8_t kOpen = 1;

Error corrupt(std::string_view what) {
    return {Errc::kCorrupt, core::cat("reference set: ", what)};
}

std::size_t shared_with(std::string_view before, std::string_view text) {
    const auto [left, right] =
        std::mismatch(before.begin(), before.end(), text.begin(), text.end());
    return static_cast<std::size_t>(left - before.begin());
}

void put_short(core::Bytes& to, std::string_view text) {
    SARHAD_CHECK(text.size() <= kSetTextMax);
    to.push_back(static_cast<std::uint8_t>(text.size()));
    core::append(to, core::as_bytes(text));
}

/// Each text by what it shares with the one before: a set of tariff codes takes a third of it.
void put_texts(core::Bytes& to, const std::vector<std::string>& texts) {
    SARHAD_CHECK(texts.size() <= kSetTextsMax);
    core::put_u32(to, static_cast<std::uint32_t>(texts.size()));
    std::string_view before;
    for (const std::string& text : texts) {
        SARHAD_CHECK(text.size() <= kSetTextMax);
        const std::size_t shared = shared_with(before, text);
        to.push_back(static_cast<std::uint8_t>(shared));
        put_short(to, std::string_view{text}.substr(shared));
        before = text;
    }
}

/// Takes values off the front; every error leaves it unusable.
class Reader final {
public:
    explicit Reader(core::ByteView bytes) : left_{bytes} {}

    [[nodiscard]] Result<core::ByteView> take(std::size_t size) {
        if (left_.size() < size) {
            return corrupt("it is cut short");
        }
        const core::ByteView taken = left_.first(size);
        left_ = left_.subspan(size);
        return taken;
    }
    [[nodiscard]] Result<std::uint8_t> byte() {
        SARHAD_TRY(const core::ByteView one, take(1));
        return one[0];
    }
    [[nodiscard]] Result<std::uint32_t> u32() {
        SARHAD_TRY(const core::ByteView four, take(4));
        return core::get_u32(four);
    }
    [[nodiscard]] Result<std::string> short_text() {
        SARHAD_TRY(const std::uint8_t size, byte());
        SARHAD_TRY(const core::ByteView text, take(size));
        return std::string{core::as_text(text)};
    }
    [[nodiscard]] Result<std::vector<std::string>> texts() {
        SARHAD_TRY(const std::uint32_t count, u32());
        if (count > kSetTextsMax) {
            return corrupt("it counts more texts than a set may hold");
        }
        std::vector<std::string> read;
        std::string before;
        for (std::uint32_t i = 0; i < count; ++i) {
            SARHAD_TRY(const std::uint8_t shared, byte());
            SARHAD_TRY(const std::string rest, short_text());
            if (shared > before.size() || shared + rest.size() > kSetTextMax) {
                return corrupt("a text shares more than the one before it has, or is too long");
            }
            std::string text = before.substr(0, shared) + rest;
            if (shared_with(before, text) != shared || (i > 0 && text <= before)) {
                return corrupt("its texts do not rise, or are not in their one form");
            }
            before = text;
            read.push_back(std::move(text));
        }
        return read;
    }
    [[nodiscard]] bool is_at_end() const { return left_.empty(); }

private:
    core::ByteView left_;
};

}  // namespace

core::Bytes set_change_bytes(const SetChange& change) {
    core::Bytes bytes = core::to_bytes(kMagic);
    core::put_u16(bytes, kSetChangeVersion);
    put_short(bytes, change.name);
    core::put_u32(bytes, change.version);
    core::put_u32(bytes, change.base);
    bytes.push_back(change.is_open ? kOpen : std::uint8_t{0});
    put_texts(bytes, change.added);
    put_texts(bytes, change.removed);
    return bytes;
}

Result<SetChange> parse_set_change(core::ByteView bytes) {
    Reader reader{bytes};
    SARHAD_TRY(const core::ByteView magic, reader.take(kMagic.size()));
    SARHAD_TRY(const core::ByteView form, reader.take(2));
    if (core::as_text(magic) != kMagic) {
        return corrupt("other bytes");
    }
    if (core::get_u16(form) != kSetChangeVersion) {
        return Error{Errc::kInvalid,
                     core::cat("reference set in form ",
                               core::get_u16(form),
                               ": this software reads form ",
                               kSetChangeVersion,
                               "; update it")};
    }
    SetChange change;
    SARHAD_TRY(change.name, reader.short_text());
    SARHAD_TRY(change.version, reader.u32());
    SARHAD_TRY(change.base, reader.u32());
    SARHAD_TRY(const std::uint8_t flags, reader.byte());
    if (flags > kOpen) {
        return corrupt("it says more than is known here");
    }
    change.is_open = flags == kOpen;
    SARHAD_TRY(change.added, reader.texts());
    SARHAD_TRY(change.removed, reader.texts());
    if (!reader.is_at_end()) {
        return corrupt("something stands behind it");
    }
    return change;
}

}  // namespace sarhad::rules
