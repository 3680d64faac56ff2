#include "intake/cargo_findings.h"

#include <algorithm>
#include <map>
#include <utility>

namespace sarhad::intake {
namespace {

using facts::Container;
using facts::Message;
using facts::Place;
using facts::PlaceRole;

bool is_stow_plan(const Message& message) {
    return std::any_of(message.containers.begin(),
                       message.containers.end(),
                       [](const Container& container) { return !container.stowed_at.empty(); });
}

bool is_cancelled(const Message& message) {
    return message.function.ends_with("-cancelled");
}

bool is_manifest(const Message& message) {
    return !is_stow_plan(message) &&
           (!message.bills.empty() ||
            (message.function.starts_with("manifest") && !message.containers.empty()));
}

bool is_container(const Container& container) {
    return container.kind.empty() || container.kind == "CN";
}

/// True where it is discharged at the port, or tells of no discharge.
bool comes_to(std::string_view port, const std::vector<Place>& places) {
    bool is_told = false;
    for (const Place& place : places) {
        if (place.role != PlaceRole::kDischarge) continue;
        if (place.code == port) return true;
        is_told = true;
    }
    return port.empty() || !is_told;
}

/// What is known of the container of a number.
struct Known {
    const Container* container{nullptr};
    bool is_stowed{false};
    bool is_manifested{false};
    bool comes_here{false};  ///< As the side that names it says.
    bool is_other{false};    ///< A trailer, a generator, bulk.
};

class Comparison {
public:
    explicit Comparison(std::string_view port) : port_{port} {}

    void take_plan(const Message& message) {
        for (const Container& container : message.containers) {
            if (container.number.empty()) {
                if (comes_to(port_, container.places)) ++result_.numberless;
                continue;
            }
            Known& known = by_number_[container.number];
            known.is_stowed = true;
            known.is_other = known.is_other || !is_container(container);
            known.container = &container;
            known.comes_here = known.comes_here || comes_to(port_, container.places);
        }
    }

    void take_manifest(const Message& message) {
        // Bills first: a container's own group seldom says where it is discharged.
        for (const facts::Bill& bill : message.bills) {
            if (bill.is_cancelled) continue;
            const bool comes_here = comes_to(port_, bill.places);
            for (const std::string& number : bill.containers)
                take_manifested(number, comes_here);
        }
        for (const Container& container : message.containers) {
            if (container.number.empty()) continue;
            Known& known = by_number_[container.number];
            if (known.container == nullptr) known.container = &container;
            known.is_other = known.is_other || !is_container(container);
            if (!known.is_manifested) {
                take_manifested(container.number, comes_to(port_, container.places));
            }
        }
    }

    StowComparison finish() {
        for (const auto& [number, known] : by_number_) {
            if (!known.comes_here || known.is_other) continue;
            result_.stowed += known.is_stowed ? 1U : 0U;
            result_.manifested += known.is_manifested ? 1U : 0U;
            if (known.is_stowed != known.is_manifested) add_gap(number, known);
        }
        return std::move(result_);
    }

private:
    void take_manifested(const std::string& number, bool comes_here) {
        Known& known = by_number_[number];
        known.is_manifested = true;
        known.comes_here = known.comes_here || (!known.is_stowed && comes_here);
    }

    void add_gap(std::string_view number, const Known& known) {
        ContainerGap gap;
        gap.kind =
            known.is_stowed ? ContainerGap::Kind::kNotManifested : ContainerGap::Kind::kNotStowed;
        gap.number = number;
        if (known.container != nullptr) {
            gap.stowed_at = known.container->stowed_at;
            gap.bill = known.container->bill;
            gap.fullness = known.container->fullness;
        }
        result_.gaps.push_back(std::move(gap));
    }

    std::string_view port_;
    std::map<std::string_view, Known> by_number_{};
    StowComparison result_{};
};

}  // namespace

StowComparison unmanifested_containers(std::span<const Message> messages, std::string_view port) {
    const auto counts = [](const Message& message) {
        return message.status != facts::MessageStatus::kRefused && !is_cancelled(message);
    };
    Comparison comparison{port};
    bool has_plan = false;
    bool has_manifest = false;
    // Plans first: where a container goes is their word.
    for (const Message& message : messages) {
        if (!counts(message) || !is_stow_plan(message)) continue;
        has_plan = true;
        comparison.take_plan(message);
    }
    for (const Message& message : messages) {
        if (!counts(message) || !is_manifest(message)) continue;
        has_manifest = true;
        comparison.take_manifest(message);
    }
    return has_plan && has_manifest ? comparison.finish() : StowComparison{};
}

}  // namespace sarhad::intake
