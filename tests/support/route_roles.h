#pragma once

#include "api/message.h"
#include "api/roles.h"
#include "core/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

/// What the tests of both daemons' routes share: each route against each role.
namespace sarhad::support {

/// A route and the role that opens it, written in the test a second time: a change is meant.
struct RouteRole {
    std::string method;
    std::string path;  ///< As the route names it, its {parts} included.
    api::Role role;
};

/// One request to the daemon under test, answered. `body`: JSON, or empty for none.
using Ask = std::function<api::Response(const std::string& method,
                                        const std::string& target,
                                        const std::string& body,
                                        api::Roles roles)>;

/// Each route answers its role, and administrators, with anything but 403, and every other role
/// with 403; where viewers may, everybody who holds a role may. Without a role none is open.
inline void expect_each_role_opens_its_routes(const std::vector<RouteRole>& rows, const Ask& ask) {
    for (const RouteRole& row : rows) {
        const std::string body = row.method == "GET" ? "" : "{}";
        for (const api::Role role : api::kAllRoles) {
            const int status = ask(row.method, row.path, body, role).status;
            const bool is_open = role == row.role || role == api::Role::kAdministrator ||
                                 row.role == api::Role::kViewer;
            EXPECT_EQ(status != 403, is_open)
                << row.method << " " << row.path << " as " << api::to_text(role) << ": " << status;
        }
        EXPECT_EQ(ask(row.method, row.path, "", api::Roles{}).status, 403) << row.path;
    }
}

/// The daemon's own listing (GET /v1) has exactly the table's routes, with their roles.
inline void expect_table_names_every_route(const std::vector<RouteRole>& rows, const Ask& ask) {
    const api::Response listing = ask("GET", "/v1", "", api::Role::kAdministrator);
    ASSERT_NE(listing.body.find("routes"), nullptr);
    std::vector<std::string> listed;
    for (const api::Json& route : listing.body.find("routes")->elements()) {
        listed.push_back(core::cat(
            *route.text_at("method"), " ", *route.text_at("path"), " ", *route.text_at("role")));
    }
    std::vector<std::string> expected;
    for (const RouteRole& row : rows) {
        expected.push_back(core::cat(row.method, " ", row.path, " ", api::to_text(row.role)));
    }
    std::sort(listed.begin(), listed.end());
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(listed, expected);
}

}  // namespace sarhad::support
