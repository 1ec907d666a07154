// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/graph_answers.h"

#include "core/base/error.h"
#include "widgets/bridge/text.h"

namespace assay {

namespace {

constexpr const char* where = "the model's answer";

QString text(const Json& object, const char* key) { return fromUtf8(member<std::string>(object, key, where)); }

}  // namespace

std::vector<RankedEntity> rankedEntities(const Json& output) {
  std::vector<RankedEntity> entities;
  for (const Json& one : member<Json>(output, "answers", where)) {
    const bool isKnown = one.contains("known") && member<bool>(one, "known", where);
    entities.push_back({text(one, "entity"), text(one, "name"), member<double>(one, "score", where), isKnown});
  }
  return entities;
}

EntityMap entityMap(const Json& output) {
  EntityMap map;
  for (const Json& one : member<Json>(output, "points", where)) {
    const QString type = one.contains("type") ? text(one, "type") : QString();
    map.points.push_back({text(one, "entity"), text(one, "name"), type, {member<double>(one, "x", where), member<double>(one, "y", where)}});
  }
  const Json variance = member<Json>(output, "variance", where);
  require(variance.is_array() && variance.size() == 2 && variance[0].is_number() && variance[1].is_number(), "`variance` must be two numbers", where);
  for (std::size_t axis : {0u, 1u}) map.variance[axis] = variance[axis].get<double>();
  return map;
}

}  // namespace assay
