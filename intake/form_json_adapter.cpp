#include "form_source.h"

#include "core/text.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace sarhad::intake {
namespace {

/// Takes the parser's events and puts every text, number and truth below its path.
class FormSax final : public nlohmann::json_sax<nlohmann::json> {
public:
    FormSax(std::vector<FormEntry>& forms, std::size_t max) : forms_{forms}, max_{max} {}

    bool null() override { return step(); }
    bool boolean(bool value) override { return leaf(value ? "true" : "false"); }
    bool number_integer(number_integer_t value) override { return leaf(core::cat(value)); }
    bool number_unsigned(number_unsigned_t value) override { return leaf(core::cat(value)); }
    bool number_float(number_float_t, const string_t& text) override { return leaf(text); }
    bool string(string_t& value) override { return leaf(value); }
    bool binary(binary_t&) override { return false; }
    bool key(string_t& name) override {
        levels_.back().name = name;
        return true;
    }
    bool start_object(std::size_t) override {
        if (is_outside()) {
            if (forms_.size() > max_) return false;
            add_form();
        }
        return open(false);
    }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override {
        // The array of forms is one: what is in it is a form, and a form is an object.
        return (levels_.empty() || !is_outside()) && open(true);
    }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t at,
                     const std::string&,
                     const nlohmann::detail::exception&) override {
        error_at_ = at;
        return false;
    }
    [[nodiscard]] std::size_t error_at() const { return error_at_; }

private:
    struct Level {
        bool is_list;
        std::string name;
        std::size_t count{0};
    };

    /// No form is open: at the top, or in the array of forms.
    [[nodiscard]] bool is_outside() const {
        return levels_.empty() || (levels_.size() == 1 && levels_.front().is_list);
    }
    void add_form() {
        FormEntry& form = forms_.emplace_back();
        form.place = static_cast<std::uint32_t>(forms_.size());
    }
    bool step() {
        if (!levels_.empty()) ++levels_.back().count;
        return true;
    }
    bool open(bool is_list) {
        if (levels_.size() == kFormDepth) return false;
        step();
        levels_.push_back({is_list, "", 0});
        return true;
    }
    bool close() {
        levels_.pop_back();
        return true;
    }
    [[nodiscard]] std::string path() const {
        std::string path;
        for (std::size_t i = levels_.front().is_list ? 1 : 0; i < levels_.size(); ++i) {
            const Level& level = levels_[i];
            path += path.empty() ? "" : ".";
            path += level.is_list ? core::cat(level.count) : level.name;
        }
        return path;
    }
    bool leaf(std::string text) {
        if (is_outside()) return false;  // A form is an object.
        step();
        const std::string path = this->path();
        FormEntry& form = forms_.back();
        if (path == "form") {
            form.kind = std::move(text);
        } else if (form.members.size() == kFormMembers) {
            form.damage = core::cat("more than ", kFormMembers, " fields: split the form");
        } else {
            form.members.push_back({path, std::move(text)});
        }
        return true;
    }

    std::vector<FormEntry>& forms_;
    std::size_t max_;
    std::vector<Level> levels_{};
    std::size_t error_at_{0};
};

void read_json(std::string_view text,
               std::size_t start,
               std::size_t max,
               std::vector<FormEntry>& forms) {
    FormSax sax{forms, max};
    const std::size_t before = forms.size();
    if (nlohmann::json::sax_parse(text.begin(), text.end(), &sax) || forms.size() > max) return;
    if (forms.size() == before) {
        FormEntry& nothing = forms.emplace_back();
        nothing.place = static_cast<std::uint32_t>(before + 1);
    }
    forms.back().offset = static_cast<std::uint32_t>(start + std::min(sax.error_at(), text.size()));
    forms.back().damage = "not a form in JSON from here on: write objects with the member \"form\"";
}

}  // namespace

std::vector<FormEntry> read_json_forms(core::ByteView file, std::size_t max) {
    std::vector<FormEntry> forms;
    const std::string_view text = core::as_text(file);
    const std::size_t first_end = std::min(text.find('\n'), text.size());
    const bool is_one_a_line =
        core::trim(text).starts_with('{') && core::trim(text.substr(0, first_end)).ends_with('}');
    if (!is_one_a_line) {
        read_json(text, 0, max, forms);
        return forms;
    }
    for (std::size_t at = 0; at < text.size() && forms.size() <= max;) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text.substr(at, end - at);
        if (!core::trim(line).empty()) read_json(line, at, max, forms);
        at = end + 1;
    }
    return forms;
}

}  // namespace sarhad::intake
