#include "ofac_advanced_names.h"

#include "entry_parts.h"

#include "core/text.h"

#include <map>

namespace sarhad::watchlists {
namespace {

/// NamePartGroup ids of an identity to "Last Name", "First Name" ...
std::map<std::string, std::string> part_types(const XmlRecord& record,
                                              std::size_t identity,
                                              const ReferenceValue& value) {
    std::map<std::string, std::string> types;
    for (const std::size_t at : record.below(identity, "NamePartGroup")) {
        types[record.attribute(at, "ID")] =
            value("NamePartType", record.attribute(at, "NamePartTypeID"));
    }
    return types;
}

struct WrittenName {
    std::string given;
    std::string family;
    bool is_latin{true};
};

void append(std::string& to, const std::string& part) {
    to += to.empty() || part.empty() ? part : core::cat(" ", part);
}

WrittenName name_of(const XmlRecord& record,
                    std::size_t documented,
                    const std::map<std::string, std::string>& types,
                    const ReferenceValue& value) {
    WrittenName name;
    for (const std::size_t at : record.below(documented, "NamePartValue")) {
        const auto type = types.find(record.attribute(at, "NamePartGroupID"));
        const bool is_family = type != types.end() && type->second == "Last Name";
        append(is_family ? name.family : name.given, record.text_of(at));
        const std::string script = value("Script", record.attribute(at, "ScriptID"));
        name.is_latin = name.is_latin && (script.empty() || script == "Latin");
    }
    return name;
}

NameTraits traits_of(const XmlRecord& record, std::size_t alias, const ReferenceValue& value) {
    if (record.attribute(alias, "Primary") == "true") {
        return {NameKind::kPrimary, NameQuality::kStrong};
    }
    const bool is_former = value("AliasType", record.attribute(alias, "AliasTypeID")) == "F.K.A.";
    const bool is_weak = record.attribute(alias, "LowQuality") == "true";
    return {is_former ? NameKind::kFormer : NameKind::kAlias,
            is_weak ? NameQuality::kWeak : NameQuality::kStrong};
}

}  // namespace

void add_advanced_names(const XmlRecord& record,
                        std::size_t identity,
                        ListEntry& entry,
                        const ReferenceValue& value) {
    const auto types = part_types(record, identity, value);
    // The primary alias may stand anywhere; an entry begins with its primary name.
    for (const bool is_primary : {true, false}) {
        for (const std::size_t alias : record.children(identity, "Alias")) {
            if ((record.attribute(alias, "Primary") == "true") != is_primary) {
                continue;
            }
            for (const std::size_t documented : record.children(alias, "DocumentedName")) {
                const WrittenName name = name_of(record, documented, types, value);
                if (name.is_latin) {
                    add_name_of_parts(
                        entry, name.given, name.family, traits_of(record, alias, value));
                } else {
                    std::string whole = name.family;
                    append(whole, name.given);
                    add_original(entry, whole);
                }
            }
        }
    }
}

}  // namespace sarhad::watchlists
