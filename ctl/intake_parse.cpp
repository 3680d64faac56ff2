#include "api/fact_json.h"
#include "core/text.h"
#include "ctl/commands.h"
#include "facts/message.h"
#include "intake/messages.h"

#include <algorithm>
#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;

constexpr core::ByteSize kMaxMessageFile = core::mebibytes(64);

/// How much of what the messages of one file tell of.
struct Summary {
    std::size_t messages{0};
    std::size_t flights{0};
    std::size_t travellers{0};
    std::size_t documents{0};
    std::size_t bags{0};
    std::size_t tickets{0};
    std::size_t seats{0};
    std::size_t bills{0};
    std::size_t containers{0};
    std::size_t goods_lines{0};
    std::size_t problems{0};
};

/// A list of passengers states how many bags each has, and a seat; bookings and messages of bags
/// tell of each one, and these count then.
void count_travellers(const facts::Message& message, Summary& sum) {
    const bool has_seats = std::any_of(message.bookings.begin(),
                                       message.bookings.end(),
                                       [](const auto& booking) { return !booking.seats.empty(); });
    for (const facts::Traveller& traveller : message.travellers) {
        sum.documents += traveller.documents.size();
        if (message.bags.empty()) {
            sum.bags += std::max<std::size_t>(traveller.bag_count, traveller.bag_tags.size());
        }
        sum.seats += has_seats || traveller.seat.empty() ? 0U : 1U;
    }
}

void count(const facts::Message& message, Summary& sum) {
    ++sum.messages;
    sum.flights += message.flights.size();
    sum.travellers += message.travellers.size();
    sum.bags += message.bags.size();
    sum.bills += message.bills.size();
    sum.containers += message.containers.size();
    sum.problems += message.problems.size();
    count_travellers(message, sum);
    for (const facts::Booking& booking : message.bookings) {
        sum.tickets += booking.tickets.size();
        sum.seats += booking.seats.size();
    }
    for (const facts::Bill& bill : message.bills) {
        sum.goods_lines += bill.goods.size();
    }
    for (const facts::Declaration& declaration : message.declarations) {
        sum.goods_lines += declaration.lines.size();
    }
}

Json summary_json(const std::string& file, const Summary& sum) {
    return Json::object({{"file", file},
                         {"messages", sum.messages},
                         {"flights", sum.flights},
                         {"travellers", sum.travellers},
                         {"documents", sum.documents},
                         {"bags", sum.bags},
                         {"tickets", sum.tickets},
                         {"seats", sum.seats},
                         {"bills", sum.bills},
                         {"containers", sum.containers},
                         {"goods_lines", sum.goods_lines},
                         {"problems", sum.problems}});
}

Json message_json(const std::string& file, const facts::Message& message) {
    Json json = Json::object({{"file", file}});
    const Json facts = api::to_json(message);
    for (const api::JsonMember& member : facts.members()) {
        json.add_new(member.key, member.value);
    }
    return json;
}

}  // namespace

Outcome run(const IntakeParse& options, Context& context) {
    std::size_t messages = 0;
    std::size_t refused = 0;
    const facts::PartialDate today = facts::day_of(context.clock.wall());
    for (const std::string& file : options.files) {
        SARHAD_TRY(const core::Bytes bytes, read_input(context, file, kMaxMessageFile));
        Summary sum;
        for (const facts::Message& message : intake::read_messages(bytes, today)) {
            refused += message.status == facts::MessageStatus::kRefused ? 1U : 0U;
            count(message, sum);
            if (!options.is_summary) print(context.out, message_json(file, message));
        }
        messages += sum.messages;
        if (options.is_summary) print(context.out, summary_json(file, sum));
    }
    if (refused == 0) {
        return daemon::ExitCode::kOk;
    }
    return refused < messages ? daemon::ExitCode::kPartlyDone : daemon::ExitCode::kBadInput;
}

}  // namespace sarhad::ctl
