#include "rules/author/fact_frame.h"

#include "core/text.h"
#include "rules/author/rule.h"
#include "rules/cel/collections.h"
#include "rules/cel/messages.h"
#include "rules/cel/times.h"

#include <cmath>
#include <limits>

namespace sarhad::rules {
namespace {

using cel::Context;
using cel::Value;
using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;

constexpr std::string_view kFeeds = "feeds";

Error wrong(const Document& at, std::string_view path, std::string_view what) {
    return {Errc::kInvalid, cat(at.place.line, ":", at.place.column, ": ", path, ": ", what)};
}

std::string below(std::string_view path, std::string_view name) {
    return path.empty() ? std::string{name} : cat(path, ".", name);
}

Error no_such_field(const Document& at,
                    std::string_view path,
                    std::string_view name,
                    const FactRecord& record) {
    std::vector<std::string_view> names;
    for (const FactField& field : record.fields) {
        names.push_back(field.name);
    }
    if (path.empty()) {
        names.push_back(kFeeds);
    }
    const std::string_view near = core::nearest(name, names);
    return wrong(at,
                 below(path, core::cut_utf8(name, kRuleNameMax)),
                 near.empty()
                     ? cat("no such field of ", record.name)
                     : cat("no such field of ", record.name, ": did you mean '", near, "'?"));
}

}  // namespace

/// Reads one entity's facts.
class FrameReader final {
public:
    FrameReader(const FactSchema& schema, RuleKind kind, std::int64_t now, cel::Arena& arena)
        : schema_{schema},
          arena_{arena},
          context_{arena, std::numeric_limits<std::uint64_t>::max(), &schema.messages()} {
        frame_.variables_ = &variables_of(kind);
        frame_.now_ = now;
    }

    Result<FactFrame> run(const Document& document) {
        const Document::Table* members = document.table();
        if (members == nullptr) {
            return wrong(document, "facts", cat("wanted a table, got ", document.kind()));
        }
        SARHAD_TRY_STATUS(look(*frame_.variables_, *members, ""));
        for (const FactField& field : frame_.variables_->fields) {
            const Document* given = document.find(field.name);
            SARHAD_TRY(const Value value, value_of(field, given, std::string{field.name}));
            frame_.values_.push_back(value);
            if (field.name == "now") {
                frame_.now_ = value.seconds();
            }
        }
        return std::move(frame_);
    }

private:
    /// Notes which sources have arrived, and refuses names that the table has not.
    Status look(const FactRecord& record, const Document::Table& members, const std::string& path) {
        for (const auto& [name, given] : members) {
            if (path.empty() && name == kFeeds) {
                SARHAD_TRY_STATUS(feeds(given));
                continue;
            }
            const FactField* field = record.find(name);
            if (field == nullptr) {
                return no_such_field(given, path, name, record);
            }
            frame_.known_ |= source_of(*field);
            if (field->record != nullptr) {
                SARHAD_TRY_STATUS(look_within(*field, given, below(path, name)));
            }
        }
        return {};
    }

    Status look_within(const FactField& field, const Document& given, const std::string& path) {
        if (const Document::Table* members = given.table()) {
            return look(*field.record, *members, path);
        }
        std::size_t index = 0;
        for (const Document& each : given.list() == nullptr ? Document::List{} : *given.list()) {
            if (const Document::Table* members = each.table()) {
                SARHAD_TRY_STATUS(look(*field.record, *members, cat(path, "[", index, "]")));
            }
            ++index;
        }
        return {};
    }

    Status feeds(const Document& given) {
        if (const Document::List* names = given.list()) {
            for (const Document& name : *names) {
                SARHAD_TRY(const Feed feed, feed_named(name, name.text()));
                frame_.known_ |= source_of(feed);
            }
            return {};
        }
        if (given.table() == nullptr) {
            return wrong(given, kFeeds, "wanted a list of names, or a table of name to moment");
        }
        for (const auto& [name, when] : *given.table()) {
            SARHAD_TRY(const Feed feed, feed_named(when, &name));
            SARHAD_TRY(const Value moment, time(when, cat(kFeeds, ".", name)));
            frame_.known_ |= source_of(feed);
            frame_.arrived_.at(static_cast<std::size_t>(feed)) = moment.seconds();
        }
        return {};
    }

