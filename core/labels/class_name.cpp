// SPDX-License-Identifier: Apache-2.0
#include "core/labels/class_name.h"

#include <algorithm>

#include "core/base/utf8.h"

namespace assay {

namespace {

constexpr std::size_t longestName = 200;

bool isControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

}  // namespace

std::string classNameFault(const std::string& name) {
  if (name.empty()) return "a class has no name; expected 1 to 200 bytes";
  if (name.size() > longestName)
    return "the name of a class has " + std::to_string(name.size()) + " bytes; expected 1 to 200";
  if (firstBadUtf8(name) != std::string::npos) return "the name of a class is not UTF-8";
  if (std::any_of(name.begin(), name.end(), isControl))
    return "the name of a class holds a line break or another control character";
  return {};
}

}  // namespace assay
