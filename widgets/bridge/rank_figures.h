// SPDX-License-Identifier: GPL-3.0-or-later
// What each rank of a run said last. Reads only the ends of their event logs, so that it may be asked every second.
#pragma once

#include <filesystem>
#include <vector>

namespace assay {

struct RankFigures {
  int rank = 0;
  double loss = 0;                 ///< of rank 0: of the whole batch
  double samplesPerSecond = 0;
  double communicationShare = 0;   ///< of the time of its last steps
  double memoryBytes = 0;
  double lastEvent = 0;            ///< seconds since the epoch
};

/// By rank; empty for a run of one rank.
std::vector<RankFigures> readRankFigures(const std::filesystem::path& run);

}  // namespace assay
