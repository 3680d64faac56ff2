#include "rules/cel/message_types.h"

#include <utility>

namespace sarhad::rules::cel {

void MessageTable::add_message(std::string full_name) {
    messages_.try_emplace(std::move(full_name));
}

void MessageTable::add_field(const std::string& message, std::string name, MessageField field) {
    messages_[message].fields.insert_or_assign(std::move(name), std::move(field));
}

void MessageTable::add_extension(const std::string& message,
                                 std::string full_name,
                                 MessageField field) {
    messages_[message].extensions.insert_or_assign(std::move(full_name), std::move(field));
}

void MessageTable::add_enum(std::string full_name) {
    enums_.try_emplace(std::move(full_name));
}

void MessageTable::add_enum_value(const std::string& enum_name,
                                  std::string_view name,
                                  std::int64_t value) {
    enums_[enum_name].insert_or_assign(std::string{name}, value);
}

bool MessageTable::has_message(std::string_view full_name) const {
    return messages_.contains(full_name);
}

const MessageField* MessageTable::field(std::string_view message, std::string_view field) const {
    const auto found = messages_.find(message);
    if (found == messages_.end()) {
        return nullptr;
    }
    const auto member = found->second.fields.find(field);
    return member == found->second.fields.end() ? nullptr : &member->second;
}

std::vector<std::string_view> MessageTable::field_names(std::string_view message) const {
    std::vector<std::string_view> names;
    if (const auto found = messages_.find(message); found != messages_.end()) {
        for (const auto& [name, field] : found->second.fields) {
            names.emplace_back(name);
        }
    }
    return names;
}

const MessageField* MessageTable::extension(std::string_view message,
                                            std::string_view extension) const {
    const auto found = messages_.find(message);
    if (found == messages_.end()) {
        return nullptr;
    }
    const auto member = found->second.extensions.find(extension);
    return member == found->second.extensions.end() ? nullptr : &member->second;
}

bool MessageTable::has_enum(std::string_view full_name) const {
    return enums_.contains(full_name);
}

std::optional<std::int64_t> MessageTable::enum_value(std::string_view full_name) const {
    const std::size_t dot = full_name.rfind('.');
    if (dot == std::string_view::npos) {
        return std::nullopt;
    }
    const auto found = enums_.find(full_name.substr(0, dot));
    if (found == enums_.end()) {
        return std::nullopt;
    }
    const auto value = found->second.find(full_name.substr(dot + 1));
    if (value == found->second.end()) {
        return std::nullopt;
    }
    return value->second;
}

}  // namespace sarhad::rules::cel
