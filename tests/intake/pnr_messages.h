#pragma once

#include "paxlst_bodies.h"

#include "core/bytes.h"
#include "core/text.h"
#include "intake/messages.h"

#include <string>
#include <string_view>
#include <vector>

namespace sarhad::intake {

/// Bookings on a flight of an invented carrier: `segments` from SRC on.
inline facts::Message read_pnr(const std::string& segments, const std::string& msg = "MSG+:22'") {
    const std::string text = core::cat("UNB+IATA:1+QX++260114:0630+1'UNH+1+PNRGOV:13:1:IA+QX612'",
                                       msg,
                                       "ORG+QX:KHI'TVL+150126:1015:150126:1325+DXB+KHI+QX+612'",
                                       "EQN+1'",
                                       segments,
                                       "UNT+1+1'UNZ+1+1'");
    return read_messages(core::as_bytes(text)).front();
}

/// One booking with the locator QWERTY.
inline facts::Message read_pnr_booking(const std::string& segments) {
    return read_pnr(core::cat("SRC'RCI+QX:QWERTY::010126:1200'", segments));
}

/// Everybody as "SURNAME/FIRST MIDDLE (TITLE);".
inline std::string people_of(const facts::Message& message) {
    std::string people;
    for (const facts::Traveller& one : message.travellers) {
        people += core::cat(one.surname.reveal(), "/", one.first_name.reveal());
        if (!one.middle_name.reveal().empty()) people += " " + one.middle_name.reveal();
        if (!one.title.empty()) people += core::cat(" (", one.title, ")");
        people += ";";
    }
    return people;
}

/// "meal 2;health 1;"
inline std::string left_out_of(const facts::Message& message) {
    std::string all;
    for (const facts::LeftOut& left : message.left_out)
        all += core::cat(left.sort, " ", left.count, ";");
    return all;
}

/// Each contact's value and a ";".
inline std::string contacts_of(const facts::Message& message) {
    std::string all;
    for (const facts::Contact& contact : message.bookings.at(0).contacts)
        all += contact.value.reveal() + ";";
    return all;
}

inline std::string remarks_of(const facts::Message& message) {
    std::string all;
    for (const auto& remark : message.bookings.at(0).remarks)
        all += remark.reveal() + ";";
    return all;
}

inline std::string problems_of(const facts::Message& message) {
    std::string all;
    for (const facts::Problem& problem : message.problems)
        all += problem.code + ";";
    return all;
}

}  // namespace sarhad::intake
