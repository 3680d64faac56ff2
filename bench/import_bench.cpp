// A source file of any size in bounded memory: for each large format a file of invented people is
// made as it is read, imported, and written as a list file; each in a process of its own, whose
// peak resident size is told. import_bench [MEBIBYTES] [FORMAT...]; with --write FORMAT FILE the
// file alone is written, for `sarhadctl list import`.

#include "core/check.h"
#include "core/posix_files.h"
#include "core/text.h"
#include "ctl/list_draft.h"
#include "watchlists/formats.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace sarhad;  // NOLINT(google-build-using-namespace): a program of its own.

constexpr std::string_view kRemarks =
    "Invented for a measurement; was seen at the invented bridge with the invented cart; said to "
    "trade in invented goods under invented names and to know nobody who is not invented too";

/// A name of three words for a number; numbers give different names.
std::string name_of(std::uint64_t number) {
    static constexpr std::array<std::string_view, 16> kParts{"zor",
                                                             "van",
                                                             "bel",
                                                             "kha",
                                                             "dim",
                                                             "tar",
                                                             "mun",
                                                             "osk",
                                                             "eld",
                                                             "rim",
                                                             "lum",
                                                             "aal",
                                                             "to",
                                                             "vir",
                                                             "ta",
                                                             "wen"};
    std::string name;
    std::uint64_t mixed = number * 0x9E3779B97F4A7C15U;
    for (int word = 0; word < 3; ++word) {
        name += word == 0 ? "" : " ";
        for (int part = 0; part < 3; ++part) {
            name += kParts.at(mixed & 0xFU);
            mixed >>= 4U;
        }
    }
    return name;
}

std::string born(std::uint64_t number) {
    return core::cat(1940 + number % 60, "-0", 1 + number % 9, "-1", number % 10);
}

/// What a file of the format begins with, holds for each number, and ends with.
struct Maker {
    std::string_view format;
    std::string head;
    std::function<std::string(std::uint64_t)> record;
    std::string tail;
};

using core::cat;

Maker sarhad_csv() {
    return {"sarhad-csv",
            "reference,name,aliases,father,date_of_birth,passport,action,remarks\n",
            [](std::uint64_t n) {
                return cat("A-",
                           n,
                           ",",
                           name_of(n),
                           ",",
                           name_of(n + 7),
                           ",",
                           name_of(n + 9),
                           ",",
                           born(n),
                           ",X",
                           1'000'000 + n,
                           ",inform,",
                           kRemarks,
                           "\n");
            },
            ""};
}

Maker un_xml() {
    return {"un-xml",
            "<CONSOLIDATED_LIST><INDIVIDUALS>\n",
            [](std::uint64_t n) {
                return cat("<INDIVIDUAL><FIRST_NAME>",
                           name_of(n),
                           "</FIRST_NAME><REFERENCE_NUMBER>XXi.",
                           n,
                           "</REFERENCE_NUMBER><COMMENTS1>",
                           kRemarks,
                           "</COMMENTS1><INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>",
                           name_of(n + 7),
                           "</ALIAS_NAME></INDIVIDUAL_ALIAS><INDIVIDUAL_DATE_OF_BIRTH><DATE>",
                           born(n),
                           "</DATE></INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL>\n");
            },
            "</INDIVIDUALS></CONSOLIDATED_LIST>\n"};
}