    static Result<Feed> feed_named(const Document& at, const std::string* name) {
        const auto feed = name == nullptr ? std::nullopt : find_feed(*name);
        if (feed) {
            return *feed;
        }
        std::string known;
        for (std::uint32_t number = 1; number < kFeedCount; ++number) {
            known +=
                cat(known.empty() ? "" : " ", name_of(Feed{static_cast<std::uint8_t>(number)}));
        }
        return wrong(at, kFeeds, cat("no such feed; there are ", known));
    }

    Result<Value> value_of(const FactField& field, const Document* given, const std::string& path) {
        if (given != nullptr && std::holds_alternative<std::monostate>(given->held)) {
            given = nullptr;  // Told that it is not there: look() has seen its feed.
        }
        if (field.shape == FactShape::kSet) {
            return given == nullptr ? missing(field) : set(field, *given, path);
        }
        if (field.shape == FactShape::kList) {
            return given == nullptr ? missing(field) : list(field, *given, path);
        }
        if (field.kind == FactKind::kRecord) {
            return record(*field.record, given, path);
        }
        return given == nullptr ? missing(field) : one(field, *given, path);
    }

    /// What is not given: unknown while its source has not arrived, else absent. A variable that is
    /// absent reads as what it would be as a field.
    [[nodiscard]] Value missing(const FactField& field) const {
        const std::uint64_t source = source_of(field);
        if ((source & ~frame_.known_) != 0) {
            return Value::unknown(source);
        }
        if (field.shape == FactShape::kList) {
            return cel::empty_list();
        }
        return field.name == "now" ? Value::timestamp(frame_.now_, 0) : Value::unset();
    }

    Result<Value> record(const FactRecord& record, const Document* given, const std::string& path) {
        if (given != nullptr && given->table() == nullptr) {
            return wrong(*given, path, cat("wanted a table, got ", given->kind()));
        }
        const cel::MessageInfo& type = schema_.message(record);
        auto* fields = arena_.take<cel::FieldValue>(record.fields.size());
        auto* body = arena_.take<cel::MessageBody>(1);
        if (fields == nullptr || body == nullptr) {
            return full();
        }
        std::uint32_t count = 0;
        for (const FactField& field : record.fields) {
            const Document* member = given == nullptr ? nullptr : given->find(field.name);
            SARHAD_TRY(const Value value, value_of(field, member, below(path, field.name)));
            const bool is_empty_list = field.shape == FactShape::kList &&
                                       value.is(cel::ValueKind::kList) && value.size() == 0;
            if (!value.is(cel::ValueKind::kUnset) && !is_empty_list) {
                fields[count++] = {type.find(field.name), value};
            }
        }
        *body = {&type, fields, count};
        return Value::message(body);
    }

    Result<Value> list(const FactField& field, const Document& given, const std::string& path) {
        const Document::List* elements = given.list();
        if (elements == nullptr) {
            return wrong(given, path, cat("wanted a list, got ", given.kind()));
        }
        if (elements->size() > field.count_max) {
            return wrong(
                given, path, cat(elements->size(), " elements, at most ", field.count_max));
        }
        auto* values = arena_.take<Value>(elements->size());
        if (values == nullptr) {
            return full();
        }
        for (std::size_t i = 0; i < elements->size(); ++i) {
            const std::string at = cat(path, "[", i, "]");
            const Document& element = (*elements)[i];
            if (field.record != nullptr) {
                SARHAD_TRY(values[i], record(*field.record, &element, at));
            } else {
                SARHAD_TRY(values[i], one(field, element, at));
            }
        }
        return context_.list(values, elements->size());
    }

