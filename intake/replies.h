#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "facts/message.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sarhad::intake {

/// What a computer may answer of a passenger by itself: that the data has come, or that an officer
/// is to be asked. Nothing else: whether somebody boards is a person's decision.
enum class AutomaticAnswer : std::uint8_t { kReceived, kContact };

/// A person who answers for a decision. There is no other way to one than an account.
class Officer {
public:
    /// kInvalid for what is no account name.
    [[nodiscard]] static core::Result<Officer> named(std::string_view account);
    [[nodiscard]] const std::string& account() const { return account_; }
    friend bool operator==(const Officer&, const Officer&) = default;

private:
    explicit Officer(std::string account) : account_{std::move(account)} {}
    std::string account_;
};

/// What only an officer can answer. It cannot be made without one.
class OfficersAnswer {
public:
    [[nodiscard]] static OfficersAnswer may_board(Officer by) { return {std::move(by), true}; }
    [[nodiscard]] static OfficersAnswer do_not_board(Officer by) { return {std::move(by), false}; }
    [[nodiscard]] bool boards() const { return boards_; }
    [[nodiscard]] const Officer& by() const { return by_; }
    friend bool operator==(const OfficersAnswer&, const OfficersAnswer&) = default;

private:
    OfficersAnswer(Officer by, bool boards) : by_{std::move(by)}, boards_{boards} {}
    Officer by_;
    bool boards_;
};

using PassengerAnswer = std::variant<AutomaticAnswer, OfficersAnswer>;

/// The answer of one passenger, who is named by the carrier's own references and nothing else.
struct PassengerReply {
    std::string booking;     ///< RFF+AVF of the list that he stands in.
    std::string carrier_id;  ///< RFF+ABO of it; "" where it had none.
    PassengerAnswer answer{AutomaticAnswer::kReceived};
    friend bool operator==(const PassengerReply&, const PassengerReply&) = default;
};

/// Who answers whom, and what is answered.
struct ReplyTo {
    std::string interchange;  ///< UNB 0020 of what is answered.
    std::string sender;       ///< Of it: the reply goes there.
    std::string recipient;    ///< Of it: the reply comes from there.
};
/// Of the first interchange of a file. kNotFound where there is none.
[[nodiscard]] core::Result<ReplyTo> reply_to(core::ByteView file);

/// When a reply is made, and its own control reference.
struct ReplyMark {
    facts::LocalTime at;
    std::uint64_t reference{1};
};

/// CONTRL: whether the interchange and its messages could be read, from read_messages() of it.
[[nodiscard]] std::string make_contrl(const ReplyTo& to,
                                      const ReplyMark& mark,
                                      const std::vector<facts::Message>& messages);
/// CUSRES: the answers of a list's passengers. `list`: the message that named them.
[[nodiscard]] std::string make_cusres(const ReplyTo& to,
                                      const ReplyMark& mark,
                                      const facts::Message& list,
                                      const std::vector<PassengerReply>& replies);
/// Of each of the list's travellers that his data has come.
[[nodiscard]] std::vector<PassengerReply> received_all(const facts::Message& list);
/// ACKRES: whether a PNRGOV could be read.
[[nodiscard]] std::string make_ackres(const ReplyTo& to,
                                      const ReplyMark& mark,
                                      const facts::Message& pnrgov);

/// What GOVREQ asks a carrier for again: a flight's bookings, or one of them.
struct GovernmentRequest {
    facts::FlightLeg flight;
    std::string locator;  ///< "" for all of the flight.
    friend bool operator==(const GovernmentRequest&, const GovernmentRequest&) = default;
};
/// `to`: sender and recipient as of what the carrier sends.
[[nodiscard]] std::string make_govreq(const ReplyTo& to,
                                      const ReplyMark& mark,
                                      const GovernmentRequest& request);

/// What a reply says of a message.
enum class Verdict : std::uint8_t { kUnknown, kReceived, kRejected, kPartial };

/// One message of a reply that somebody sent.
struct ReplyRead {
    std::string format;     ///< CONTRL, CUSRES, ACKRES, GOVREQ; "" where it is none of them.
    std::string reference;  ///< Its own (UNH 0062).
    std::string answers;    ///< The reference of the interchange or message that it answers.
    Verdict verdict{Verdict::kUnknown};
    std::vector<std::string> rejected;  ///< References of messages that were rejected (UCM).
    std::vector<PassengerReply> passengers;
    std::vector<GovernmentRequest> requests;
    std::vector<facts::Problem> problems;  ///< What could not be read, with its segment and byte.
};
/// The replies of a file; never empty, never fails. A passenger whose answer is not known, or is an
/// officer's without an account, is `contact`, with a problem.
[[nodiscard]] std::vector<ReplyRead> read_replies(core::ByteView file);

}  // namespace sarhad::intake
