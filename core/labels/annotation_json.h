// SPDX-License-Identifier: Apache-2.0
// How one label is written, in snapshots and in the journal: {"class":"open","box":[...],"origin":"human"}.
#pragma once

#include "core/labels/annotation.h"

namespace assay {

/// Without the id, which is no part of a dataset version.
ASSAY_CORE_API Json annotationToJson(const Annotation& annotation);
/// Throws Error{BadInput}.
ASSAY_CORE_API Annotation annotationFromJson(const Json& json, const std::string& where);

}  // namespace assay
