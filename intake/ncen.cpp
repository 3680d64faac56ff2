#include "core/text.h"
#include "intake/forms.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <type_traits>
#include <vector>

namespace sarhad::intake {
namespace {

/// Forgets every personal value of a fact, at any depth. Of a day of birth the year stays: nCEN's
/// seizures are counted by it.
template <class T>
void strip(T& value) {
    if constexpr (std::same_as<T, core::Redacted<facts::PartialDate>>) {
        value = T{facts::PartialDate{value.reveal().year, 0, 0}};
    } else if constexpr (facts::IsRedacted<T>::value) {
        value = T{};
    } else if constexpr (facts::detail::IsVector<T>::value) {
        for (auto& element : value)
            strip(element);
    } else if constexpr (facts::HasSchema<T>) {
        facts::Schema<T>::kFields.apply(
            [&](const auto&... fields) { (strip(value.*(fields.member)), ...); });
    }
}

facts::Seizure without_names(const facts::Seizure& seizure) {
    facts::Seizure open = seizure;
    strip(open);
    open.officer.clear();
    open.adjudication.clear();  // Free text: it may name people.
    open.has_informer = false;
    for (facts::Offender& offender : open.persons) {
        facts::Traveller person;
        person.sex = offender.person.sex;
        person.nationality = offender.person.nationality;
        person.date_of_birth = offender.person.date_of_birth;
        offender.person = std::move(person);
    }
    for (facts::Party& company : open.companies) {
        const facts::PartyRole role = company.role;
        std::string country = std::move(company.country);
        company = {};
        company.role = role;
        company.country = std::move(country);
    }
    return open;
}

/// A fact as the paths and texts of a form.
class PathWriter final : public facts::Writer {
public:
    void begin_map(std::size_t) override { open(false); }
    void key(const facts::FieldSpec& field) override { levels_.back().name = field.name; }
    void end_map() override { levels_.pop_back(); }
    void begin_array(std::size_t) override { open(true); }
    void end_array() override { levels_.pop_back(); }
    void boolean(bool value) override { put(value ? "yes" : "no"); }
    void integer(std::int64_t value) override { put(core::cat(value)); }
    void text(std::string_view value) override { put(std::string{value}); }
    void bytes(core::ByteView value) override { put(core::to_hex(value)); }
    void enumerator(std::int64_t, std::string_view name) override { put(std::string{name}); }
    void wall(core::WallTime value) override { put(core::to_rfc3339(value)); }
    [[nodiscard]] const std::map<std::string, std::string>& cells() const { return cells_; }

private:
    struct Level {
        bool is_list;
        std::string name;
        std::size_t count{0};
    };
    void step() {
        if (!levels_.empty()) ++levels_.back().count;
    }
    void open(bool is_list) {
        step();
        levels_.push_back({is_list, "", 0});
    }
    void put(std::string value) {
        step();
        std::string path;
        for (const Level& level : levels_) {
            path += path.empty() ? "" : ".";
            path += level.is_list ? core::cat(level.count) : level.name;
        }
        cells_.insert_or_assign(std::move(path), std::move(value));
    }

    std::vector<Level> levels_{};
    std::map<std::string, std::string> cells_{};
};

/// RFC 4180, and nothing that a spreadsheet takes for a formula.
std::string quoted(std::string_view cell) {
    std::string text = "\"";
    if (!cell.empty() && std::string_view{"=+-@"}.find(cell.front()) != std::string_view::npos &&
        !core::parse_int(cell)) {
        text += ' ';
    }
    for (const char c : cell) {
        if (c == '"') text += '"';
        text += c;
    }
    return text + '"';
}

/// goods.2.hs before goods.10.hs.
bool comes_before(const std::string& a, const std::string& b) {
    const auto left = core::split(a, '.');
    const auto right = core::split(b, '.');
    return std::lexicographical_compare(
        left.begin(), left.end(), right.begin(), right.end(), [](auto one, auto other) {
            const auto number = core::parse_uint(one);
            const auto other_number = core::parse_uint(other);
            return number && other_number ? *number < *other_number : one < other;
        });
}

}  // namespace

NcenExport export_ncen(const std::vector<facts::Message>& messages) {
    NcenExport out;
    std::vector<std::map<std::string, std::string>> rows;
    std::set<std::string, bool (*)(const std::string&, const std::string&)> columns{comes_before};
    for (const facts::Message& message : messages) {
        for (const facts::Seizure& seizure : message.seizures) {
            if (seizure.share.empty() || seizure.share == "local") {
                ++out.kept_back;
                continue;
            }
            PathWriter writer;
            facts::write(writer, without_names(seizure));
            rows.push_back(writer.cells());
            for (const auto& cell : rows.back())
                columns.insert(cell.first);
            ++out.seizures;
        }
    }
    if (rows.empty()) return out;
    out.csv = "form";
    for (const std::string& column : columns)
        out.csv += core::cat(",", column);
    for (const auto& row : rows) {
        out.csv += "\r\nseizure";
        for (const std::string& column : columns) {
            const auto cell = row.find(column);
            out.csv += core::cat(",", cell == row.end() ? std::string{} : quoted(cell->second));
        }
    }
    out.csv += "\r\n";
    return out;
}

}  // namespace sarhad::intake
