#include "ctl/explain_basis.h"

#include "core/text.h"
#include "ctl/answers.h"
#include "screening/screen.h"
#include "watchlists/normalise.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;

/// A list that hit, as the record and as those who may know tell its edition.
struct Edition {
    std::string list;
    std::uint64_t recorded{0};
    std::optional<std::uint64_t> in_force{};  ///< At the port that was asked.
    std::optional<std::uint64_t> in_file{};   ///< Of a file that tells one under that name.
    [[nodiscard]] std::optional<bool> is_same() const {
        const auto& known = in_force ? in_force : in_file;
        return known ? std::optional{*known == recorded} : std::nullopt;
    }
};

std::optional<std::uint64_t> edition_at(const std::optional<PortLists>& port,
                                        std::string_view list) {
    if (!port) {
        return std::nullopt;
    }
    const auto found = std::find_if(port->lists.begin(),
                                    port->lists.end(),
                                    [&](const PortLists::One& one) { return one.name == list; });
    return found == port->lists.end() ? std::nullopt : std::optional{found->edition};
}

/// An imported file has no edition before it is published.
std::optional<std::uint64_t> edition_in(const std::vector<watchlists::ListFile>& files,
                                        std::string_view list) {
    const auto found =
        std::find_if(files.begin(), files.end(), [&](const watchlists::ListFile& file) {
            return file.manifest.name == list && file.manifest.edition != 0;
        });
    return found == files.end() ? std::nullopt : std::optional{found->manifest.edition};
}

/// One a list and edition, in the order of the hits.
std::vector<Edition> editions_of(const facts::Decision& decision,
                                 const std::optional<PortLists>& port,
                                 const std::vector<watchlists::ListFile>& files) {
    std::vector<Edition> editions;
    for (const facts::Hit& hit : decision.hits) {
        const bool is_new = std::none_of(editions.begin(), editions.end(), [&](const Edition& one) {
            return one.list == hit.list && one.recorded == hit.edition;
        });
        if (is_new) {
            editions.push_back(
                {hit.list, hit.edition, edition_at(port, hit.list), edition_in(files, hit.list)});
        }
    }
    return editions;
}

template <class T>
Json or_null(const std::optional<T>& value) {
    return value ? Json{*value} : Json{};
}

Json editions_json(const std::vector<Edition>& editions) {
    Json array = Json::array();
    for (const Edition& one : editions) {
        array.push(Json::object({{"list", one.list},
                                 {"recorded", one.recorded},
                                 {"in_force", or_null(one.in_force)},
                                 {"in_file", or_null(one.in_file)},
                                 {"same", or_null(one.is_same())}}));
    }
    return array;
}

constexpr std::string_view kContradiction = "the record contradicts itself: ";

void add_contradiction(std::string_view what, Basis& basis) {
    basis.contradicts = true;
    basis.text += core::cat(kContradiction, what, "\n");
}

void add_editions(const std::vector<Edition>& editions, bool is_in_force, Basis& basis) {
    for (std::size_t i = 0; i < editions.size(); ++i) {
        const Edition& one = editions[i];
        for (std::size_t before = 0; before < i; ++before) {
            if (editions[before].list == one.list) {
                add_contradiction(core::cat("hits of ",
                                            one.list,
                                            " are of edition ",
                                            editions[before].recorded,
                                            " and of edition ",
                                            one.recorded),
                                  basis);
            }
        }
        if (one.in_force && *one.in_force != one.recorded && is_in_force) {
            add_contradiction(core::cat("it names the lists that are in force at this port, where ",
                                        one.list,
                                        " is of edition ",
                                        *one.in_force,
                                        ", not ",
                                        one.recorded),
                              basis);
        } else if (one.in_force && *one.in_force != one.recorded) {
            basis.text += core::cat(one.list,
                                    ": decided by edition ",
                                    one.recorded,
                                    "; edition ",
                                    *one.in_force,
                                    " is in force at this port\n");
        }
        if (one.in_file && *one.in_file != one.recorded) {
            basis.text += core::cat(one.list,
                                    ": decided by edition ",
                                    one.recorded,
                                    "; the file given is of edition ",
                                    *one.in_file,
                                    "\n");
        }
    }
}

