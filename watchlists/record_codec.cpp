#include "record_codec.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

// What a piece of a text is, in the two low bits of its head; the rest tells its number or size.
constexpr std::uint64_t kPooled = 0;
constexpr std::uint64_t kSpelt = 1;
constexpr std::uint64_t kDigits = 2;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace

void RecordWriter::number(std::uint64_t value) {
    while (value >= 0x80) {
        to_.push_back(static_cast<std::uint8_t>(value | 0x80U));
        value >>= 7U;
    }
    to_.push_back(static_cast<std::uint8_t>(value));
}

void RecordWriter::bytes(core::ByteView bytes) {
    number(bytes.size());
    core::append(to_, bytes);
}

/// Words go into the pool, where they are met again; numbers are each their own.
void RecordWriter::piece(std::string_view piece) {
    const bool has_digit = std::any_of(piece.begin(), piece.end(), is_digit);
    if (!has_digit && pool_ != nullptr) {
        number(std::uint64_t{pool_->intern(piece).number} << 2U | kPooled);
        return;
    }
    if (piece.empty() || !std::all_of(piece.begin(), piece.end(), is_digit)) {
        number(piece.size() << 2U | kSpelt);
        core::append(to_, core::as_bytes(piece));
        return;
    }
    number(piece.size() << 2U | kDigits);
    for (std::size_t i = 0; i < piece.size(); i += 2) {
        const auto high = static_cast<unsigned>(piece[i] - '0');
        const auto low = i + 1 < piece.size() ? static_cast<unsigned>(piece[i + 1] - '0') : 0U;
        to_.push_back(static_cast<std::uint8_t>(high << 4U | low));
    }
}

void RecordWriter::text(std::string_view text) {
    const auto pieces = core::split(text, ' ');
    number(text.empty() ? 0 : pieces.size());
    for (const std::string_view one : pieces) {
        if (!text.empty()) {
            piece(one);
        }
    }
}

std::uint64_t RecordReader::number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !left_.empty() && !is_bad_; shift += 7) {
        const std::uint8_t byte = left_.front();
        left_ = left_.subspan(1);
        value |= std::uint64_t{byte & 0x7FU} << shift;
        if (byte < 0x80) {
            return value;
        }
    }
    is_bad_ = true;
    return 0;
}

core::ByteView RecordReader::bytes() {
    const std::uint64_t size = number();
    if (size > left_.size()) {
        is_bad_ = true;
        return {};
    }
    const core::ByteView taken = left_.first(size);
    left_ = left_.subspan(size);
    return taken;
}

void RecordReader::piece(std::string& into) {
    const std::uint64_t head = number();
    const std::uint64_t size = head >> 2U;
    if (is_bad_ || (head & 3U) == 3U ||
        size > ((head & 3U) == kPooled ? pool_.size() - 1
                                       : left_.size() * ((head & 3U) == kDigits ? 2 : 1)) ||
        ((head & 3U) == kPooled && pool_.size() == 0)) {
        is_bad_ = true;
        return;
    }
    if ((head & 3U) == kPooled) {
        into += pool_.text(size);
        return;
    }
    if ((head & 3U) == kSpelt) {
        into += core::as_text(left_.first(size));
        left_ = left_.subspan(size);
        return;
    }
    for (std::uint64_t i = 0; i < size; ++i) {
        const unsigned byte = left_[i / 2];
        into.push_back(static_cast<char>('0' + (i % 2 == 0 ? byte >> 4U : byte & 0xFU)));
    }
    left_ = left_.subspan((size + 1) / 2);
}

void RecordReader::text(std::string& into) {
    into.clear();
    const std::uint64_t pieces = number();
    if (pieces > left_.size()) {
        is_bad_ = true;
    }
    for (std::uint64_t i = 0; i < pieces && !is_bad_; ++i) {
        if (i > 0) {
            into.push_back(' ');
        }
        piece(into);
        is_bad_ = is_bad_ || into.size() > kMaxRecordText;
    }
}

}  // namespace sarhad::watchlists
