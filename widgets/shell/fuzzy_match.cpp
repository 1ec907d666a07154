// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/fuzzy_match.h"

#include <algorithm>

namespace assay {

namespace {

constexpr int exactPart = 40;      // the word stands in the text as typed
constexpr int wordStart = 12;
constexpr int neighbour = 8;
constexpr int anyHit = 2;

bool startsWord(const QString& text, qsizetype at) {
  return at == 0 || !text[at - 1].isLetterOrNumber() || (text[at].isUpper() && text[at - 1].isLower());
}

FuzzyMatch whole(const QString& word, const QString& text) {
  FuzzyMatch best;
  for (qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive); at >= 0;
       at = text.indexOf(word, at + 1, Qt::CaseInsensitive)) {
    const int score = exactPart + static_cast<int>(word.size()) * neighbour + (startsWord(text, at) ? wordStart : 0) -
                      static_cast<int>(std::min<qsizetype>(at, 10));
    if (score <= best.score) continue;
    best.score = score;
    best.positions.clear();
    for (qsizetype i = 0; i < word.size(); ++i) best.positions << static_cast<int>(at + i);
  }
  return best;
}

enum class Prefer { WordStarts, NextLetter };

FuzzyMatch scattered(const QString& word, const QString& text, Prefer prefer) {
  FuzzyMatch match{0, {}};
  qsizetype from = 0;
  for (const QChar letter : word) {
    const qsizetype next = text.indexOf(letter, from, Qt::CaseInsensitive);
    if (next < 0) return {};
    // A word's beginning further on beats a letter in the middle of this one.
    qsizetype at = next;
    for (qsizetype i = next; prefer == Prefer::WordStarts && i >= 0; i = text.indexOf(letter, i + 1, Qt::CaseInsensitive))
      if (startsWord(text, i)) { at = i; break; }
    if (!match.positions.isEmpty() && match.positions.last() == next - 1) at = next;
    match.score += anyHit + (startsWord(text, at) ? wordStart : 0);
    if (!match.positions.isEmpty() && match.positions.last() == at - 1) match.score += neighbour;
    match.positions << static_cast<int>(at);
    from = at + 1;
  }
  return match;
}

}  // namespace

FuzzyMatch fuzzyMatch(const QString& query, const QString& text) {
  FuzzyMatch total{0, {}};
  for (const QString& word : query.split(' ', Qt::SkipEmptyParts)) {
    FuzzyMatch match = whole(word, text);
    // Jumping ahead to a word's beginning can leave no room for the rest; then letter by letter.
    if (!match.matches()) match = scattered(word, text, Prefer::WordStarts);
    if (!match.matches()) match = scattered(word, text, Prefer::NextLetter);
    if (!match.matches()) return {};
    total.score += match.score;
    total.positions += match.positions;
  }
  std::sort(total.positions.begin(), total.positions.end());
  total.positions.erase(std::unique(total.positions.begin(), total.positions.end()), total.positions.end());
  return total;
}

}  // namespace assay
