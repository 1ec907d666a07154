// SPDX-License-Identifier: GPL-3.0-or-later
// What a trained graph answered, checked: it comes from another process.
#pragma once

#include <vector>

#include <QPointF>
#include <QString>

#include "core/base/json.h"

namespace assay {

struct RankedEntity {
  QString id, name;
  double score = 0;
  bool isKnown = false;   ///< the graph says it already
};

struct MapPoint {
  QString id, name, type;
  QPointF at;
};

struct EntityMap {
  std::vector<MapPoint> points;
  double variance[2] = {0, 0};   ///< shares of the two axes
};

// Both throw Error{BadInput} for an answer of another form.
std::vector<RankedEntity> rankedEntities(const Json& output);
EntityMap entityMap(const Json& output);

}  // namespace assay
