// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/message_text.h"

#include <algorithm>
#include <vector>

#include <QCoreApplication>

#include "widgets/bridge/message_patterns.h"
#include "widgets/bridge/text.h"

namespace assay {

namespace {

struct Pattern {
  const char* source;
  QStringList parts;   ///< the text between the values: n + 1 for n values
  qsizetype fixed;     ///< letters in them
};

QStringList fixedParts(const QString& pattern) {
  QStringList parts{QString()};
  for (qsizetype i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '%' && i + 1 < pattern.size() && pattern[i + 1].isDigit()) {
      parts << QString();
      ++i;
    } else {
      parts.last() += pattern[i];
    }
  }
  return parts;
}

/// Those with the most fixed letters first, so that the most exact one speaks.
const std::vector<Pattern>& patterns() {
  static const std::vector<Pattern> sorted = [] {
    std::vector<Pattern> all;
    for (const char* source : messagePatterns) {
      const QStringList parts = fixedParts(QString::fromUtf8(source));
      all.push_back({source, parts, parts.join(QString()).size()});
    }
    std::stable_sort(all.begin(), all.end(), [](const Pattern& a, const Pattern& b) { return a.fixed > b.fixed; });
    return all;
  }();
  return sorted;
}

/// QString::arg with values that may themselves hold a %1.
QString fill(const QString& text, const QStringList& values) {
  QString filled;
  for (qsizetype i = 0; i < text.size(); ++i) {
    const int value = text[i] == '%' && i + 1 < text.size() ? text[i + 1].digitValue() : -1;
    if (value < 1 || value > values.size()) {
      filled += text[i];
      continue;
    }
    filled += values[value - 1];
    ++i;
  }
  return filled;
}

std::optional<QStringList> match(const QStringList& parts, const QString& text) {
  if (parts.size() == 1) return parts.first() == text ? std::optional(QStringList()) : std::nullopt;
  if (!text.startsWith(parts.first()) || !text.endsWith(parts.last())) return {};
  QStringList values;
  qsizetype from = parts.first().size();
  const qsizetype end = text.size() - parts.last().size();
  for (qsizetype i = 1; i < parts.size(); ++i) {
    const qsizetype at = i + 1 == parts.size() ? end : text.indexOf(parts[i], from + 1);
    if (at <= from || at > end) return {};   // a value is never empty
    values << text.mid(from, at - from);
    from = at + parts[i].size();
  }
  return values;
}

QString translateText(const QString& text) {
  for (const Pattern& pattern : patterns()) {
    std::optional<QStringList> values = match(pattern.parts, text);
    if (!values) continue;
    const QString translated = QCoreApplication::translate("Messages", pattern.source);
    if (translated == QString::fromUtf8(pattern.source)) return text;   // English is spoken
    for (QString& value : *values) value = translateText(value);   // "copying failed: Permission denied"
    return fill(translated, *values);
  }
  return text;
}

}  // namespace

std::optional<QStringList> matchMessage(const QString& pattern, const QString& text) { return match(fixedParts(pattern), text); }

QString translateMessage(std::string_view english) { return translateText(fromUtf8(english)); }

}  // namespace assay
