// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

#include "core/formats/format.h"

namespace assay {

/// Pictures without labels, as they are dropped on the window: files, and folders with all that is below
/// them. The path that read() is given only names the source.
Format plainImages(std::vector<std::filesystem::path> paths);

/// Name of the format that the source's file names look like, or "" when it holds pictures alone.
std::string guessFormat(const std::filesystem::path& source);

}  // namespace assay
