// SPDX-License-Identifier: Apache-2.0
#include "core/job/process_info.h"

#include <fstream>
#include <sstream>
#include <unistd.h>

namespace assay {

int64_t processStart(int64_t pid) {
  if (pid <= 0) return 0;
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  if (!std::getline(file, line)) return 0;
  const std::size_t afterName = line.rfind(')');   // the name may hold spaces and parentheses
  if (afterName == std::string::npos) return 0;
  std::istringstream fields(line.substr(afterName + 1));
  std::string field, state;
  fields >> state;
  if (state == "Z" || state == "X") return 0;
  for (int number = 4; number <= 22; ++number) fields >> field;
  return fields ? std::stoll(field) : 0;
}

std::string hostName() {
  char name[256] = "";
  gethostname(name, sizeof name - 1);
  return name;
}

}  // namespace assay
