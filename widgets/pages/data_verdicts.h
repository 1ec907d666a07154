// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include <QHash>

#include "core/store/database.h"
#include "widgets/gallery/gallery_tile.h"

namespace assay {

/// How the newest evaluated run judged each picture, by item path: "2 missed", else the surest false box,
/// else found. Empty when no run was evaluated. Reads files: call it on a worker thread.
QHash<QString, TileVerdict> readVerdicts(Database& database, const std::filesystem::path& runsFolder);

}  // namespace assay
