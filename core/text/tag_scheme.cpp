// SPDX-License-Identifier: Apache-2.0
#include "core/text/tag_scheme.h"

namespace assay {

bool isTag(std::string_view tag) {
  if (tag == "O") return true;
  constexpr std::string_view places = "BIMES";
  return tag.size() > 2 && places.find(tag[0]) != std::string_view::npos && (tag[1] == '-' || tag[1] == '_');
}

std::vector<LabelledSpan> spansOfTags(std::span<const std::string> tags) {
  std::vector<LabelledSpan> spans;
  bool isOpen = false;
  for (std::size_t i = 0; i < tags.size(); ++i) {
    const std::string_view tag = tags[i];
    if (tag == "O") {
      isOpen = false;
      continue;
    }
    const char place = tag[0];
    const std::string_view label = tag.substr(2);
    const bool carriesOn = isOpen && place != 'B' && place != 'S' && spans.back().label == label;
    if (!carriesOn) spans.push_back({int32_t(i), int32_t(i), std::string(label)});
    spans.back().end = int32_t(i) + 1;
    isOpen = place != 'E' && place != 'S';
  }
  return spans;
}

}  // namespace assay
