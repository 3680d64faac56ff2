// links: sarhad_rules sarhad_facts sarhad_core
// words: rules/cel/macros.cpp rules/cel/overloads_standard.cpp
#include "core/check.h"
#include "rules/cel/environment.h"
#include "rules/cel/lexer.h"
#include "rules/cel/parser.h"
#include "rules/cel/unparser.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace cel = sarhad::rules::cel;

namespace {

/// Names that a fuzzed one may hit: a record, its fields, an enum, variables.
struct World {
    World() {
        using Shape = cel::MessageField::Shape;
        types.add_message("T");
        types.add_field("T", "f", {Shape::kSingle, {}, {cel::FieldKind::kInt, {}}});
        types.add_field("T", "t", {Shape::kList, {}, {cel::FieldKind::kMessage, "T"}});
        types.add_enum_value("E", "A", 1);
        names.add_variable("t", names.types().message("T"));
        names.add_variable("x", cel::Type::plain(cel::TypeKind::kDyn));
        names.add_variable("a.b", cel::Type::plain(cel::TypeKind::kString));
    }
    cel::MessageTable types;
    cel::Environment names{&types};
};

}  // namespace

/// Any bytes give a tree or an issue that names a place; a tree comes back from its own text, and
/// is checked or refused with a place too.
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
    SARHAD_CHECK(text.size() > cel::kSourceBytesMax ||
                 (again.ok() && cel::to_text(again.ast) == text));
    static const World world;
    const cel::Checked checked = cel::check(std::move(parsed.ast), world.names);
    SARHAD_CHECK(checked.ok() || !cel::format(checked.issues, source).empty());
    SARHAD_CHECK(!checked.ok() || !checked.type().is(cel::TypeKind::kVariable));
    return 0;
}
