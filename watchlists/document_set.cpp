#include "watchlists/document_set.h"

#include "core/text.h"
#include "watchlists/document_code.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace sarhad::watchlists {
namespace {

constexpr std::uint32_t kMagic = 0x53444E53;  // "SDNS"
constexpr std::uint16_t kVersion = 1;
constexpr std::size_t kHeader = 24;
constexpr unsigned kLeastBits = 12;
constexpr unsigned kMostBits = 24;

std::uint64_t low(unsigned bits) {
    return (std::uint64_t{1} << bits) - 1;
}

/// So many buckets that one holds 8 to 16 numbers.
unsigned bits_for(std::size_t count) {
    const auto width = static_cast<unsigned>(std::bit_width(count));
    return std::clamp(width < 4 ? 0U : width - 4U, kLeastBits, kMostBits);
}

/// Reads an integer that was written with its first byte first.
template <class Integer>
Integer load(const std::uint8_t* from) {
    Integer value = 0;
    std::memcpy(&value, from, sizeof value);
    if constexpr (std::endian::native == std::endian::little) {
        value = sizeof value == 8
                    ? static_cast<Integer>(__builtin_bswap64(value))
                    : static_cast<Integer>(__builtin_bswap32(static_cast<std::uint32_t>(value)));
    }
    return value;
}

/// Against accidents, not against attackers: a list's signature is for those.
std::uint64_t checksum(core::ByteView bytes) {
    std::uint64_t sum = bytes.size();
    std::size_t at = 0;
    for (; at + 8 <= bytes.size(); at += 8) {
        sum = (std::rotl(sum, 5) ^ load<std::uint64_t>(bytes.data() + at)) * 0x9fb21c651e98df25U;
    }
    for (; at < bytes.size(); ++at) {
        sum = (std::rotl(sum, 5) ^ bytes[at]) * 0x9fb21c651e98df25U;
    }
    return sum ^ (sum >> 32U);
}

core::Error corrupt(std::string_view what) {
    return {core::Errc::kCorrupt,
            core::cat("document set: ", what, ": get the list again from its publisher")};
}

}  // namespace

std::uint32_t DocumentSet::start(std::uint64_t bucket) const {
    return load<std::uint32_t>(bytes_.data() + kHeader + 4 * bucket);
}

std::uint64_t DocumentSet::slot(std::uint64_t at) const {
    const std::size_t slots = kHeader + 4 * ((std::size_t{1} << bits_) + 2);
    return load<std::uint64_t>(bytes_.data() + slots + 8 * at);
}

core::Status DocumentSet::check() const {
    const std::uint64_t buckets = std::uint64_t{1} << bits_;
    if (start(0) != 0 || start(buckets) != count_ || start(buckets + 1) != 0) {
        return corrupt("the buckets do not cover the numbers");
    }
    for (std::uint64_t bucket = 0; bucket < buckets; ++bucket) {
        const std::uint32_t end = start(bucket + 1);
        if (end < start(bucket) || end > count_) {
            return corrupt(core::cat("bucket ", bucket, " ends before it begins"));
        }
        for (std::uint64_t at = start(bucket) + std::uint64_t{1}; at < end; ++at) {
            if (slot(at - 1) >= slot(at)) {
                return corrupt(core::cat("number ", at, " is out of order"));
            }
        }
    }
    return {};
}

core::Result<DocumentSet> DocumentSet::open(core::ByteView bytes) {
    if (bytes.size() < kHeader || core::get_u32(bytes) != kMagic) {
        return corrupt("no header");
    }
    if (core::get_u16(bytes.subspan(4)) != kVersion) {
        return corrupt(core::cat("version ", core::get_u16(bytes.subspan(4)), ", ours is 1"));
    }
    const unsigned bits = core::get_u16(bytes.subspan(6));
    const std::uint64_t count = core::get_u64(bytes.subspan(8));
    if (bits < kLeastBits || bits > kMostBits || count > kMaxDocumentNumbers) {
        return corrupt("sizes out of range");
    }
    if (bytes.size() != kHeader + 4 * ((std::size_t{1} << bits) + 2) + 8 * count) {
        return corrupt(core::cat(bytes.size(), " bytes do not hold ", count, " numbers"));
    }
    if (core::get_u64(bytes.subspan(16)) != checksum(bytes.subspan(kHeader))) {
        return corrupt("the checksum differs");
    }
    const DocumentSet set{bytes, bits, count};
    SARHAD_TRY_STATUS(set.check());
    return set;
}

