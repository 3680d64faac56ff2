#include "rules/pack/document_codec.h"

#include "core/text.h"

#include <bit>
#include <set>
#include <string_view>
#include <type_traits>
#include <utility>

namespace sarhad::rules {
namespace {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;

/// The first byte of each value.
enum class Tag : std::uint8_t {
    kNothing = 0,
    kFalse = 1,
    kTrue = 2,
    kWhole = 3,
    kReal = 4,
    kText = 5,
    kTime = 6,
    kList = 7,
    kTable = 8,
};

void put_tag(core::Bytes& to, Tag tag) {
    to.push_back(static_cast<std::uint8_t>(tag));
}

void put_text(core::Bytes& to, std::string_view text) {
    core::put_u32(to, static_cast<std::uint32_t>(text.size()));
    core::append(to, core::as_bytes(text));
}

/// Recursion ends at kDocumentDepthMax.
struct Putter {
    core::Bytes& to;

    void operator()(std::monostate /*nothing*/) const { put_tag(to, Tag::kNothing); }
    void operator()(bool truth) const { put_tag(to, truth ? Tag::kTrue : Tag::kFalse); }
    void operator()(std::int64_t whole) const {
        put_tag(to, Tag::kWhole);
        core::put_u64(to, static_cast<std::uint64_t>(whole));
    }
    void operator()(double real) const {
        put_tag(to, Tag::kReal);
        core::put_u64(to, std::bit_cast<std::uint64_t>(real));
    }
    void operator()(const std::string& text) const {
        put_tag(to, Tag::kText);
        put_text(to, text);
    }
    void operator()(const DocumentTime& time) const {
        put_tag(to, Tag::kTime);
        put_text(to, time.text);
    }
    void operator()(const Document::List& list) const {
        put_tag(to, Tag::kList);
        core::put_u32(to, static_cast<std::uint32_t>(list.size()));
        for (const Document& each : list) {
            put_document(to, each);
        }
    }
    void operator()(const Document::Table& table) const {
        put_tag(to, Tag::kTable);
        core::put_u32(to, static_cast<std::uint32_t>(table.size()));
        for (const DocumentMember& member : table) {
            put_text(to, member.name);
            put_document(to, member.value);
        }
    }
};

/// Reads from the front of what is left. Memory stays within what the bytes can hold: nothing is
/// reserved by a count that they only claim.
class Taker final {
public:
    explicit Taker(core::ByteView bytes) : left_{bytes}, size_{bytes.size()} {}

    [[nodiscard]] bool is_at_end() const { return left_.empty(); }
    [[nodiscard]] Error wrong(std::string_view what) const {
        return {Errc::kCorrupt, core::cat("rule: byte ", size_ - left_.size(), ": ", what)};
    }

    Result<Document> value(std::size_t depth) {
        if (depth > kDocumentDepthMax) {
            return Error{Errc::kExhausted, "rule: nested deeper than a rule's file may be"};
        }
        if (left_.empty()) {
            return wrong("it ends within a value");
        }
        const auto tag = static_cast<Tag>(left_[0]);
        left_ = left_.subspan(1);
        Document made;
        switch (tag) {
            case Tag::kNothing:
                return made;
            case Tag::kFalse:
            case Tag::kTrue:
                made.held = tag == Tag::kTrue;
                return made;
            case Tag::kWhole:
            case Tag::kReal: {
                SARHAD_TRY(const std::uint64_t bits, number());
                if (tag == Tag::kWhole) {
                    made.held = static_cast<std::int64_t>(bits);
                } else {
                    made.held = std::bit_cast<double>(bits);
                }
                return made;
            }
            case Tag::kText: {
                SARHAD_TRY(std::string taken, text());
                made.held = std::move(taken);
                return made;
            }
            case Tag::kTime: {
                SARHAD_TRY(std::string taken, text());
                made.held = DocumentTime{std::move(taken)};
                return made;
            }
            case Tag::kList:
                return list(depth);
            case Tag::kTable:
                return table(depth);
        }
        return wrong("no such kind of value");
    }

private:
    Result<std::uint64_t> number() {
        constexpr std::size_t kSize = 8;
        if (left_.size() < kSize) {
            return wrong("it ends within a number");
        }
        const std::uint64_t value = core::get_u64(left_);
        left_ = left_.subspan(kSize);
        return value;
    }

    Result<std::uint32_t> count() {
        constexpr std::size_t kSize = 4;
        if (left_.size() < kSize) {
            return wrong("it ends within a count");
        }
        const std::uint32_t value = core::get_u32(left_);
        left_ = left_.subspan(kSize);
        return value;
    }

    Result<std::string> text() {
        SARHAD_TRY(const std::uint32_t size, count());
        if (left_.size() < size) {
            return wrong("it ends within a text");
        }
        std::string taken{core::as_text(left_.first(size))};
        if (!core::is_utf8(taken)) {
            return wrong("a text is no UTF-8");
        }
        left_ = left_.subspan(size);
        return taken;
    }

    Result<Document> list(std::size_t depth) {
        SARHAD_TRY(const std::uint32_t elements, count());
        Document::List taken;
        for (std::uint32_t i = 0; i < elements; ++i) {
            SARHAD_TRY(Document each, value(depth + 1));
            taken.push_back(std::move(each));
        }
        Document made;
        made.held = std::move(taken);
        return made;
    }

    Result<Document> table(std::size_t depth) {
        SARHAD_TRY(const std::uint32_t members, count());
        Document::Table taken;
        std::set<std::string> names;
        for (std::uint32_t i = 0; i < members; ++i) {
            SARHAD_TRY(std::string name, text());
            if (!names.insert(name).second) {
                return wrong("a name is given twice");
            }
            SARHAD_TRY(Document each, value(depth + 1));
            taken.emplace_back(std::move(name), std::move(each));
        }
        Document made;
        made.held = std::move(taken);
        return made;
    }

    core::ByteView left_;
    std::size_t size_;
};

}  // namespace

void put_document(core::Bytes& to, const Document& document) {
    std::visit(Putter{to}, document.held);
}

Result<Document> take_document(core::ByteView bytes) {
    Taker taker{bytes};
    SARHAD_TRY(Document taken, taker.value(0));
    if (!taker.is_at_end()) {
        return taker.wrong("bytes follow its end");
    }
    return taken;
}

}  // namespace sarhad::rules
