// SPDX-License-Identifier: Apache-2.0
// Private to core/project.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/base/random_seed.h"
#include "core/project/sample_fact_world.h"

namespace assay {

enum class ReportLanguage { Chinese, English };

/// Where a sentence names an entity of the world, in bytes.
struct ReportMark {
  std::size_t begin = 0, end = 0;
  int32_t entity = 0;
};

struct ReportSentence {
  std::string text;
  std::vector<ReportMark> marks;   ///< in order
};

ReportSentence writeSentence(const FactWorld& world, const Incident& incident, ReportLanguage language, Random& random);

/// Service reports, half of them in Chinese and half in English, about incidents of the world: file name and text.
std::vector<std::pair<std::string, std::string>> writeReports(const FactWorld& world, int count, uint64_t seed);

}  // namespace assay
