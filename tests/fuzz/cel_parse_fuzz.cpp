// links: sarhad_rules sarhad_facts sarhad_core
// words: rules/cel/macros.cpp rules/cel/overloads_standard.cpp
#include "core/check.h"
#include "rules/cel/environment.h"
#include "rules/cel/parser.h"
#include "rules/cel/unparser.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace cel = sarhad::rules::cel;

namespace {

/// A world with a variable of each kind, so that a fuzzed name may mean something.
const cel::Environment& world() {
    static const cel::MessageTable types = [] {
        cel::MessageTable table;
        table.add_message("T");
        table.add_field("T", "f", {cel::MessageField::Shape::kSingle, {}, {cel::FieldKind::kInt, {}}});
        table.add_field("T", "t", {cel::MessageField::Shape::kList, {}, {cel::FieldKind::kMessage, "T"}});
        table.add_enum_value("E", "A", 1);
        return table;
    }();
    static const cel::Environment made{&types};
    return made;
}

}  // namespace

/// Any bytes give a tree or an issue that names a place; a tree comes back from its own text, and is checked or
/// refused with a place too.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string source(bytes, bytes + size);
    const cel::ParseOptions options{true, true};
    cel::Parsed parsed = cel::parse(source, options);
    if (!parsed.ok()) {
        SARHAD_CHECK(!cel::format(parsed.issues, source).empty());
        return 0;
    }
    const std::string text = cel::to_text(parsed.ast);
    const cel::Parsed again = cel::parse(text, options);
    SARHAD_CHECK(again.ok() ? cel::to_text(again.ast) == text : text.size() > size);
    const cel::Checked checked = cel::check(std::move(parsed.ast), world());
    SARHAD_CHECK(checked.ok() || !cel::format(checked.issues, source).empty());
    SARHAD_CHECK(!checked.ok() || !checked.type().is(cel::TypeKind::kVariable));
    return 0;
}
