#include "api/fact_json.h"
#include "core/text.h"
#include "ctl/commands.h"
#include "facts/message.h"
#include "intake/part_files.h"

#include <algorithm>
#include <array>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::ctl {
namespace {

using api::Json;

constexpr core::ByteSize kMaxMessageFile = core::mebibytes(64);
constexpr std::size_t kPartFilesMax = 1'000;
constexpr core::ByteSize kPartFilesBytes = core::mebibytes(256);

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

/// Prints what files tell, and counts.
class Parse {
public:
    Parse(const IntakeParse& options, Context& context) : options_{options}, context_{context} {}

    void take(const std::string& file, const std::vector<intake::SentMessage>& messages) {
        Summary sum;
        for (const auto& [message, prepared] : messages) {
            refused_ += message.status == facts::MessageStatus::kRefused ? 1U : 0U;
            count(message, sum);
            if (!options_.is_summary) print(context_.out, message_json(file, message));
        }
        messages_ += sum.messages;
        if (options_.is_summary) print(context_.out, summary_json(file, sum));
    }
    [[nodiscard]] daemon::ExitCode code() const {
        if (refused_ == 0) return daemon::ExitCode::kOk;
        return refused_ < messages_ ? daemon::ExitCode::kPartlyDone : daemon::ExitCode::kBadInput;
    }

private:
    const IntakeParse& options_;
    Context& context_;
    std::size_t messages_{0};
    std::size_t refused_{0};
};

/// Files with parts of messages, the other parts of which may be in files that come later.
struct PartFiles {
    std::vector<std::string> names{};
    std::vector<core::Bytes> contents{};
    std::uint64_t bytes{0};

    [[nodiscard]] bool has_room(const core::Bytes& one) const {
        return names.size() < kPartFilesMax && bytes + one.size() <= kPartFilesBytes.bytes;
    }
    void add(const std::string& name, core::Bytes content) {
        names.push_back(name);
        bytes += content.size();
        contents.push_back(std::move(content));
    }
};

}  // namespace

Outcome run(const IntakeParse& options, Context& context) {
    const facts::PartialDate today = facts::day_of(context.clock.wall());
    Parse parse{options, context};
    PartFiles waiting;
    for (const std::string& file : options.files) {
        SARHAD_TRY(core::Bytes bytes, read_input(context, file, kMaxMessageFile));
        const std::array<core::ByteView, 1> alone{bytes};
        const std::vector<intake::FileRead> read = intake::read_together(alone, today);
        const bool may_wait =
            options.files.size() > 1 && !read[0].waiting.empty() && waiting.has_room(bytes);
        if (may_wait) {
            waiting.add(file, std::move(bytes));
        } else {
            parse.take(file, read[0].messages);
        }
    }
    const std::vector<core::ByteView> views{waiting.contents.begin(), waiting.contents.end()};
    const std::vector<intake::FileRead> joined = intake::read_together(views, today);
    for (std::size_t at = 0; at < joined.size(); ++at)
        parse.take(waiting.names[at], joined[at].messages);
    return parse.code();
}

}  // namespace sarhad::ctl
