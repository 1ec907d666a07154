// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/cancel_token.h"

namespace assay {

/// From now on SIGINT and SIGTERM ask for a stop instead of ending the process.
void catchInterrupts();
/// Requested by the first of them.
const CancelToken& interruptToken();
/// How many came so far: the second Ctrl-C means "let me go".
int interruptCount();

}  // namespace assay
