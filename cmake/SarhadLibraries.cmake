# Third-party libraries, all Debian's. A module names one of these targets in its LIBS; their
# headers are SYSTEM headers, so that their warnings are not ours.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
foreach(entry IN ITEMS sqlite3 libsodium libcrypto libzmq libzstd expat pugixml fmt spdlog libsystemd re2)
    string(MAKE_C_IDENTIFIER "${entry}" id)
    pkg_check_modules(${id} REQUIRED IMPORTED_TARGET GLOBAL ${entry})
    set_target_properties(PkgConfig::${id} PROPERTIES INTERFACE_SYSTEM_INCLUDE_DIRECTORIES
        "$<TARGET_PROPERTY:PkgConfig::${id},INTERFACE_INCLUDE_DIRECTORIES>")
endforeach()
find_package(tomlplusplus REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(date REQUIRED)
find_package(GTest REQUIRED)
find_package(benchmark REQUIRED)
