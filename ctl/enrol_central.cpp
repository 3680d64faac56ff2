// What people at the centre do about machines that are to become nodes.
#include "core/port.h"
#include "core/text.h"
#include "core/time_text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"
#include "ctl/key_files.h"
#include "ctl/node_folder.h"
#include "ctl/table.h"
#include "wire/endpoint.h"
#include "wire/enrolment.h"

#include <algorithm>
#include <ostream>

namespace sarhad::ctl {
namespace {

using api::Json;
using api::Method;
using core::cat;

core::Status check_dialled(std::string_view option, const std::string& endpoint) {
    const auto checked = wire::check_endpoint(endpoint, wire::EndpointUse::kConnect);
    return checked ? core::Status{}
                   : core::Error{core::Errc::kInvalid,
                                 cat(option, " ", endpoint, ": ", checked.error().what)};
}

core::Status copy_hex(const Json& answer, std::string_view key, wire::PublicKey& to) {
    SARHAD_TRY(const std::string digits, answer.text_at(key));
    SARHAD_TRY(const core::Bytes bytes, core::from_hex(digits));
    if (bytes.size() != to.size()) {
        return core::Error{core::Errc::kInvalid, cat("central: ", key, " is no key")};
    }
    std::copy(bytes.begin(), bytes.end(), to.begin());
    return {};
}

core::Result<wire::EnrolInvitation> invitation_of(const EnrolInvite& options, const Json& made) {
    wire::EnrolInvitation invitation;
    invitation.port = options.port;
    invitation.endpoint = options.enrol;
    invitation.control = options.control;
    invitation.bulk = options.bulk;
    SARHAD_TRY_STATUS(copy_hex(made, "server", invitation.server));
    SARHAD_TRY_STATUS(copy_hex(made, "root", invitation.root));
    SARHAD_TRY(const std::string expires, made.text_at("expires"));
    SARHAD_TRY(invitation.expires, core::from_rfc3339(expires));
    SARHAD_TRY(const std::string token, made.text_at("token"));
    SARHAD_TRY(invitation.token, wire::parse_token(token));
    return invitation;
}

core::Result<EnrolInvite> checked(const EnrolInvite& options) {
    EnrolInvite whole = options;
    whole.port = core::ascii_upper(options.port);
    if (!core::parse_port(whole.port)) {
        return core::Error{core::Errc::kInvalid,
                           cat(options.port, ": wanted a port and site such as PKXXA-1")};
    }
    SARHAD_TRY_STATUS(check_dialled("--enrol", whole.enrol));
    SARHAD_TRY_STATUS(check_dialled("--central", whole.control));
    if (whole.bulk.empty()) {
        SARHAD_TRY(whole.bulk, next_endpoint(whole.control));
    }
    SARHAD_TRY_STATUS(check_dialled("--central-bulk", whole.bulk));
    return whole;
}

void tell_invited(const EnrolInvite& options, const Json& made, Context& context) {
    const std::string number = text_or_dash(made, "enrolment");
    if (context.json) {
        print(context.out,
              Json::object({{"schema", "sarhad.enrol.invite/1"},
                            {"enrolment", int_or_zero(made, "enrolment")},
                            {"port", options.port},
                            {"expires", text_or_dash(made, "expires")},
                            {"file", options.output}}));
        return;
    }
    context.out << options.output << ": invitation " << number << " for " << options.port
                << ", good once, until " << text_or_dash(made, "expires")
                << "\nWhoever holds the file can ask in the site's name: carry it, do not mail it. "
                   "At the site: sarhadctl enrol join FILE --out FOLDER\n";
}

std::string path_of(std::uint64_t number, std::string_view verb) {
    return cat("/v1/enrolments/", number, "/", verb);
}

void print_list(std::ostream& out, const Json::Array& rows) {
    Table table{{{"NUMBER", Align::kRight},
                 {"PORT"},
                 {"STAGE"},
                 {"EXPIRES"},
                 {"ASKED-AT"},
                 {"FROM"},
                 {"AGREED"},
                 {"NODE", Align::kRight},
                 {"WORDS"}}};
    for (const Json& row : rows) {
        const std::string first = text_or_dash(row, "first");
        const std::string second = text_or_dash(row, "second");
        table.add({text_or_dash(row, "enrolment"),
                   text_or_dash(row, "port"),
                   text_or_dash(row, "stage"),
                   text_or_dash(row, "expires"),
                   text_or_dash(row, "asked_at"),
                   text_or_dash(row, "address"),
                   second == "-" ? first : cat(first, ", ", second),
                   text_or_dash(row, "node"),
                   text_or_dash(row, "words")});
    }
    table.print(out);
}

}  // namespace

Outcome run(const EnrolInvite& options, Context& context) {
    SARHAD_TRY(const EnrolInvite whole, checked(options));
    SARHAD_TRY_STATUS(check_is_new(context, whole.output));
    SARHAD_TRY(const Json made,
               ask(context,
                   Method::kPost,
                   "/v1/enrolments",
                   Json::object({{"port", whole.port}, {"officer", whole.officer}})));
    SARHAD_TRY(const wire::EnrolInvitation invitation, invitation_of(whole, made));
    SARHAD_TRY_STATUS(write_output(context,
                                   whole.output,
                                   core::as_bytes(wire::write_invitation(invitation)),
                                   core::FileMode::kPrivate));
    tell_invited(whole, made, context);
    return daemon::ExitCode::kOk;
}

Outcome run(const EnrolList& /*options*/, Context& context) {
    SARHAD_TRY(const Json answer, ask(context, Method::kGet, "/v1/enrolments"));
    if (context.json) {
        print(context.out, answer);
    } else {
        print_list(context.out, elements_at(answer, "enrolments"));
    }
    return daemon::ExitCode::kOk;
}

Outcome run(const EnrolApprove& options, Context& context) {
    SARHAD_TRY(const Json row,
               ask(context,
                   Method::kPost,
                   path_of(options.number, "approve"),
                   Json::object({{"officer", options.officer}, {"words", options.words}})));
    if (context.json) {
        print(context.out, row);
    } else if (text_or_dash(row, "node") == "-") {
        context.out << text_or_dash(row, "port")
                    << ": the words are right; a second person must agree too, by another account: "
                       "sarhadctl enrol approve "
                    << options.number << '\n';
    } else {
        context.out << text_or_dash(row, "port") << ": is node " << text_or_dash(row, "node")
                    << " from now on; a node that was there before is revoked\n";
    }
    return daemon::ExitCode::kOk;
}

Outcome run(const EnrolRefuse& options, Context& context) {
    SARHAD_TRY(const Json row,
               ask(context,
                   Method::kPost,
                   path_of(options.number, "refuse"),
                   Json::object({{"officer", options.officer}})));
    if (context.json) {
        print(context.out, row);
    } else {
        context.out << text_or_dash(row, "port") << ": invitation " << options.number
                    << " is refused; nobody comes in by it\n";
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
