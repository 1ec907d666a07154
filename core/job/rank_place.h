// SPDX-License-Identifier: Apache-2.0
// Where one process stands among those that train one model together. It travels in the environment variables that
// torchrun sets (RANK, WORLD_SIZE, LOCAL_RANK, LOCAL_WORLD_SIZE, GROUP_RANK, MASTER_ADDR, MASTER_PORT,
// TORCHELASTIC_RESTART_COUNT), so that scripts made for it find themselves at home, and in one of our own (ASSAY_MASTER_LISTENER).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/base/export.h"

namespace assay {

struct RankPlace {
  int rank = 0, world = 1;             ///< among all ranks of the job
  int localRank = 0, localWorld = 1;   ///< among those of this host
  int host = 0;                        ///< which of the job's hosts this is
  std::string masterHost = "127.0.0.1";
  int masterPort = 0;                  ///< where rank 0 listens; 0 only when there is one rank
  int attempt = 0;                     ///< how often the group was started again
  int listener = -1;                   ///< rank 0 alone: the descriptor that listens on masterPort already; negative: it is to be opened

  bool isAlone() const { return world == 1; }
  bool isFirst() const { return rank == 0; }
};

inline constexpr int mostRanks = 1 << 16;

ASSAY_CORE_API std::vector<std::pair<std::string, std::string>> rankEnvironment(const RankPlace& place);

/// From this process's environment; alone when it has neither RANK nor WORLD_SIZE. Throws Error{BadInput} naming the
/// variable that is missing or no number in its range.
ASSAY_CORE_API RankPlace rankPlaceFromEnvironment();

}  // namespace assay
