// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "core/base/option_schema.h"
#include "core/graph/graph.h"
#include "plugins/knowledge_graph/loss_options.h"

namespace assay::kg {

/// model.* of plugin.yaml with every "auto" decided from the graph's size.
struct KgOptions {
  std::string scorer;
  int64_t rank = 0;               ///< complex numbers or reals of a row, as the scorer has it
  int64_t batchSize = 0;          ///< questions, when trainer.batch_size leaves it to us
  int64_t negativeCount = 0;      ///< candidates drawn for a batch; 0 with Negatives::All
  int64_t mostAnswers = 0;        ///< of one question; 0: no limit
  double validFraction = 0.1;
  uint64_t seed = 0;
  bool hasBaseline = true;
  LossOptions loss;
};

/// Of tables that exist already; empty and 0 when they do not.
struct KgShape {
  std::string scorer;
  int64_t rank = 0;
  bool isExtended = false;   ///< most rows are known and stay: the new ones have nothing that holds them back but the penalty
};

/// Throws Error{BadOption} for combinations that cannot be computed.
KgOptions kgOptions(const OptionValues& options, const Graph& graph, const KgShape& shape = {});

}  // namespace assay::kg
