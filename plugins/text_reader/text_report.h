// SPDX-License-Identifier: Apache-2.0
// Metrics and artifacts from plain names and relations; no torch, so that a test can work them by hand.
#pragma once

#include <string>
#include <vector>

#include "core/engine/plugin/model_type.h"
#include "core/text/tag_scheme.h"

namespace assay::text {

/// Harmonic mean of precision and recall; 0 when nothing is right.
double f1Of(int64_t right, int64_t found, int64_t truth);

/// Names sentence by sentence; one counts as right when begin, end and type all are (CoNLL). Metrics name_f1, name_precision,
/// name_recall over all; artifact `names`: a table by type.
EvaluationResult judgeNames(const std::vector<std::vector<LabelledSpan>>& truth, const std::vector<std::vector<LabelledSpan>>& found);

/// Mean of the F1 of each relation that occurs in the truth.
double macroF1(const std::vector<std::string>& truth, const std::vector<std::string>& found);

/// Metrics relation_macro_f1, relation_micro_f1 (over what is related: the label for "none" counts neither as found nor as
/// truth), relation_accuracy; artifact `relations`: a table by relation.
EvaluationResult judgeRelations(const std::vector<std::string>& truth, const std::vector<std::string>& found);

}  // namespace assay::text
