// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace assay {

/// How well a typed query fits a text; a query of several words must match each of them.
struct FuzzyMatch {
  int score = -1;            ///< -1: no match; else higher is better
  QList<int> positions;      ///< matched characters of the text, ascending
  bool matches() const { return score >= 0; }
};

/// Letters of the query in order, anywhere in the text; beginnings of words and runs of neighbours
/// score most. Case does not matter. An empty query matches everything with score 0.
FuzzyMatch fuzzyMatch(const QString& query, const QString& text);

}  // namespace assay
