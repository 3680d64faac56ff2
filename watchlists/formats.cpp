#include "watchlists/formats.h"

#include <algorithm>
#include <array>

namespace sarhad::watchlists {
namespace {

using PlainImport = core::Result<ImportReport> (*)(const ByteSource&,
                                                   const EntrySink&,
                                                   References&);

template <PlainImport kImport>
core::Result<ImportReport> entries_only(const ByteSource& from,
                                        const ImportSinks& sinks,
                                        References& before) {
    return kImport(from, sinks.entry, before);
}

constexpr std::array<ListFormatInfo, 13> kFormats{
    {{"csl-csv",
      "US consolidated screening list (trade.gov)",
      ListOwner::kPublished,
      false,
      entries_only<import_csl_csv>},
     {"eu-csv",
      "European Union, CSV 1.0 and 1.1",
      ListOwner::kPublished,
      false,
      entries_only<import_eu_csv>},
     {"eu-xml",
      "European Union, XML 1.1",
      ListOwner::kPublished,
      false,
      entries_only<import_eu_xml>},
     {"ftm", "FollowTheMoney entities", ListOwner::kPublished, false, import_ftm},
     {"ftm-delta", "FollowTheMoney changes", ListOwner::kPublished, true, import_ftm_delta},
     {"gtas-csv",
      "watchlist exported by GTAS",
      ListOwner::kPublished,
      false,
      entries_only<import_gtas_csv>},
     {"ofac-advanced-xml",
      "OFAC sdn_advanced.xml",
      ListOwner::kPublished,
      false,
      entries_only<import_ofac_advanced_xml>},
     {"ofac-xml",
      "OFAC sdn.xml and consolidated.xml",
      ListOwner::kPublished,
      false,
      entries_only<import_sdn_xml>},
     {"pk-proscribed-json",
      "Pakistan's proscribed persons",
      ListOwner::kPublished,
      false,
      entries_only<import_pk_proscribed>},
     {"sarhad-csv",
      "an agency's own list",
      ListOwner::kAgency,
      false,
      entries_only<import_sarhad_csv>},
     {"senzing", "Senzing JSON", ListOwner::kPublished, false, entries_only<import_senzing>},
     {"uk-csv",
      "UK Sanctions List, and the ConList",
      ListOwner::kPublished,
      false,
      entries_only<import_uk_csv>},
     {"un-xml",
      "United Nations consolidated list",
      ListOwner::kPublished,
      false,
      entries_only<import_un_xml>}}};

}  // namespace

std::span<const ListFormatInfo> list_formats() {
    return kFormats;
}

const ListFormatInfo* find_format(std::string_view id) {
    const auto* found = std::find_if(
        kFormats.begin(), kFormats.end(), [&](const auto& format) { return format.id == id; });
    return found == kFormats.end() ? nullptr : found;
}

}  // namespace sarhad::watchlists
