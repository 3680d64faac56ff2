#include "ctl/option_words.h"

namespace sarhad::ctl {

const std::map<std::string, KeyPurpose>& purpose_words() {
    static const std::map<std::string, KeyPurpose> kPurposes{{"sign", KeyPurpose::kSign},
                                                             {"link", KeyPurpose::kLink},
                                                             {"seal", KeyPurpose::kSeal},
                                                             {"store", KeyPurpose::kStore},
                                                             {"subject", KeyPurpose::kSubject},
                                                             {"list", KeyPurpose::kList}};
    return kPurposes;
}

const std::map<std::string, watchlists::Least>& least_words() {
    static const std::map<std::string, watchlists::Least> kLeast{
        {"all", watchlists::Least::kAny},
        {"silent", watchlists::Least::kShown},
        {"ask", watchlists::Least::kAsk},
        {"review", watchlists::Least::kReview},
        {"hold", watchlists::Least::kHold}};
    return kLeast;
}

}  // namespace sarhad::ctl
