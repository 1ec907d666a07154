// SPDX-License-Identifier: Apache-2.0
// A made-up factory as a knowledge graph, with service reports: no outside data. Equal seeds give equal bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/graph/triple.h"
#include "core/project/project.h"

namespace assay {

/// The rules that the held-out triples follow from, as (head relations) -> relation; resources/docs names them.
struct SampleFacts {
  std::vector<std::string> entities, relations;   ///< ids of the triples -> names in the files
  std::vector<Triple> train, valid, test;         ///< valid and test follow from train by the rules; no rule, no answer
  std::string entityFile;                         ///< text of entities.tsv: Chinese name, type, English name as alias
  std::vector<std::pair<std::string, std::string>> documents;   ///< file name and text
};

/// `machines` machines (about 12 entities each). Of what follows by a rule 60 % are told in training, so that the rule can
/// be learnt, 15 % are in valid, 25 % in test.
ASSAY_CORE_API SampleFacts drawFacts(int machines, uint64_t seed);

/// A whole project of the task "knowledge_graph" in a new folder: graph/train.txt, valid.txt, test.txt, entities.tsv and
/// documents/*.txt.
ASSAY_CORE_API Project createSampleFacts(const std::filesystem::path& folder, int machines, uint64_t seed, const Progress& progress);

}  // namespace assay