Maker ftm() {
    return {"ftm",
            "",
            [](std::uint64_t n) {
                std::string text = cat(R"({"id":"ftm-)",
                                       n,
                                       R"(","schema":"Person","properties":{"name":[")",
                                       name_of(n),
                                       R"("],"alias":[")",
                                       name_of(n + 7),
                                       R"("],"birthDate":[")",
                                       born(n),
                                       R"("],"notes":[")",
                                       kRemarks,
                                       "\"]}}\n");
                if (n % 16 == 0) {
                    text += cat(R"({"id":"pp-)",
                                n,
                                R"(","schema":"Passport","properties":{"holder":["ftm-)",
                                n,
                                R"("],"number":["X)",
                                1'000'000 + n,
                                "\"]}}\n");
                }
                return text;
            },
            ""};
}

Maker senzing() {
    return {"senzing",
            "",
            [](std::uint64_t n) {
                return cat(R"({"DATA_SOURCE":"BENCH","RECORD_ID":")",
                           n,
                           R"(","RECORD_TYPE":"PERSON","NAME_FULL":")",
                           name_of(n),
                           R"(","DATE_OF_BIRTH":")",
                           born(n),
                           R"(","PASSPORT_NUMBER":"X)",
                           1'000'000 + n,
                           R"(","COMMENT":")",
                           kRemarks,
                           "\"}\n");
            },
            ""};
}

Maker ofac_csv() {
    return {"ofac-csv",
            "",
            [](std::uint64_t n) {
                return cat(n,
                           ",\"",
                           name_of(n),
                           "\",\"individual\",\"TST\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"
                           "\"DOB ",
                           1940 + n % 60,
                           "; ",
                           kRemarks,
                           ".\"\r\n");
            },
            "\x1A"};
}

Maker csl_csv() {
    return {"csl-csv",
            "source,entity_number,type,name,alt_names,dates_of_birth,remarks\n",
            [](std::uint64_t n) {
                return cat("BENCH,",
                           n,
                           ",Individual,",
                           name_of(n),
                           ",",
                           name_of(n + 7),
                           ",",
                           born(n),
                           ",",
                           kRemarks,
                           "\n");
            },
            ""};
}

Maker eu_xml() {
    return {"eu-xml",
            "<export>\n",
            [](std::uint64_t n) {
                return cat("<sanctionEntity euReferenceNumber=\"EU.",
                           n,
                           "\"><remark>",
                           kRemarks,
                           "</remark><subjectType code=\"person\"/>",
                           "<nameAlias strong=\"true\" wholeName=\"",
                           name_of(n),
                           "\"/><birthdate birthdate=\"",
                           born(n),
                           "\"/></sanctionEntity>\n");
            },
            "</export>\n"};
}

std::vector<Maker> makers() {
    return {sarhad_csv(), un_xml(), ftm(), senzing(), ofac_csv(), csl_csv(), eu_xml()};
}

/// The file of `maker`, some `size` bytes of records, as a source.
class MadeFile final {
public:
    MadeFile(const Maker& maker, std::uint64_t size)
        : maker_{maker}, size_{size}, text_{maker.head} {}

    std::size_t read(std::span<std::uint8_t> into) {
        if (at_ == text_.size()) {
            at_ = 0;
            text_.clear();
            while (made_ < size_ && text_.size() < 65'536) {
                const std::string record = maker_.record(++records_);
                made_ += record.size();
                text_ += record;
            }
            if (text_.empty() && !is_done_) {
                is_done_ = true;
                text_ = maker_.tail;
            }
        }
        const std::size_t size = std::min(into.size(), text_.size() - at_);
        std::copy_n(text_.begin() + static_cast<std::ptrdiff_t>(at_), size, into.begin());
        at_ += size;
        return size;
    }

private:
    const Maker& maker_;
    std::uint64_t size_;
    std::string text_;
    std::size_t at_{0};
    std::uint64_t made_{0};
    std::uint64_t records_{0};
    bool is_done_{false};
};

core::Result<watchlists::ImportReport> import(const Maker& maker,
                                              const watchlists::ByteSource& source,
                                              const watchlists::EntrySink& sink) {
    if (maker.format == "ofac-csv") {
        return watchlists::import_ofac_csv({source, {}, {}, {}}, sink);
    }
    const watchlists::ImportSinks sinks{
        sink,
        [](const std::string& /*reference*/, const watchlists::ListedDocument& /*number*/) {
            return core::Status{};
        },
        [](const std::string& /*reference*/) { return core::Result<bool>{true}; }};
    watchlists::References references;
    return watchlists::find_format(maker.format)->import(source, sinks, references);
}

/// In the child: imports the file into nothing, or into a list file.
void run(const Maker& maker, std::uint64_t size, bool is_kept) {
    MadeFile file{maker, size};
    watchlists::ListManifest manifest;
    manifest.name = "wl/bench/list";
    manifest.profile.action = facts::ListAction::kInform;
    core::PosixFiles files;
    const std::string output =
        (std::filesystem::temp_directory_path() / core::cat("import_bench-", ::getpid())).string();
    ctl::ListDraft draft{manifest, files, output};
    const auto began = std::chrono::steady_clock::now();
    const auto report = import(
        maker,
        [&](std::span<std::uint8_t> into) -> core::Result<std::size_t> { return file.read(into); },
        [&](const watchlists::ListEntry& entry) {
            return is_kept ? draft.add(entry) : core::Status{};
        });
    std::uintmax_t written = 0;
    if (is_kept && report) {
        SARHAD_CHECK(draft.write().has_value());
        written = std::filesystem::file_size(output);
        std::filesystem::remove(output);
    }
    const auto took =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - began);
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    std::printf(
        "%-12s %-10s %9llu entries %7llu refused %5llu MiB list %5lld s %6ld MiB peak%s%s\n",
        std::string{maker.format}.c_str(),
        is_kept ? "list file" : "read only",
        static_cast<unsigned long long>(report ? report->imported : 0),
        static_cast<unsigned long long>(report ? report->refused_count : 0),
        static_cast<unsigned long long>(written >> 20U),
        static_cast<long long>(took.count()),
        used.ru_maxrss / 1024,
        report ? "" : ": ",
        report ? "" : report.error().what.c_str());
    static_cast<void>(std::fflush(stdout));
}

int write_file(const Maker& maker, std::uint64_t size, const char* path) {
    std::ofstream out{path, std::ios::binary};
    MadeFile file{maker, size};
    std::array<std::uint8_t, 65'536> buffer{};
    while (const std::size_t got = file.read(buffer)) {
        for (std::size_t i = 0; i < got; ++i) {
            out.put(static_cast<char>(buffer.at(i)));
        }
    }
    return out ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words{argv + 1, argv + argc};
    const bool writes = words.size() == 3 && words[0] == "--write";
    std::uint64_t mebibytes = 1024;
    std::vector<std::string> formats;
    for (std::size_t i = 0; !writes && i < words.size(); ++i) {
        if (const auto number = core::parse_uint(words[i])) {
            mebibytes = *number;
        } else {
            formats.push_back(words[i]);
        }
    }
    for (const Maker& maker : makers()) {
        if (writes && maker.format == words[1]) {
            return write_file(maker, mebibytes << 20U, words[2].c_str());
        }
        const bool is_asked =
            formats.empty() ||
            std::find(formats.begin(), formats.end(), maker.format) != formats.end();
        for (const bool is_kept : {false, true}) {
            if (writes || !is_asked) {
                continue;
            }
            const pid_t child = fork();
            SARHAD_CHECK(child >= 0);
            if (child == 0) {
                run(maker, mebibytes << 20U, is_kept);
                _exit(0);
            }
            int status = 0;
            SARHAD_CHECK(waitpid(child, &status, 0) == child && status == 0);
        }
    }
    return writes ? 1 : 0;
}
