// SPDX-License-Identifier: Apache-2.0
#include "core/engine/device/cpu_info.h"

#include <sched.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <thread>

namespace assay {
namespace {

// What decides how fast a number format is on a CPU.
constexpr const char* interesting[] = {"avx2",        "fma",         "avx_vnni", "avx512f",  "avx512_vnni",
                                       "avx512_bf16", "avx512_fp16", "amx_bf16", "amx_int8", "amx_fp16"};

int usableCores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) == 0) return std::max(1, CPU_COUNT(&set));
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

CpuInfo readCpuInfo() {
  CpuInfo info;
  info.model = "unknown CPU";
  info.cores = usableCores();
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line) && !line.empty();) {   // the first processor is enough
    const auto colon = line.find(": ");
    if (colon == std::string::npos) continue;
    if (line.starts_with("model name")) info.model = line.substr(colon + 2);
    if (!line.starts_with("flags")) continue;
    std::istringstream words(line.substr(colon + 2));
    for (std::string word; words >> word;)
      if (std::find(std::begin(interesting), std::end(interesting), word) != std::end(interesting))
        info.features.push_back(word);
  }
  return info;
}

}  // namespace

bool CpuInfo::has(const std::string& feature) const {
  return std::find(features.begin(), features.end(), feature) != features.end();
}

const CpuInfo& cpuInfo() {
  static const CpuInfo info = readCpuInfo();
  return info;
}

}  // namespace assay
