// SPDX-License-Identifier: Apache-2.0
// Sentences of made-up service reports with their names and relations marked: what a text reader learns from. No outside data;
// equal seeds give equal bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/base/progress.h"
#include "core/project/project.h"

namespace assay {

/// Texts of the files: a character and its tag (BIO) a line, and head, tail, relation, sentence between tabs.
struct SampleSentences {
  std::string tagged, related;
};

/// `count` sentences, half Chinese and half English. Kinds of names and relations are those of the sample graph; of pairs that no
/// relation links as many are told ("unknown") as of those that one does.
ASSAY_CORE_API SampleSentences drawSentences(int count, uint64_t seed);

/// A whole project of the task "text" in a new folder: `count` sentences to learn from and a quarter as many, of another factory,
/// to judge by.
ASSAY_CORE_API Project createSampleSentences(const std::filesystem::path& folder, int count, uint64_t seed, const Progress& progress);

}  // namespace assay
