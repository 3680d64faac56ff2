#include "wire/held_memory.h"

#include "core/check.h"
#include "wire/secret.h"

#include <sys/mman.h>

namespace sarhad::wire {

HeldMemory::HeldMemory(std::size_t size) : size_{size} {
    if (size == 0) {
        return;
    }
    void* const mapped =
        ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    SARHAD_CHECK(mapped != MAP_FAILED);
    held_ = static_cast<std::uint8_t*>(mapped);
    ::madvise(mapped, size, MADV_DONTDUMP);
    // Large pages are filled, and searched, in a fraction of the page faults.
    ::madvise(mapped, size, MADV_HUGEPAGE);
    // On fault: the pages come one by one as they are filled, and are locked from then on.
    is_locked_ = ::mlock2(mapped, size, MLOCK_ONFAULT) == 0;
}

HeldMemory::~HeldMemory() {
    if (held_ != nullptr) {
        wipe({held_, size_});
        ::munmap(held_, size_);
    }
}

}  // namespace sarhad::wire
