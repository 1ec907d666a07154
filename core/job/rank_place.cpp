// SPDX-License-Identifier: Apache-2.0
#include "core/job/rank_place.h"

#include <charconv>
#include <cstdlib>
#include <optional>

#include <fcntl.h>

#include "core/base/error.h"

namespace assay {
namespace {

std::optional<std::string> variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? std::optional<std::string>(value) : std::nullopt;
}

int number(const char* name, int low, int high, std::optional<int> fallback = std::nullopt) {
  const std::optional<std::string> text = variable(name);
  if (!text && fallback) return *fallback;
  require(text.has_value(), "the variable is not set; a rank needs RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT", name);
  int value = 0;
  const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), value);
  require(failed == std::errc{} && end == text->data() + text->size() && value >= low && value <= high,
          "`" + *text + "` is no number from " + std::to_string(low) + " to " + std::to_string(high), name);
  return value;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> rankEnvironment(const RankPlace& place) {
  return {{"RANK", std::to_string(place.rank)},
          {"WORLD_SIZE", std::to_string(place.world)},
          {"LOCAL_RANK", std::to_string(place.localRank)},
          {"LOCAL_WORLD_SIZE", std::to_string(place.localWorld)},
          {"GROUP_RANK", std::to_string(place.host)},
          {"MASTER_ADDR", place.masterHost},
          {"MASTER_PORT", std::to_string(place.masterPort)},
          {"TORCHELASTIC_RESTART_COUNT", std::to_string(place.attempt)},
          {"ASSAY_MASTER_LISTENER", place.isFirst() && place.listener >= 0 ? std::to_string(place.listener) : ""}};
}

RankPlace rankPlaceFromEnvironment() {
  RankPlace place;
  if (!variable("RANK") && !variable("WORLD_SIZE")) return place;
  place.world = number("WORLD_SIZE", 1, mostRanks);
  place.rank = number("RANK", 0, place.world - 1);
  if (place.isAlone()) return place;
  place.masterHost = variable("MASTER_ADDR").value_or("");
  require(!place.masterHost.empty(), "the variable is not set; it names the host of rank 0", "MASTER_ADDR");
  place.masterPort = number("MASTER_PORT", 1, 65535);
  place.localWorld = number("LOCAL_WORLD_SIZE", 1, place.world, 1);
  place.localRank = number("LOCAL_RANK", 0, place.localWorld - 1, 0);
  place.host = number("GROUP_RANK", 0, place.world - 1, place.rank / place.localWorld);
  place.attempt = number("TORCHELASTIC_RESTART_COUNT", 0, 1 << 30, 0);
  if (place.isFirst() && variable("ASSAY_MASTER_LISTENER")) place.listener = number("ASSAY_MASTER_LISTENER", 3, 1 << 30);
  if (place.listener >= 0) fcntl(place.listener, F_SETFD, FD_CLOEXEC);   // nobody whom this rank starts keeps the port open
  return place;
}

}  // namespace assay
