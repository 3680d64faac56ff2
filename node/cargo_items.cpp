#include "node/cargo_items.h"

#include "core/text.h"
#include "intake/journeys.h"
#include "watchlists/identifiers.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace sarhad::node {
namespace {

using facts::Bill;
using facts::Container;
using facts::Conveyance;
using facts::Message;

std::string keyed(std::string_view what, std::string_view told) {
    std::string number;
    for (const char c : core::ascii_upper(told)) {
        if (c != ' ') {
            number.push_back(c);
        }
    }
    return number.empty() ? std::string{} : core::cat(what, "|", number);
}

/// Words that a message's function begins with where somebody at a gate has seen the containers.
constexpr std::array<std::string_view, 7> kSeen{
    "gate-", "weighed", "discharged", "loaded", "terminal-move", "sealed", "scanned"};

bool is_of_gate(const Message& message) {
    return std::any_of(kSeen.begin(), kSeen.end(), [&](std::string_view word) {
        return message.function.starts_with(word);
    });
}

bool is_stow_plan(const Message& message) {
    return std::any_of(message.containers.begin(),
                       message.containers.end(),
                       [](const Container& container) { return !container.stowed_at.empty(); });
}

/// By what a conveyance is known, without where it calls and who is on it.
Conveyance brief(const Conveyance& told) {
    Conveyance made = told;
    made.places.clear();
    made.parties.clear();
    made.seals.clear();
    return made;
}

/// Containers of a bill, each once, as the message tells of them; of a number that it tells nothing
/// else of, the number.
class Pieces final {
public:
    explicit Pieces(const Message& message) : message_{message} {
        for (const Container& container : message.containers) {
            by_number_.try_emplace(container.number, &container);
        }
        if (!message.conveyances.empty()) {
            carried_by_ = brief(message.conveyances.front());
            voyage_ = voyage_keys(message.conveyances.front());
            add_conveyance_keys(message.conveyances.front(), voyage_);
        }
    }

    std::vector<CargoPiece> run() {
        for (const Bill& bill : message_.bills) {
            add_bill(bill);
        }
        for (const facts::Declaration& declaration : message_.declarations) {
            add_declaration(declaration);
        }
        add_containers();
        add_bags();
        for (const Conveyance& conveyance : message_.conveyances) {
            add_conveyance(conveyance);
        }
        return std::move(pieces_);
    }

private:
    static void add_conveyance_keys(const Conveyance& conveyance, std::vector<std::string>& keys) {
        keys.push_back(conveyance_key(conveyance.number));
        keys.push_back(conveyance_key(conveyance.name));
    }

    CargoPiece& open(CargoSort sort) {
        CargoPiece& piece = pieces_.emplace_back();
        piece.sort = sort;
        piece.item.format = message_.format;
        piece.item.function = message_.function;
        piece.item.conveyance = carried_by_;
        piece.keys = voyage_;
        return piece;
    }

    static void close(CargoPiece& piece) {
        std::set<std::string> once;
        std::erase_if(piece.keys, [&](const std::string& key) {
            return key.empty() || !once.insert(key).second;
        });
    }

    void take(const std::string& number, CargoPiece& piece) {
        const std::string key = container_key(number);
        if (key.empty() ||
            std::find(piece.keys.begin(), piece.keys.end(), key) != piece.keys.end()) {
            return;
        }
        const auto told = by_number_.find(number);
        if (told != by_number_.end()) {
            piece.item.containers.push_back(*told->second);
        } else {
            using watchlists::IdentifierKind;
            using watchlists::IdentifierState;
            Container bare;
            bare.number = number;
            bare.is_number_valid =
                watchlists::read_identifier(IdentifierKind::kContainer, number).state ==
                IdentifierState::kChecked;
            piece.item.containers.push_back(std::move(bare));
        }
        piece.keys.push_back(key);
        held_.insert(number);
    }

    void take_goods(const std::vector<facts::GoodsLine>& goods, CargoPiece& piece) {
        for (const facts::GoodsLine& line : goods) {
            for (const std::string& number : line.containers) {
                take(number, piece);
            }
        }
    }

