// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/export.h"

namespace assay {

/// Environment that workers inherit. A worker's threads wait for each other at the end of every operation; by
/// default they spin for milliseconds, and on a machine that does something else besides, the core they spin on is
/// the one that their sibling needs: beside a compiler a training step took 2.3 times as long. So they spin briefly
/// and then sleep. What the user has set (OMP_WAIT_POLICY, GOMP_SPINCOUNT) stays. Call before threads are started:
/// the environment belongs to the process.
ASSAY_CORE_API void setWorkerEnvironment();

}  // namespace assay
