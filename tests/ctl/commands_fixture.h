#pragma once

#include "api/fact_json.h"
#include "api/json.h"
#include "core/check.h"
#include "core/posix_files.h"
#include "core/system_clock.h"
#include "core/text.h"
#include "ctl/commands.h"
#include "ctl/screen_pool.h"
#include "facts/decision.h"
#include "screening/known_pairs.h"
#include "watchlists/list_file.h"
#include "watchlists/normalise.h"
#include "wire/hash.h"
#include "wire/keyring.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <sstream>

namespace sarhad::ctl {

using daemon::ExitCode;
using testing::HasSubstr;

/// A temporary folder with the commands' surroundings in it. All names are invented.
class Commands : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(wire::sodium_start());
        folder_ = testing::TempDir() + "ctl_" +
                  testing::UnitTest::GetInstance()->current_test_info()->name() + "_" +
                  std::to_string(::getpid());
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::string path(std::string_view name) const { return core::cat(folder_, "/", name); }
    std::string file(std::string_view name, std::string_view content) {
        EXPECT_TRUE(files_.replace(path(name), core::as_bytes(content), core::FileMode::kPrivate));
        return path(name);
    }
    std::string list_file() {
        const std::string xml = file("list.xml", R"(<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID>
<FIRST_NAME>TARVEN</FIRST_NAME><SECOND_NAME>OSKELDRIM</SECOND_NAME>
<UN_LIST_TYPE>Demo</UN_LIST_TYPE><REFERENCE_NUMBER>XDi.001</REFERENCE_NUMBER>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1971-04-05</DATE>
</INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>)");
        const Outcome imported =
            run(ListImport{"un-xml", "DEMO", "", {xml}, path("demo.list")}, context_);
        EXPECT_TRUE(imported) << imported.error().what;
        imported_ = out_.str();
        out_.str("");
        return path("demo.list");
    }
    Outcome screen(std::string_view csv) {
        Screen options;
        options.lists = {list_file()};
        options.input = file("persons.csv", csv);
        options.threads = 2;
        return run(options, context_);
    }

    std::string folder_;
    core::PosixFiles files_;
    core::SystemClock clock_;
    wire::OsRandom random_;
    std::ostringstream out_;
    std::ostringstream err_;
    std::string imported_;
    Context context_{files_,
                     clock_,
                     random_,
                     out_,
                     err_,
                     "/nowhere",
                     "no.sock",
                     std::chrono::seconds{1},
                     false,
                     2};
};

}  // namespace sarhad::ctl
