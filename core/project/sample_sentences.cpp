// SPDX-License-Identifier: Apache-2.0
#include "core/project/sample_sentences.h"

#include <algorithm>
#include <optional>

#include "core/base/error.h"
#include "core/base/random_seed.h"
#include "core/base/utf8.h"
#include "core/formats/write_support.h"
#include "core/project/fresh_folder.h"
#include "core/project/sample_fact_reports.h"
#include "core/project/sample_folder.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr int fewestMachines = 5, sentencesPerMachine = 10, testShare = 4;

/// How the first of two things of an incident is related to the second, by their kinds.
std::optional<Fact> factBetween(const std::string& head, const std::string& tail) {
  struct Known {
    const char *head, *tail;
    Fact fact;
  };
  static constexpr Known known[] = {{"part", "machine", Fact::PartOf},      {"machine", "part", Fact::HasPart},     {"part", "fault", Fact::HasFault},
                                    {"machine", "fault", Fact::MachineHasFault}, {"fault", "cause", Fact::CausedBy},  {"fault", "action", Fact::FixedBy},
                                    {"part", "action", Fact::NeedsAction},  {"part", "supplier", Fact::SuppliedBy}, {"machine", "hall", Fact::LocatedIn}};
  for (const Known& k : known)
    if (head == k.head && tail == k.tail) return k.fact;
  return std::nullopt;
}

std::string taggedText(const FactWorld& world, const ReportSentence& sentence) {
  std::string text;
  for (std::size_t at = 0; at < sentence.text.size();) {
    const std::size_t begin = at;
    nextCodePoint(sentence.text, at);
    const auto mark = std::find_if(sentence.marks.begin(), sentence.marks.end(), [begin](const ReportMark& m) { return m.begin <= begin && begin < m.end; });
    text += sentence.text.substr(begin, at - begin);
    text += mark == sentence.marks.end() ? " O" : (mark->begin == begin ? " B-" : " I-") + world.entities[std::size_t(mark->entity)].type;
    text += '\n';
  }
  return text + '\n';
}

std::string relationLine(const ReportSentence& sentence, const ReportMark& head, const ReportMark& tail, const std::string& relation) {
  const auto textOf = [&](const ReportMark& mark) { return sentence.text.substr(mark.begin, mark.end - mark.begin); };
  return textOf(head) + '\t' + textOf(tail) + '\t' + relation + '\t' + sentence.text + '\n';
}

std::string relationText(const FactWorld& world, const ReportSentence& sentence, Random& random) {
  std::string text;
  std::size_t related = 0;
  std::vector<std::string> unrelated;
  for (const ReportMark& head : sentence.marks)
    for (const ReportMark& tail : sentence.marks) {
      if (&head == &tail) continue;
      const auto fact = factBetween(world.entities[std::size_t(head.entity)].type, world.entities[std::size_t(tail.entity)].type);
      related += fact.has_value();
      if (fact) text += relationLine(sentence, head, tail, world.relations.name(int32_t(*fact)));
      else unrelated.push_back(relationLine(sentence, head, tail, "unknown"));
    }
  random.shuffle(std::span<std::string>(unrelated));
  unrelated.resize(std::min(unrelated.size(), related));
  for (const std::string& line : unrelated) text += line;
  return text;
}

void writePart(const fs::path& root, const char* name, const SampleSentences& sentences) {
  writeTextFile(root / "names" / (std::string(name) + ".bio"), sentences.tagged);
  writeTextFile(root / "relations" / (std::string(name) + ".tsv"), sentences.related);
}

}  // namespace

SampleSentences drawSentences(int count, uint64_t seed) {
  require(count >= 1 && count <= 1000000, "the number of sentences is " + std::to_string(count) + "; expected 1 to 1000000", "count", Code::BadOption);
  const FactWorld world = drawWorld(std::max(fewestMachines, count / sentencesPerMachine), seed);
  const std::vector<Incident> incidents = incidentsOf(world);
  Random random(deriveSeed(seed, "sentences"));
  SampleSentences sentences;
  for (int i = 0; i < count; ++i) {
    const ReportLanguage language = i % 2 == 0 ? ReportLanguage::Chinese : ReportLanguage::English;
    const ReportSentence sentence = writeSentence(world, incidents[std::size_t(random.below(int64_t(incidents.size())))], language, random);
    sentences.tagged += taggedText(world, sentence);
    sentences.related += relationText(world, sentence, random);
  }
  return sentences;
}

Project createSampleSentences(const fs::path& folder, int count, uint64_t seed, const Progress& progress) {
  const SampleSentences train = drawSentences(count, seed), test = drawSentences(std::max(1, count / testShare), deriveSeed(seed, "test"));
  FreshFolder fresh(folder);
  Project project = createProject(folder, "text");
  writePart(project.root, "train", train);
  writePart(project.root, "test", test);
  Database database(project.databaseFile(), OpenMode::ReadWrite);
  importSampleFolder(project, database, "tagged_text", project.root / "names", progress);
  importSampleFolder(project, database, "relation_text", project.root / "relations", progress);
  fresh.keep();
  return project;
}

}  // namespace assay