    Result<Value> set(const FactField& field, const Document& given, const std::string& path) {
        const Document::List* elements = given.list();
        if (elements == nullptr) {
            return wrong(given, path, cat("wanted a list of texts, got ", given.kind()));
        }
        if (elements->size() > field.count_max) {
            return wrong(
                given, path, cat(elements->size(), " elements, at most ", field.count_max));
        }
        Value made = cel::map_empty(context_, elements->size());
        for (const Document& element : *elements) {
            SARHAD_TRY(const Value key, text(field, element, path));
            if (made.is_stopped()) {
                return full();
            }
            if (cel::map_find(made, key) == nullptr) {
                made = cel::map_insert(context_, made, key, Value::of(true));
            }
        }
        return made.is_stopped() ? Result<Value>{full()} : made;
    }

    Result<Value> one(const FactField& field, const Document& given, const std::string& path) {
        switch (field.kind) {
            case FactKind::kBool:
                if (const auto* truth = std::get_if<bool>(&given.held)) {
                    return Value::of(*truth);
                }
                return wrong(given, path, cat("wanted true or false, got ", given.kind()));
            case FactKind::kInt:
                if (const auto* whole = std::get_if<std::int64_t>(&given.held)) {
                    return Value::of(*whole);
                }
                return wrong(given, path, cat("wanted a whole number, got ", given.kind()));
            case FactKind::kDouble:
                return real(given, path);
            case FactKind::kText:
                return text(field, given, path);
            case FactKind::kTime:
                return time(given, path);
            case FactKind::kRecord:
                break;
        }
        return wrong(given, path, "wanted a table");
    }

    static Result<Value> real(const Document& given, const std::string& path) {
        if (const auto* whole = std::get_if<std::int64_t>(&given.held)) {
            return Value::of(static_cast<double>(*whole));
        }
        const auto* real = std::get_if<double>(&given.held);
        return real != nullptr && std::isfinite(*real)
                   ? Result<Value>{Value::of(*real)}
                   : wrong(given, path, cat("wanted a finite number, got ", given.kind()));
    }

    Result<Value> text(const FactField& field, const Document& given, const std::string& path) {
        const std::string* text = given.text();
        if (text == nullptr) {
            return wrong(given, path, cat("wanted a text, got ", given.kind()));
        }
        if (text->size() > field.bytes_max) {
            return wrong(given, path, cat(text->size(), " bytes, at most ", field.bytes_max));
        }
        const Value made = context_.string(*text);
        return made.is_stopped() ? Result<Value>{full()} : made;
    }

    Result<Value> time(const Document& given, const std::string& path) {
        const auto* written = std::get_if<DocumentTime>(&given.held);
        std::string text = written != nullptr        ? written->text
                           : given.text() != nullptr ? *given.text()
                                                     : std::string{};
        constexpr std::size_t kDateSize = 10;
        if (text.size() == kDateSize) {
            text += "T00:00:00Z";
        }
        const Value made = cel::parse_timestamp(context_, text);
        return made.is(cel::ValueKind::kTimestamp)
                   ? Result<Value>{made}
                   : wrong(given, path, "wanted a moment, such as \"2026-01-31T10:00:00Z\"");
    }

    static Error full() {
        return {Errc::kExhausted, "1:1: facts: more than one entity's facts can be"};
    }

    const FactSchema& schema_;
    cel::Arena& arena_;
    Context context_;
    FactFrame frame_;
};

Result<FactFrame> FactFrame::read(const Document& document,
                                  const FactSchema& schema,
                                  RuleKind kind,
                                  std::int64_t now,
                                  cel::Arena& arena) {
    arena.reset(kFactBytesMax);
    return FrameReader{schema, kind, now, arena}.run(document);
}

cel::Value FactFrame::variable(std::string_view name) const {
    for (std::size_t i = 0; i < values_.size(); ++i) {
        if (variables_->fields[i].name == name) {
            return values_[i];
        }
    }
    return cel::Value::unset();
}

std::vector<cel::Value> FactFrame::values_for(const cel::Program& program) const {
    std::vector<cel::Value> values;
    for (const std::string& name : program.variables()) {
        values.push_back(variable(name));
    }
    return values;
}

std::optional<std::int64_t> FactFrame::age_seconds(Feed feed) const {
    const auto& arrived = arrived_.at(static_cast<std::size_t>(feed));
    return arrived ? std::optional{now_ - *arrived} : std::nullopt;
}

}  // namespace sarhad::rules
