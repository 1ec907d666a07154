// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/text_findings.h"

#include <map>
#include <utility>

#include "core/base/error.h"
#include "core/text/relation_sentences.h"
#include "widgets/bridge/text.h"

namespace assay {

namespace {

const std::string where = "the text reader's answer";
constexpr std::size_t mostNames = 8;   // of a sentence; pairs grow with the square

struct Related {
  std::string relation;
  double score = 0;
};
using Relations = std::map<std::pair<std::size_t, std::size_t>, Related>;   // by the numbers of the two names

Relations relationsOf(const Json& sentence) {
  Relations relations;
  for (const Json& one : member<Json>(sentence, "relations", where)) {
    const int64_t head = member<int64_t>(one, "head", where), tail = member<int64_t>(one, "tail", where);
    const std::string relation = member<std::string>(one, "relation", where);
    if (head >= 0 && tail >= 0 && !saysUnrelated(relation)) relations[{std::size_t(head), std::size_t(tail)}] = {relation, member<double>(one, "score", where)};
  }
  return relations;
}

}  // namespace

std::vector<NamesTogether> namesTogether(const Json& output) {
  std::vector<NamesTogether> found;
  for (const Json& sentence : member<Json>(output, "sentences", where)) {
    const QString text = fromUtf8(member<std::string>(sentence, "text", where));
    const Relations relations = relationsOf(sentence);
    std::vector<std::pair<std::size_t, QString>> names;   // with their numbers in the answer
    std::size_t number = 0;
    for (const Json& name : member<Json>(sentence, "names", where)) {
      if (member<double>(name, "score", where) >= surestName && names.size() < mostNames)
        names.emplace_back(number, fromUtf8(member<std::string>(name, "name", where)).simplified());
      ++number;
    }
    for (std::size_t a = 0; a < names.size(); ++a)
      for (std::size_t b = a + 1; b < names.size(); ++b) {
        if (names[a].second == names[b].second || names[a].second.isEmpty() || names[b].second.isEmpty()) continue;
        const auto forth = relations.find({names[a].first, names[b].first}), back = relations.find({names[b].first, names[a].first});
        if (forth != relations.end()) found.push_back({names[a].second, names[b].second, forth->second.relation, forth->second.score, text});
        else if (back != relations.end()) found.push_back({names[b].second, names[a].second, back->second.relation, back->second.score, text});
        else found.push_back({names[a].second, names[b].second, {}, 0, text});
      }
  }
  return found;
}

ReaderSkills skillsOf(const Json& output) {
  const auto has = [&](const char* key) {
    const Json list = member<Json>(output, key, where);
    require(list.is_array(), std::string("`") + key + "` must be a list", where);
    return !list.empty();
  };
  return {has("names"), has("relations")};
}

std::vector<ReadRelation> relationsRead(const Json& output, std::size_t count) {
  const Json pairs = member<Json>(output, "pairs", where);
  require(pairs.is_array() && pairs.size() == count, "`pairs` must have an answer for each of the " + std::to_string(count) + " pairs", where);
  std::vector<ReadRelation> found;
  for (const Json& pair : pairs) {
    const Json answers = member<Json>(pair, "answers", where);
    require(answers.is_array() && !answers.empty(), "`answers` must be a list with an answer", where);
    const std::string relation = member<std::string>(answers[0], "relation", where);
    found.push_back({saysUnrelated(relation) ? std::string() : relation, member<double>(answers[0], "score", where)});
  }
  return found;
}

}  // namespace assay
