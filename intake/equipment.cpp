#include "cargo_container.h"
#include "cargo_reader.h"
#include "cargo_segments.h"

#include "core/text.h"

#include <algorithm>
#include <array>

namespace sarhad::intake {
namespace {

/// Known, and not kept (docs/intake-cargo.md).
constexpr std::array<std::string_view, 15> kNotKept{"UNH",
                                                    "UNT",
                                                    "UNS",
                                                    "ATT",
                                                    "DIM",
                                                    "DOC",
                                                    "EQN",
                                                    "GID",
                                                    "GDS",
                                                    "GOR",
                                                    "HAN",
                                                    "MEA",
                                                    "SGP",
                                                    "TMD",
                                                    "TSR"};

/// What BGM 1001 of the format announces; the format's own word where the code says no more.
std::string_view word_of(std::string_view format, std::string_view code) {
    if (format == "BAPLIE") return "stow-plan";
    if (format == "VERMAS") return "weighed";
    if (format == "COPARN") return "container-order";
    const std::uint32_t announced = packed(code);
    if (format == "CODECO") {
        if (announced == packed("34")) return "gate-in";
        return announced == packed("36") ? "gate-out" : "gate-move";
    }
    if (announced == packed("44") || announced == packed("98") || announced == packed("119")) {
        return "discharged";
    }
    if (announced == packed("46") || announced == packed("270") || announced == packed("122")) {
        return "loaded";
    }
    return "terminal-move";
}

class EquipmentReader {
public:
    explicit EquipmentReader(MessageDraft& draft)
        : draft_{draft},
          voyage_{draft_},
          containers_{draft_, voyage_},
          is_plan_{draft.message.format == "BAPLIE"} {
        if (draft.message.format == "COPARN") containers_.allow_numberless();
    }

    void take(const Segment& segment) {
        if (take_start(segment) || (containers_.is_open() && containers_.take(segment)) ||
            (!containers_.is_open() && take_header(segment)) ||
            std::find(kNotKept.begin(), kNotKept.end(), segment.tag()) != kNotKept.end()) {
            return;
        }
        draft_.unknown(segment);
    }

    void finish() {
        close();
        containers_.finish();
        voyage_.finish();
        draft_.finish();
    }

private:
    /// In the plans of the second version a position leads its container's group, in those of some
    /// senders the container does; whichever comes first in a message does so in all of it.
    enum class Led { kNotYet, kByPosition, kByContainer };

    bool take_start(const Segment& segment) {
        switch (packed(segment.tag())) {
            case packed("BGM"):
                draft_.message().function =
                    announced_cargo(word_of(draft_.message().format, segment.at(1)), segment.at(3));
                if (is_plan_) voyage_.set_number(segment, segment.at(2));
                return true;
            case packed("EQD"):
                start_container(segment);
                return true;
            case packed("LOC"):
                return is_plan_ && segment.at(1) == "147" && start_position(segment);
            case packed("CNT"):
                if (segment.at(1) == "16") containers_.add_total(segment);
                return true;
            default:  // Not our enum.
                return false;
        }
    }

    bool start_position(const Segment& loc) {
        if (led_ == Led::kNotYet) led_ = Led::kByPosition;
        if (led_ == Led::kByContainer) return false;
        close();
        containers_.open(loc);
        static_cast<void>(containers_.take(loc));
        at_ = loc;
        return true;
    }

    void start_container(const Segment& eqd) {
        if (led_ == Led::kNotYet) led_ = Led::kByContainer;
        if (led_ == Led::kByPosition && containers_.is_open() && !containers_.is_described()) {
            containers_.describe(eqd);
            return;
        }
        if (led_ == Led::kByPosition) {
            draft_.problem(eqd, "misplaced-segment", "a container without a position of its own");
        }
        close();
        containers_.open(eqd);
        containers_.describe(eqd);
    }

    void close() {
        if (containers_.is_open() && !containers_.is_described()) {
            draft_.problem(
                at_, "container-without-number", "a position is taken and no container named");
        }
        containers_.close();
    }

    bool take_header(const Segment& segment) {
        switch (packed(segment.tag())) {
            case packed("RFF"):
                read_reference(segment);
                return true;
            case packed("GID"):
                ++goods_;
                return true;
            case packed("FTX"):
                read_goods(segment);
                return true;
            default:  // Not our enum.
                return voyage_.take(segment);
        }
    }

    /// The goods of an order, where there are of one sort only, are in each of its containers.
    void read_goods(const Segment& ftx) {
        constexpr std::size_t kMax = facts::max_of(&facts::Container::goods);
        if (goods_ == 1 && is_goods_text(ftx.at(1))) {
            read_text(draft_, ftx, 4, goods_text_, kMax);
        } else {
            draft_.pass_text();
        }
        containers_.set_goods(goods_ == 1 ? goods_text_ : std::string{});
    }

    /// A booking or a bill at the head is that of all containers.
    void read_reference(const Segment& rff) {
        switch (reference_kind(rff.at(1))) {
            case Reference::kBooking:
                containers_.set_defaults(
                    draft_.code(rff, rff.at(1, 1), facts::max_of(&facts::Container::booking)), {});
                return;
            case Reference::kBill:
            case Reference::kHouse:
            case Reference::kMaster:
                containers_.set_defaults(
                    {}, draft_.code(rff, rff.at(1, 1), facts::max_of(&facts::Container::bill)));
                return;
            case Reference::kOther:
                voyage_.add_reference(rff);
                return;
        }
    }

    CargoDraft draft_;
    CargoVoyage voyage_;
    CargoContainers containers_;
    Segment at_{};  ///< Where the position stands.
    std::string goods_text_{};
    std::size_t goods_{0};  ///< How many GID stand at the head.
    Led led_{Led::kNotYet};
    bool is_plan_;
};

}  // namespace

void read_equipment(const Tokens& tokens, const MessageFrame& frame, MessageDraft& draft) {
    EquipmentReader reader{draft};
    for (std::size_t i = frame.first; i < frame.last; ++i) {
        reader.take(tokens[i]);
    }
    reader.finish();
}

}  // namespace sarhad::intake
