// SPDX-License-Identifier: Apache-2.0
#include "core/labels/name_number.h"

#include <algorithm>

namespace assay {

int64_t numberInName(const std::string& path) {
  const std::string name = path.substr(path.rfind('/') + 1);
  const std::size_t last = name.find_last_of("0123456789");
  if (last == std::string::npos) return 0;
  const std::size_t before = name.find_last_not_of("0123456789", last);
  const std::size_t first = before == std::string::npos ? 0 : before + 1;
  return std::stoll(name.substr(std::max(first, last >= 17 ? last - 17 : 0), 18));
}

}  // namespace assay
