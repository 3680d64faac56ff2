# Every flag of the project, in one interface target that every module links privately.
# Hardening is on in every build, so that the tests run what ships.
add_library(sarhad_flags INTERFACE)
string(REPLACE "-O3" "" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")
string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")
string(REPLACE "-O2" "" CMAKE_CXX_FLAGS_RELWITHDEBINFO "${CMAKE_CXX_FLAGS_RELWITHDEBINFO}")
string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_RELWITHDEBINFO "${CMAKE_CXX_FLAGS_RELWITHDEBINFO}")
# Line tables only: enough for a stack trace, and a third of the build time of full -g on two cores.
string(REPLACE "-g" "-g1" CMAKE_CXX_FLAGS_RELWITHDEBINFO "${CMAKE_CXX_FLAGS_RELWITHDEBINFO}")
target_compile_options(sarhad_flags INTERFACE
    ${SARHAD_OPTIMISE} -ffp-contract=off
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
    -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough -Werror
    $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond>
    $<$<CXX_COMPILER_ID:GNU>:-Wzero-as-null-pointer-constant>
    $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety>
    -fstack-protector-strong -fstack-clash-protection -fcf-protection=full
    -ftrivial-auto-var-init=pattern
    "-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.")
target_compile_definitions(sarhad_flags INTERFACE _GLIBCXX_ASSERTIONS)
target_link_options(sarhad_flags INTERFACE -Wl,-z,relro,-z,now)
if(SARHAD_SANITIZE)
    target_compile_options(sarhad_flags INTERFACE
        -fsanitize=${SARHAD_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
        -U_FORTIFY_SOURCE)
    if(SARHAD_SANITIZE MATCHES "undefined")
        # It asks through a pipe whether memory can be read, and takes "no files left" for a wrong object:
        # a daemon that is out of files would end.
        target_compile_options(sarhad_flags INTERFACE -fno-sanitize=vptr)
    endif()
    target_link_options(sarhad_flags INTERFACE -fsanitize=${SARHAD_SANITIZE})
    if(SARHAD_FUZZ)
        target_compile_options(sarhad_flags INTERFACE -fsanitize=fuzzer-no-link)
    endif()
else()
    # Debian's compilers predefine no level; 3 needs -O1 at least, which every preset has.
    target_compile_options(sarhad_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
endif()
