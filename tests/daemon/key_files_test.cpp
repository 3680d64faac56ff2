#include "daemon/key_files.h"

#include "fakes.h"

#include "core/posix_files.h"
#include "core/text.h"

namespace sarhad::daemon {
namespace {

class KeyFiles : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(wire::sodium_start()); }
    void put(const std::string& name, const core::Bytes& file) {
        core::PosixFiles files;
        ASSERT_TRUE(files.replace(folder_.file(name), file, core::FileMode::kPrivate));
    }

    TemporaryFolder folder_;
    CredentialFolders folders_{.systemd = "", .configured = folder_.path()};
};

TEST_F(KeyFiles, GiveTheKeysThatWereWritten) {
    wire::OsRandom random;
    const wire::SigningKey sign = wire::SigningKey::generate(random);
    const wire::BoxKey link = wire::BoxKey::generate(random);
    put("sign.key", sign.to_file());
    put("link.key", link.to_file(wire::KeyKind::kLinkSecret));
    EXPECT_EQ(read_signing_key(folders_, "sign.key")->public_key().bytes(),
              sign.public_key().bytes());
    EXPECT_EQ(read_box_key(folders_, "link.key", wire::KeyKind::kLinkSecret)->public_key(),
              link.public_key());
}

TEST_F(KeyFiles, OfAnotherKindAreRefusedByName) {
    wire::OsRandom random;
    put("store.key", wire::SigningKey::generate(random).to_file());
    const auto store = read_secret_key(folders_, "store.key", wire::KeyKind::kStoreSecret);
    ASSERT_FALSE(store);
    EXPECT_TRUE(store.error().what.starts_with("key file store.key: ")) << store.error().what;
}

}  // namespace
}  // namespace sarhad::daemon
