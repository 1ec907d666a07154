// SPDX-License-Identifier: Apache-2.0
// The encoding of Chinese text files that are no UTF-8: GB18030, which holds GBK and GB2312.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/export.h"

namespace assay {

/// Whether text that is no UTF-8 is GB18030 rather than UTF-8 with a fault in it, or an encoding of Europe: it converts
/// without a fault, four fifths of its characters beyond ASCII are of GB2312, and few are sound UTF-8. `text` may end
/// within a character.
ASSAY_CORE_API bool looksLikeGb18030(std::string_view text);

/// As UTF-8; nothing when a byte sequence is no GB18030. Throws Error{Environment} where the system has no converter.
ASSAY_CORE_API std::optional<std::string> fromGb18030(std::string_view text);

}  // namespace assay
