// SPDX-License-Identifier: GPL-3.0-or-later
// What a text reader (plugins/text_reader) found in a text, checked: it comes from another process.
#pragma once

#include <string>
#include <vector>

#include <QString>

#include "core/base/json.h"

namespace assay {

/// Two names of one sentence: in its order, or as head and tail of their relation.
struct NamesTogether {
  QString first, second;
  std::string relation;    ///< as the reader calls it; empty: it relates no names, or says that these are not related
  double score = 0;        ///< of the relation
  QString sentence;
};

/// What a reader was trained for.
struct ReaderSkills {
  bool findsNames = false, relatesNames = false;
};

/// A relation that a reader sees between two given names; empty when it says that there is none.
struct ReadRelation {
  std::string relation;
  double score = 0;
};

inline constexpr double surestName = 0.5;   ///< a name with a lower score is a guess and left out

/// Throws Error{BadInput} for an answer of another form, as the others do.
std::vector<NamesTogether> namesTogether(const Json& output);

/// Of the answer to {"describe": true}.
ReaderSkills skillsOf(const Json& output);
/// One for each of `count` pairs, of the answer to {"pairs": [...]}.
std::vector<ReadRelation> relationsRead(const Json& output, std::size_t count);

}  // namespace assay
