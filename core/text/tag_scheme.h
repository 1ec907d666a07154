// SPDX-License-Identifier: Apache-2.0
// Tags of single characters or words, as annotators and CoNLL files write them, and the names that they mean.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/export.h"

namespace assay {

/// A stretch [begin, end) with a label.
struct LabelledSpan {
  int32_t begin = 0, end = 0;
  std::string label;
  bool operator==(const LabelledSpan&) const = default;
};

/// True for "O" and for B, I, M, E or S with "-" or "_" and a label.
ASSAY_CORE_API bool isTag(std::string_view tag);

/// BIO (IOB1 and IOB2), BMES and BIOES alike: B and S begin a name, E and S end one, I and M carry it on. A tag that carries
/// on what is not there begins a name, as conlleval has it. Every tag is one (isTag).
ASSAY_CORE_API std::vector<LabelledSpan> spansOfTags(std::span<const std::string> tags);

}  // namespace assay
