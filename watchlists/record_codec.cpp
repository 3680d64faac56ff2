#include "record_codec.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

// What a piece of a text is, in the three low bits of its head; the rest tells its number or size.
constexpr unsigned kKindBits = 3;
constexpr unsigned kHashedKindBits = 2;  ///< Without a pool: no kNumbered.
constexpr std::uint64_t kKindMask = 7;
constexpr std::uint32_t kPooled = 0;
constexpr std::uint32_t kSpelt = 1;
constexpr std::uint32_t kDigits = 2;
/// A number in the pool, then how many digits, and these: "INV-", 1234.
constexpr std::uint32_t kNumbered = 3;

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

void RecordWriter::digits(std::string_view digits) {
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        const auto high = static_cast<unsigned>(digits[i] - '0');
        const auto low = i + 1 < digits.size() ? static_cast<unsigned>(digits[i + 1] - '0') : 0U;
        to_.push_back(static_cast<std::uint8_t>(high << 4U | low));
    }
}

void RecordWriter::pooled(std::uint32_t word, std::uint32_t kind) {
    if (open_ != nullptr) {
        open_->push_back({static_cast<std::uint32_t>(to_.size()), word, kind});
    } else {
        number(std::uint64_t{word} << kKindBits | kind);
    }
}

/// Words go into the pool, where they are met again; numbers are each their own. What is written
/// without a pool is hashed, so that it stays as it is.
void RecordWriter::piece(std::string_view piece) {
    const auto past = std::find_if_not(piece.rbegin(), piece.rend(), is_digit);
    const std::string_view before = piece.substr(0, static_cast<std::size_t>(piece.rend() - past));
    const std::string_view at_end = piece.substr(before.size());
    const bool is_pooled = pool_ != nullptr && std::none_of(before.begin(), before.end(), is_digit);
    const unsigned bits = pool_ != nullptr ? kKindBits : kHashedKindBits;
    if (before.empty() && !piece.empty()) {
        number(piece.size() << bits | kDigits);
        digits(piece);
    } else if (!is_pooled) {
        number(piece.size() << bits | kSpelt);
        core::append(to_, core::as_bytes(piece));
    } else if (at_end.empty()) {
        pooled(pool_->intern(piece).number, kPooled);
    } else {
        pooled(pool_->intern(before).number, kNumbered);
        number(at_end.size());
        digits(at_end);
    }
}

void RecordWriter::text(std::string_view text) {
    if (text.empty()) {
        number(0);
        return;
    }
    number(static_cast<std::uint64_t>(std::count(text.begin(), text.end(), ' ')) + 1);
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        piece(text.substr(at, end - at));
        at = end + 1;
    }
}

std::uint64_t RecordReader::number() {
    if (!left_.empty() && left_.front() < 0x80 && !is_bad_) {  // As most are.
        const std::uint8_t byte = left_.front();
        left_ = left_.subspan(1);
        return byte;
    }
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

void RecordReader::digits(std::uint64_t size, std::string& into) {
    if (size > left_.size() * 2) {
        is_bad_ = true;
        return;
    }
    for (std::uint64_t i = 0; i < size; ++i) {
        const unsigned byte = left_[i / 2];
        into.push_back(static_cast<char>('0' + (i % 2 == 0 ? byte >> 4U : byte & 0xFU)));
    }
    left_ = left_.subspan((size + 1) / 2);
}

void RecordReader::piece(std::string& into) {
    const std::uint64_t head = number();
    const std::uint64_t kind = head & kKindMask;
    const std::uint64_t size = head >> kKindBits;
    const bool is_pooled = kind == kPooled || kind == kNumbered;
    is_bad_ = is_bad_ || kind > kNumbered || (is_pooled && size >= pool_.size()) ||
              (kind == kSpelt && size > left_.size());
    if (is_bad_) {
        return;
    }
    if (is_pooled) {
        into += pool_.text(size);
    } else if (kind == kSpelt) {
        into += core::as_text(left_.first(size));
        left_ = left_.subspan(size);
    }
    if (kind == kDigits || kind == kNumbered) {
        const std::uint64_t count = kind == kDigits ? size : number();
        digits(count, into);
    }
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

namespace {

// Keys of a birth's fields: facts::Schema<ListedBirth>.
constexpr std::uint64_t kFrom = 1;
constexpr std::uint64_t kTo = 2;
constexpr std::uint64_t kPrecision = 3;

}  // namespace

void put_birth(RecordWriter& to, const ListedBirth& birth) {
    const facts::PartialDate none;
    const bool is_one = to.has_pool() && birth.from == birth.to;
    if (birth.from.reveal() != none) {
        to.number(kFrom);
        put_record(to, birth.from);
    }
    // A last day that is not known must be told from one that is the first.
    if (to.has_pool() ? !is_one : birth.to.reveal() != none) {
        to.number(kTo);
        put_record(to, birth.to);
    }
    if (birth.precision != DatePrecision::kExact) {
        to.number(kPrecision);
        put_record(to, birth.precision);
    }
    to.number(0);
}

void get_birth(RecordReader& from, ListedBirth& into) {
    into = {};
    std::uint64_t key = from.number();
    if (key == kFrom) {
        get_record(from, into.from, 0);
        key = from.number();
    }
    into.to = into.from;
    if (key == kTo) {
        get_record(from, into.to, 0);
        key = from.number();
    }
    if (key == kPrecision) {
        get_record(from, into.precision, 0);
        key = from.number();
    }
    if (key != 0) {
        from.fail();
    }
}

}  // namespace sarhad::watchlists
