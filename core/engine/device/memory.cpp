// SPDX-License-Identifier: Apache-2.0
#include "core/engine/device/memory.h"

#include <malloc.h>
#include <unistd.h>

#include <cstdio>

#include "core/engine/device/cuda_library.h"

namespace assay {

uint64_t residentBytes() {
  std::FILE* file = std::fopen("/proc/self/statm", "re");
  if (file == nullptr) return 0;
  unsigned long long total = 0, resident = 0;
  const int found = std::fscanf(file, "%llu %llu", &total, &resident);
  std::fclose(file);
  return found == 2 ? resident * static_cast<uint64_t>(sysconf(_SC_PAGESIZE)) : 0;
}

uint64_t physicalBytes() {
  const long pages = sysconf(_SC_PHYS_PAGES);
  return pages > 0 ? static_cast<uint64_t>(pages) * static_cast<uint64_t>(sysconf(_SC_PAGESIZE)) : 0;
}

uint64_t deviceBytes(c10::Device device) {
  return device.is_cpu() ? 0 : CudaLibrary::instance().usedBytes(device.has_index() ? device.index() : 0);
}

void keepFreedMemory(Freed freed) {
#if defined(__GLIBC__)
  constexpr int enoughToReturn = 512 << 20, kept = 256 << 20, largestPart = 32 << 20, never = -1, none = 0;
  mallopt(M_TRIM_THRESHOLD, freed == Freed::All ? never : enoughToReturn);
  mallopt(M_TOP_PAD, kept);
  if (freed == Freed::All) mallopt(M_MMAP_MAX, none);   // large blocks are of the heap, too, and come back with the next step
  else mallopt(M_MMAP_THRESHOLD, largestPart);          // larger ones are mapped one by one, and so given back
#endif
}

}  // namespace assay
