// rules import: rules of another system become drafts of ours, with a word on each that did not.
#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"
#include "ctl/rule_files.h"
#include "rules/gtas/import.h"
#include "watchlists/countries.h"

#include <algorithm>
#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;
using core::cat;
using daemon::ExitCode;
using rules::gtas::Finding;
using rules::gtas::ImportedRule;
using rules::gtas::Weight;

/// "" of what is no code of a country.
std::string alpha2(std::string_view code) {
    if (code.size() != 2 && code.size() != 3) {
        return {};
    }
    constexpr unsigned kBitsOfALetter = 8;
    const watchlists::CountryCode country = watchlists::country_of(code);
    return country == 0 ? std::string{}
                        : std::string{static_cast<char>(country >> kBitsOfALetter),
                                      static_cast<char>(country & 0xFFU)};
}

core::Status check_owner(const std::string& owner) {
    return rules::is_rule_owner(owner)
               ? core::Status{}
               : core::Error{core::Errc::kInvalid,
                             "--owner: wanted a name of small letters, digits and '-', such as "
                             "customs"};
}

/// A rule with what was read of it, and where it is now.
struct Told {
    std::string file;
    ImportedRule rule;
    std::string written;  ///< "" where it was not.
};

std::string place_text(const std::string& file, const rules::FilePlace& place) {
    return cat(file, ":", place.line, ":", place.column, ": ");
}

/// Never over a file that is there: somebody may have worked on it.
core::Status write(Context& context, const std::string& folder, Told& told) {
    const std::string path = cat(folder, "/", told.rule.id, ".toml");
    SARHAD_TRY(const std::vector<std::string> names, context.files.list(folder));
    if (std::find(names.begin(), names.end(), cat(told.rule.id, ".toml")) != names.end()) {
        told.rule.findings.push_back(
            {Weight::kRefused,
             told.rule.place,
             cat("not written: ", path, " is there: move it away to import the rule anew")});
        return {};
    }
    SARHAD_TRY_STATUS(
        write_output(context, path, core::as_bytes(told.rule.text), core::FileMode::kShared));
    told.written = path;
    return {};
}

bool is_carried(const Told& told) {
    const auto& all = told.rule.findings;
    return std::none_of(all.begin(), all.end(), [](const Finding& finding) {
        return finding.weight == Weight::kRefused;
    });
}

Json told_json(const Told& told) {
    Json findings = Json::array();
    for (const Finding& finding : told.rule.findings) {
        findings.push(Json::object({{"weight", name_of(finding.weight)},
                                    {"line", finding.place.line},
                                    {"column", finding.place.column},
                                    {"what", finding.what}}));
    }
    return Json::object({{"file", told.file},
                         {"line", told.rule.place.line},
                         {"column", told.rule.place.column},
                         {"id", told.rule.id},
                         {"title", told.rule.title},
                         {"carried", is_carried(told)},
                         {"written", told.written},
                         {"findings", std::move(findings)}});
}

void print_told(std::ostream& out, const Told& told) {
    out << place_text(told.file, told.rule.place) << told.rule.id << " '" << told.rule.title
        << "': " << (is_carried(told) ? "carried" : "not carried")
        << (told.written.empty() ? "" : ", written to ") << told.written << '\n';
    for (const Finding& finding : told.rule.findings) {
        out << "    " << place_text(told.file, finding.place) << name_of(finding.weight) << ": "
            << finding.what << '\n';
    }
}

}  // namespace

Outcome run(const RulesImport& options, Context& context) {
    SARHAD_TRY_STATUS(check_owner(options.owner));
    const rules::FactSchema schema;
    rules::gtas::Importer importer{schema,
                                   {options.owner, facts::day_of(context.clock.wall()), &alpha2}};
    std::vector<Told> all;
    for (const std::string& file : options.files) {
        SARHAD_TRY(const core::Bytes bytes, read_input(context, file, kRuleFileBytes));
        auto made = importer.import(core::as_text(bytes));
        if (!made) {
            return core::Error{core::Errc::kInvalid, cat(file, ":", made.error().what)};
        }
        for (ImportedRule& rule : *made) {
            all.push_back({file, std::move(rule), {}});
        }
    }
    if (!options.out.empty()) {
        SARHAD_TRY_STATUS(context.files.make_folder(options.out));
        for (Told& told : all) {
            if (is_carried(told)) {
                SARHAD_TRY_STATUS(write(context, options.out, told));
            }
        }
    }
    const auto carried =
        static_cast<std::size_t>(std::count_if(all.begin(), all.end(), is_carried));
    const std::size_t refused = all.size() - carried;
    if (context.json) {
        Json listed = Json::array();
        for (const Told& told : all) {
            listed.push(told_json(told));
        }
        print(context.out,
              Json::object(
                  {{"rules", std::move(listed)}, {"carried", carried}, {"refused", refused}}));
    } else {
        for (const Told& told : all) {
            print_told(context.out, told);
        }
        context.out << counted(all.size(), "rule") << ", " << carried << " carried, " << refused
                    << " not carried\n";
    }
    return refused == 0 ? ExitCode::kOk
                        : (carried == 0 ? ExitCode::kBadInput : ExitCode::kPartlyDone);
}

}  // namespace sarhad::ctl
