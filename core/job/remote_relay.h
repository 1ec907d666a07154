// SPDX-License-Identifier: Apache-2.0
// What a host tells the machine that started a run there: events, changes of state, signs of life, and in the end what there is to fetch.
// One JSON object a line: {"seq":7,"event":{...}}, {"rank":1,"event":{...}}, {"state":{...}}, {"alive":true}, {"over":{"files":[{"path","bytes","sha256"}]}}.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/job/run_directory.h"

namespace assay {

struct RemoteFile {
  std::string path;      ///< relative to the run
  int64_t bytes = 0;
  std::string sha256;
};

/// Says what the ranks of this host have written until it is asked to leave, or `say` returns false because nobody listens any more.
ASSAY_CORE_API void relayRanks(const RunDirectory& run, const CancelToken& cancel, const std::function<bool(const Json&)>& say);

/// Says everything after event `after` until the run is over, or `say` returns false because nobody listens any more.
ASSAY_CORE_API void relayRun(const RunDirectory& run, int64_t after, const CancelToken& cancel, const std::function<bool(const Json&)>& say);

/// What comes home: artifacts and the newest whole checkpoint.
ASSAY_CORE_API std::vector<RemoteFile> filesToFetch(const RunDirectory& run);
/// Throws Error{BadInput} for a path that would leave those folders.
ASSAY_CORE_API std::vector<RemoteFile> remoteFilesFrom(const Json& over, const std::string& where);

}  // namespace assay