DocumentMatch DocumentSet::find(std::string_view text) const {
    if (!is_document_text(text)) {
        return DocumentMatch::kNone;
    }
    const std::uint64_t code = document_code(ocr_fold(text));
    const std::uint64_t bucket = code >> (64 - bits_);
    const std::uint64_t least = code << bits_;
    std::uint64_t at = start(bucket);
    std::uint64_t end = start(bucket + 1);
    const std::uint64_t last = end;
    while (at < end) {
        const std::uint64_t middle = at + (end - at) / 2;
        (slot(middle) < least ? at : end) = slot(middle) < least ? middle + 1 : middle;
    }
    DocumentMatch match = DocumentMatch::kNone;
    const std::uint64_t equal = least | (document_code(text) & low(bits_));
    for (; at < last && slot(at) >> bits_ == least >> bits_; ++at) {
        if (slot(at) == equal) {
            return DocumentMatch::kEqual;
        }
        match = DocumentMatch::kMisread;
    }
    return match;
}

core::Status DocumentSetBuilder::add(std::string_view text) {
    if (!is_document_text(text)) {
        return core::Error{core::Errc::kInvalid,
                           "a document number is of A-Z and 0-9: normalise it first"};
    }
    if (entries_.size() >= kMaxDocumentNumbers) {
        return core::Error{core::Errc::kExhausted,
                           core::cat("a set holds ", kMaxDocumentNumbers, " numbers at most")};
    }
    entries_.push_back({document_code(ocr_fold(text)), document_code(text)});
    return {};
}

void DocumentSetBuilder::shorten_tags(unsigned bits) {
    for (Entry& entry : entries_) {
        entry.tag &= low(bits);
    }
    for (auto from = entries_.begin(); from != entries_.end();) {
        const auto to = std::find_if(
            from, entries_.end(), [&](const Entry& entry) { return entry.code != from->code; });
        std::sort(from, to);
        from = to;
    }
    entries_.erase(std::unique(entries_.begin(), entries_.end()), entries_.end());
}

core::Bytes DocumentSetBuilder::build() {
    std::sort(entries_.begin(), entries_.end());
    entries_.erase(std::unique(entries_.begin(), entries_.end()), entries_.end());
    const unsigned bits = bits_for(entries_.size());
    shorten_tags(bits);
    const std::size_t buckets = std::size_t{1} << bits;
    core::Bytes bytes;
    bytes.reserve(kHeader + 4 * (buckets + 2) + 8 * entries_.size());
    core::put_u32(bytes, kMagic);
    core::put_u16(bytes, kVersion);
    core::put_u16(bytes, static_cast<std::uint16_t>(bits));
    core::put_u64(bytes, entries_.size());
    core::put_u64(bytes, 0);  // The checksum, below.
    std::size_t at = 0;
    for (std::size_t bucket = 0; bucket <= buckets; ++bucket) {
        while (at < entries_.size() && (entries_[at].code >> (64 - bits)) < bucket) {
            ++at;
        }
        core::put_u32(bytes, static_cast<std::uint32_t>(at));
    }
    core::put_u32(bytes, 0);
    for (const Entry& entry : entries_) {
        core::put_u64(bytes, (entry.code << bits) | entry.tag);
    }
    entries_ = {};
    core::Bytes sum;
    core::put_u64(sum, checksum(core::ByteView{bytes}.subspan(kHeader)));
    std::copy(sum.begin(), sum.end(), bytes.begin() + 16);
    return bytes;
}

}  // namespace sarhad::watchlists
