#include "core/bytes.h"

#include <sodium.h>

#include <string>
#include <unordered_map>

/// libsodium's signing and verification with a memory. In a world the same tick is verified by
/// central, by each port and by the invariants, with the same key: a question that is equal in
/// every byte of key, signature and message has the answer that libsodium gave it, a refusal too;
/// and what libsodium has just signed with a key is signed with it. Linked into the simulator
/// alone; one thread.
namespace sarhad::sim {
namespace {

/// Documents and deltas that are on their way at one time are hundreds.
constexpr std::size_t kRememberedMax = 4096;

std::string question_of(core::ByteView signature, core::ByteView key, core::ByteView message) {
    std::string question;
    question.reserve(signature.size() + key.size() + message.size());
    for (const core::ByteView part : {signature, key, message}) {
        question.append(core::as_text(part));
    }
    return question;
}

std::unordered_map<std::string, int>& remembered() {
    static std::unordered_map<std::string, int> answers;
    if (answers.size() >= kRememberedMax) {
        answers.clear();
    }
    return answers;
}

}  // namespace
}  // namespace sarhad::sim

/// Takes the place of the library's, as the next. A secret key ends with its public half.
extern "C" int crypto_sign_detached(unsigned char* sig,
                                    unsigned long long* siglen_p,
                                    const unsigned char* m,
                                    unsigned long long mlen,
                                    const unsigned char* sk) {
    using sarhad::core::ByteView;
    const int failed = crypto_sign_ed25519_detached(sig, siglen_p, m, mlen, sk);
    if (failed == 0) {
        const unsigned char* pk = sk + crypto_sign_SECRETKEYBYTES - crypto_sign_PUBLICKEYBYTES;
        sarhad::sim::remembered().insert_or_assign(
            sarhad::sim::question_of(ByteView{sig, crypto_sign_BYTES},
                                     ByteView{pk, crypto_sign_PUBLICKEYBYTES},
                                     ByteView{m, static_cast<std::size_t>(mlen)}),
            0);
    }
    return failed;
}

extern "C" int crypto_sign_verify_detached(const unsigned char* sig,
                                           const unsigned char* m,
                                           unsigned long long mlen,
                                           const unsigned char* pk) {
    using sarhad::core::ByteView;
    using sarhad::sim::question_of;
    auto& remembered = sarhad::sim::remembered();
    std::string question = question_of(ByteView{sig, crypto_sign_BYTES},
                                       ByteView{pk, crypto_sign_PUBLICKEYBYTES},
                                       ByteView{m, static_cast<std::size_t>(mlen)});
    if (const auto found = remembered.find(question); found != remembered.end()) {
        return found->second;
    }
    const int answer = crypto_sign_ed25519_verify_detached(sig, m, mlen, pk);
    remembered.emplace(std::move(question), answer);
    return answer;
}
