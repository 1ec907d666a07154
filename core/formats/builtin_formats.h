// SPDX-License-Identifier: Apache-2.0
// The formats that Assay knows by itself. Add one: a file that returns a Format, a line here, a
// line in registry.cpp.
#pragma once

#include <filesystem>
#include <string>

#include "core/formats/format.h"

namespace assay {

Format deeppcbFormat();
Format cocoFormat();
Format yoloFormat();
Format vocFormat();
Format maskFolderFormat();
Format csvTableFormat();
Format triplesFormat();
Format documentsFormat();
Format taggedTextFormat();
Format relationTextFormat();
Format imagesFormat();

/// " (it looks like `voc`)", or "" when nothing is recognised. Looks at names only.
std::string formatHint(const std::filesystem::path& source, const std::string& otherThan);

/// Throws Error{BadInput} "this is not a DeepPCB set: ...; expected ... (it looks like `voc`)".
[[noreturn]] void throwWrongFormat(const std::filesystem::path& source, const std::string& format,
                                   const std::string& expected);
/// Throws Error{NotFound} when there is no such file or folder.
void requireSource(const std::filesystem::path& source);

}  // namespace assay