    void add_bill(const Bill& bill) {
        CargoPiece& piece = open(CargoSort::kBill);
        piece.item.bill = bill;
        piece.keys.push_back(bill_key(bill.number));
        piece.keys.push_back(bill_key(bill.master));
        for (const std::string& number : bill.containers) {
            take(number, piece);
        }
        take_goods(bill.goods, piece);
        close(piece);
    }

    void add_declaration(const facts::Declaration& declaration) {
        CargoPiece& piece = open(CargoSort::kDeclaration);
        piece.item.declaration = declaration;
        piece.keys.push_back(declaration_key(declaration.number));
        piece.keys.push_back(bill_key(declaration.bill));
        for (const std::string& number : declaration.containers) {
            take(number, piece);
        }
        take_goods(declaration.lines, piece);
        close(piece);
    }

    /// Those of a stow plan and of a gate all, whatever bills name them.
    void add_containers() {
        const bool is_plan = is_stow_plan(message_);
        const bool is_gate = !is_plan && is_of_gate(message_);
        const CargoSort sort = is_plan   ? CargoSort::kStowPlan
                               : is_gate ? CargoSort::kGate
                                         : CargoSort::kContainers;
        CargoPiece* piece = nullptr;
        for (const Container& container : message_.containers) {
            if (!is_plan && !is_gate && held_.contains(container.number)) {
                continue;
            }
            if (piece == nullptr || piece->item.containers.size() == kContainersInPiece) {
                if (piece != nullptr) {
                    close(*piece);
                }
                piece = &open(sort);
            }
            piece->item.containers.push_back(container);
            piece->keys.push_back(container_key(container.number));
            piece->keys.push_back(bill_key(container.bill));
        }
        if (piece != nullptr) {
            close(*piece);
        }
    }

    void add_bags() {
        if (message_.bags.empty() || intake::lists_travellers(message_)) {
            return;
        }
        CargoPiece& piece = open(CargoSort::kBags);
        piece.item.bags = message_.bags;
        piece.item.owners = message_.travellers;
        piece.item.flights = message_.flights;
        for (const facts::Bag& bag : message_.bags) {
            if (!bag.tag.empty()) {
                piece.keys.push_back(bag_key(bag.tag));
            }
        }
        for (const facts::FlightLeg& leg : message_.flights) {
            piece.keys.push_back(conveyance_key(core::cat(leg.carrier, leg.number)));
        }
        close(piece);
    }

    void add_conveyance(const Conveyance& conveyance) {
        CargoPiece& piece = open(CargoSort::kConveyance);
        piece.item.conveyance = conveyance;
        piece.keys = voyage_keys(conveyance);
        add_conveyance_keys(conveyance, piece.keys);
        close(piece);
    }

    const Message& message_;
    std::map<std::string_view, const Container*> by_number_;
    std::optional<Conveyance> carried_by_;
    std::vector<std::string> voyage_;
    std::set<std::string> held_;  ///< Containers of some bill or declaration.
    std::vector<CargoPiece> pieces_;
};

}  // namespace

std::vector<CargoPiece> cargo_pieces(const Message& message) {
    if (message.status == facts::MessageStatus::kRefused) {
        return {};
    }
    return Pieces{message}.run();
}

std::string bill_key(std::string_view number) {
    return keyed("bill", number);
}

std::string container_key(std::string_view number) {
    return keyed("container", number);
}

std::string declaration_key(std::string_view number) {
    return keyed("declaration", number);
}

std::string bag_key(std::string_view tag) {
    return keyed("bag", tag);
}

std::string conveyance_key(std::string_view name_or_number) {
    return keyed("conveyance", name_or_number);
}

std::vector<std::string> voyage_keys(const Conveyance& conveyance) {
    std::vector<std::string> keys;
    if (conveyance.voyage.empty()) {
        return keys;
    }
    for (const std::string* known_by :
         {&conveyance.number, &conveyance.call_sign, &conveyance.name}) {
        if (!known_by->empty()) {
            keys.push_back(keyed("voyage", core::cat(*known_by, "|", conveyance.voyage)));
        }
    }
    return keys;
}

}  // namespace sarhad::node