/// Orders are valid by the day on which the traveller was screened.
std::optional<bool> check_day(const facts::Decision& decision,
                              facts::PartialDate screened_on,
                              Basis& basis) {
    if (!screened_on.is_known()) {
        return std::nullopt;
    }
    const bool is_same = decision.on == screened_on;
    if (!is_same) {
        const bool has_day = decision.on.is_known();
        add_contradiction(core::cat("it was screened on ",
                                    facts::to_text(screened_on),
                                    ", and its orders were valid by ",
                                    has_day ? "the day " : "no day",
                                    has_day ? facts::to_text(decision.on) : std::string{}),
                          basis);
    }
    return is_same;
}

std::optional<bool> check_lists(const facts::Decision& decision,
                                const std::optional<PortLists>& port,
                                Basis& basis) {
    if (!port) {
        return std::nullopt;
    }
    const std::string recorded = core::to_hex(decision.list_hash);
    const bool is_same = port->hash == recorded;
    if (!is_same) {
        basis.text += core::cat("decided by lists ",
                                recorded,
                                ", which are not in force at this port any more (",
                                port->hash,
                                " are)\n");
    }
    return is_same;
}

void check_versions(const facts::Decision& decision, bool is_late, Basis& basis) {
    if (!is_late && decision.schema_version != screening::kSchemaVersion) {
        basis.text += core::cat("decided with facts of version ",
                                decision.schema_version,
                                "; these are of version ",
                                screening::kSchemaVersion,
                                ": bytes that differ may be no fault\n");
    }
    if (decision.normalise_version != watchlists::kNormaliseVersion ||
        decision.scoring_version != watchlists::kScoringVersion) {
        basis.text += core::cat("decided by versions ",
                                decision.normalise_version,
                                " (names) and ",
                                decision.scoring_version,
                                " (scores); these are ",
                                watchlists::kNormaliseVersion,
                                " and ",
                                watchlists::kScoringVersion,
                                ": bytes that differ are no fault\n");
    }
}

}  // namespace

core::Result<PortLists> port_lists_of(const Json& status) {
    PortLists port;
    SARHAD_TRY(port.hash, status.text_at("list_hash"));
    for (const Json& list : elements_at(status, "lists")) {
        PortLists::One one;
        SARHAD_TRY(one.name, list.text_at("name"));
        one.edition = static_cast<std::uint64_t>(int_or_zero(list, "edition"));
        port.lists.push_back(std::move(one));
    }
    return port;
}

Basis basis_of(const facts::Decision& decision,
               facts::PartialDate screened_on,
               const std::optional<PortLists>& port,
               const std::vector<watchlists::ListFile>& files) {
    Basis basis;
    check_versions(decision, false, basis);
    const auto same_day = check_day(decision, screened_on, basis);
    const auto same_lists = check_lists(decision, port, basis);
    const std::vector<Edition> editions = editions_of(decision, port, files);
    add_editions(editions, same_lists.value_or(false), basis);
    const bool is_told = screened_on.is_known();
    const bool is_same_schema = decision.schema_version == screening::kSchemaVersion;
    basis.json = Json::object(
        {{"schema",
          Json::object({{"recorded", decision.schema_version},
                        {"here", screening::kSchemaVersion},
                        {"same", is_same_schema}})},
         {"on",
          Json::object({{"recorded", facts::to_text(decision.on)},
                        {"screened", is_told ? Json{facts::to_text(screened_on)} : Json{}},
                        {"same", or_null(same_day)}})},
         {"list_hash",
          Json::object({{"recorded", core::to_hex(decision.list_hash)},
                        {"in_force", port ? Json{port->hash} : Json{}},
                        {"same", or_null(same_lists)}})},
         {"editions", editions_json(editions)}});
    return basis;
}

Basis basis_of_late(const facts::Decision& decision,
                    const std::vector<watchlists::ListFile>& files) {
    Basis basis;
    check_versions(decision, true, basis);
    const std::vector<Edition> editions = editions_of(decision, std::nullopt, files);
    add_editions(editions, false, basis);
    basis.json = Json::object({{"schema", Json{}},
                               {"on", Json{}},
                               {"list_hash", Json{}},
                               {"editions", editions_json(editions)}});
    return basis;
}

bool is_of_these_versions(const facts::Decision& decision, bool is_late) {
    return decision.normalise_version == watchlists::kNormaliseVersion &&
           decision.scoring_version == watchlists::kScoringVersion &&
           (is_late || decision.schema_version == screening::kSchemaVersion);
}

}  // namespace sarhad::ctl
