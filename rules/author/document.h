#pragma once

#include "core/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sarhad::rules {

/// Where something stands in a file; both count from 1, columns in bytes. 0: not known.
struct FilePlace {
    std::uint32_t line{0};
    std::uint32_t column{0};
    friend bool operator==(const FilePlace&, const FilePlace&) = default;
};

/// A date or a moment as it is written: "2026-01-31", "2026-01-31T10:00:00Z".
struct DocumentTime {
    std::string text;
    friend bool operator==(const DocumentTime&, const DocumentTime&) = default;
};

struct DocumentMember;

/// What a file of TOML or JSON holds, before it is read as a rule or as facts: at most
/// kDocumentDepthMax deep.
struct Document {
    using List = std::vector<Document>;
    using Table = std::vector<DocumentMember>;  ///< In the file's order; each name once.

    std::variant<std::monostate, bool, std::int64_t, double, std::string, DocumentTime, List, Table>
        held;
    FilePlace place{};
    FilePlace name_place{};  ///< Of a member's name, where the file has it as it is.

    /// Where what is wrong with a member's name stands.
    [[nodiscard]] FilePlace at_name() const { return name_place.line == 0 ? place : name_place; }
    /// Null where this is no table or has no such member.
    [[nodiscard]] const Document* find(std::string_view name) const;
    // Each null where this is no such thing.
    [[nodiscard]] const Table* table() const;
    [[nodiscard]] const List* list() const;
    [[nodiscard]] const std::string* text() const;
    /// "a text", "a number" ...
    [[nodiscard]] std::string_view kind() const;
    /// The value's content; where it stands does not count.
    [[nodiscard]] bool is_same(const Document& other) const;
};

/// A member of a table.
struct DocumentMember {
    DocumentMember(std::string called, Document held)
        : name{std::move(called)}, value{std::move(held)} {}

    std::string name;
    Document value;
};

/// What a TOML 1.0 text says. kInvalid as "line:column: what"; kExhausted past a limit.
[[nodiscard]] core::Result<Document> read_toml(std::string_view text);
/// What a JSON text says; no places but in errors. As read_toml(); a name given twice is kInvalid.
[[nodiscard]] core::Result<Document> read_json(std::string_view text);

/// Lists and tables inside each other, of a rule or of facts.
inline constexpr std::size_t kDocumentDepthMax = 16;
/// Values of one file: a pack of 200 rules with their tests has some 20,000.
inline constexpr std::size_t kDocumentValuesMax = 200'000;
/// Bytes of one file.
inline constexpr std::size_t kDocumentBytesMax = 4U << 20U;

}  // namespace sarhad::rules
