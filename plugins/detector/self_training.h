// SPDX-License-Identifier: Apache-2.0
// What a model that learned from the labels alone, the teacher, is sure of in images that nobody labelled (Sohn et al. 2020, "A Simple Semi-Supervised
// Learning Framework for Object Detection", without its strong augmentation of the student alone: all crops are augmented here).
#pragma once

#include <vector>

#include "core/engine/plugin/model_type.h"
#include "core/labels/snapshot.h"
#include "core/report/detection_result.h"

namespace assay::detector {

inline const std::string teacherName = "teacher";

/// Without a teacher of its own, and without folds unless the run itself is `fold`, whose part its teacher must not see either.
Rehearsal teacherRehearsal(int fold);

/// The lowest score from which 19 of 20 boxes of labelled images that the teacher has not seen are right (IoU .33, with class) and ten or more are seen, .5 at least;
/// .9 without such images; 2, which no box reaches, where that many are right at no score.
double sureScore(const DetectionResult& heldOut);

/// Images that a teacher looked at: boxes of `sure` and more are labels; fainter ones, down to .1, that overlap none of them are of class unclearLabel: something may be there.
/// One whose boxes are all fainter still is clean. `data`: where the images are known; throws Error{BadInput} for one that is not.
std::vector<Item> taughtItems(const DetectionResult& seen, double sure, const Snapshot& data);
inline const std::string unclearLabel;

/// What a teacher tells: {"boxes", "sure"}, and the items again.
Json toldByTeacher(const DetectionResult& seen, double sure);
std::vector<Item> taughtItems(const Json& told, const Snapshot& data);

}  // namespace assay::detector
