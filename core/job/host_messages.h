// SPDX-License-Identifier: Apache-2.0
// What the hosts of a job say to each other. Objects with one member each: {"hello":{...}}, {"start":{...}}, {"stop":{}}, {"kill":{}},
// {"ended":{...}}, {"alive":{}}, {"over":{...}}, {"refused":{...}}. Unknown ones are skipped.
#pragma once

#include <optional>
#include <string>

#include "core/base/json.h"
#include "core/job/host_group.h"

namespace assay {

/// A host's first words.
struct Hello {
  int format = 0;
  int host = 0, ranks = 1;
  std::string name;      ///< its own name
  std::string version;   ///< of Assay
  std::string token;
};

/// A host's ranks have ended.
struct Ended {
  int attempt = 0, rank = 0;
  ChildExit exit;
  std::string words;     ///< why, as the rank says itself
};

Json hello(const HostPlan& plan);
/// Throws Error{BadInput} when it is none.
Hello helloFrom(const Json& message, const std::string& where);
/// Throws Error{BadInput} naming what keeps this host from taking part.
void requireWelcome(const Hello& hello, const HostPlan& plan);

Json refusal(const Error& fault);
Json startOrder(const RankPlace& place);
Json order(const char* name);
Json overOrder(const std::string& state);
Json signOfLife();
Json endedReport(const Ended& ended);

/// Null for a message of another kind. Throws Error{BadInput} for numbers out of range.
std::optional<Ended> endedFrom(const Json& message);
std::optional<RankPlace> startFrom(const Json& message);

}  // namespace assay
