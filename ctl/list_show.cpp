#include "api/fact_json.h"
#include "core/text.h"
#include "ctl/commands.h"
#include "ctl/read_list.h"
#include "watchlists/matcher.h"

#include <algorithm>
#include <optional>
#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;
using watchlists::ListEntry;

/// The whole file is read, whose hashes stand behind its entries.
core::Result<std::optional<ListEntry>> find_entry(editions::ListReader& reader,
                                                  const std::string& reference) {
    std::optional<ListEntry> found;
    for (;;) {
        SARHAD_TRY(std::optional<editions::ListReader::Listed> listed, reader.next());
        if (!listed) {
            return found;
        }
        if (listed->entry.id == reference) {
            found = std::move(listed->entry);
        }
    }
}

/// "word: text" a line, without lines that say nothing.
class Lines final {
public:
    explicit Lines(std::ostream& out) : out_{out} {}
    void add(std::string_view word, std::string_view text) {
        constexpr std::size_t kWord = 16;
        if (!text.empty()) {
            // A source's own word may be longer: whole all the same.
            out_ << word << std::string(kWord - std::min(word.size(), kWord - 1), ' ') << text
                 << '\n';
        }
    }
    void add(std::string_view word, const std::vector<core::Redacted<std::string>>& texts) {
        for (const auto& text : texts) {
            add(word, text.reveal());
        }
    }

private:
    std::ostream& out_;
};

void add_names(const ListEntry& entry, Lines& lines) {
    for (const watchlists::ListedName& name : entry.names) {
        const bool is_sure = name.quality == watchlists::NameQuality::kStrong;
        lines.add(name.kind == watchlists::NameKind::kPrimary ? "name" : facts::name_of(name.kind),
                  core::cat(name.text.reveal(),
                            is_sure ? "" : " (",
                            is_sure ? std::string_view{} : facts::name_of(name.quality),
                            is_sure ? "" : ")"));
        lines.add("original", name.original.reveal());
    }
}

void add_births(const ListEntry& entry, Lines& lines) {
    for (const watchlists::ListedBirth& birth : entry.births) {
        const std::string from = facts::to_text(birth.from.reveal());
        const bool is_range = birth.precision == watchlists::DatePrecision::kRange;
        const bool is_about = birth.precision == watchlists::DatePrecision::kApproximate;
        lines.add("born",
                  core::cat(is_about ? "circa " : "",
                            from,
                            is_range ? "/" : "",
                            is_range ? facts::to_text(birth.to.reveal()) : std::string{}));
    }
}

void add_order(const watchlists::ListedOrder& order, Lines& lines) {
    lines.add("action",
              order.action == facts::ListAction::kNone ? "" : facts::name_of(order.action));
    lines.add("direction", facts::name_of(order.direction));
    lines.add("owner", order.owner);
    lines.add("duty telephone", order.duty_telephone);
    lines.add("legal basis", order.legal_basis);
    lines.add("valid from", facts::to_text(order.valid_from));
    lines.add("valid until", facts::to_text(order.valid_until));
    lines.add("grading", order.grading);
    lines.add("handling", order.handling);
}

void print_text(const ListEntry& entry, std::ostream& out) {
    Lines lines{out};
    lines.add("entry", entry.id);
    lines.add("kind", facts::name_of(entry.kind));
    lines.add("source", entry.source);
    add_names(entry, lines);
    lines.add("father", entry.fathers);
    lines.add("sex", entry.sex == facts::Sex::kUnknown ? "" : facts::name_of(entry.sex));
    add_births(entry, lines);
    lines.add("birth place", entry.birth_places);
    for (const std::string& country : entry.nationalities) {
        lines.add("nationality", country);
    }
    lines.add("district", entry.districts);
    for (const watchlists::ListedDocument& number : entry.documents) {
        lines.add(
            number.kind.empty() ? facts::name_of(number.type) : std::string_view{number.kind},
            core::cat(number.number.reveal(), number.issuer.empty() ? "" : " of ", number.issuer));
    }
    lines.add("flag", entry.flag);
    lines.add("type", entry.craft_type);
    lines.add("programme", entry.programme);
    lines.add("listed on", facts::to_text(entry.listed_on));
    add_order(entry.order, lines);
    lines.add("remarks", entry.remarks.reveal());
}

}  // namespace

Outcome run(const ListShow& options, Context& context) {
    editions::ListReader reader = list_reader(context, options.list);
    auto head = reader.head();
    if (!head) {
        return about(options.list, head.error());
    }
    auto found = find_entry(reader, options.entry);
    if (!found) {
        return about(options.list, found.error());
    }
    if (!*found) {
        return core::Error{core::Errc::kNotFound,
                           core::cat(options.list,
                                     ": no entry of that reference: write it as a "
                                     "hit's `entry` has it")};
    }
    ListEntry& entry = **found;
    if (!entry.sealed.empty()) {
        return core::Error{core::Errc::kInvalid,
                           core::cat(options.list,
                                     ": the entry is sealed for the ports of its compartment: its "
                                     "agency's own list file has it open")};
    }
    entry.order = watchlists::order_of(entry, head->manifest);
    if (context.json) {
        print(context.out,
              Json::object({{"schema", "sarhad.list.show/1"},
                            {"list", head->manifest.name},
                            {"source", head->manifest.source},
                            {"entry", api::to_json(entry)}}));
    } else {
        print_text(entry, context.out);
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
