// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/progress.h"
#include "core/job/run_directory.h"
#include "core/suggest/label_curve.h"

namespace assay {

/// Of the runs that were evaluated on the split: how many training images had labels, and what was found at the stored threshold (IoU .33, whatever the
/// class). Fewest labels first. Runs without an evaluation there, or without a label or a defect to judge by, are left out; so are those whose
/// files are damaged.
ASSAY_CORE_API std::vector<LabelPoint> labelPoints(const std::vector<RunDirectory>& runs, const std::string& split, const Progress& progress = {});

}  // namespace assay
