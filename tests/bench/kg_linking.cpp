// SPDX-License-Identifier: Apache-2.0
// Links sentences of FinRE's form ("head <tab> tail <tab> relation <tab> sentence") to the names of their entities:
// bench_kg_linking FILE... [--seconds S].
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <set>

#include "core/base/json.h"
#include "core/base/line_reader.h"
#include "core/graph/gazetteer.h"
#include "core/graph/segmenter.h"
#include "core/graph/vocabulary.h"

using namespace assay;

namespace {

struct Corpus {
  Vocabulary names;
  std::vector<std::string> sentences;
  std::vector<std::set<int32_t>> expected;   // names that each sentence bears
};

void read(Corpus& corpus, Vocabulary& known, const char* file) {
  LineReader reader(file);
  for (std::string_view line; reader.next(line);) {
    const std::size_t first = line.find('\t'), second = line.find('\t', first + 1), third = line.find('\t', second + 1);
    if (third == std::string_view::npos) continue;
    const std::string_view sentence = line.substr(third + 1);
    const int32_t id = known.add(sentence);
    if (id == int32_t(corpus.sentences.size())) {
      corpus.sentences.emplace_back(sentence);
      corpus.expected.emplace_back();
    }
    corpus.expected[std::size_t(id)].insert(corpus.names.add(line.substr(0, first)));
    corpus.expected[std::size_t(id)].insert(corpus.names.add(line.substr(first + 1, second - first - 1)));
  }
}

/// Rounds over all sentences until the time is up: sentences a second.
template <class Work>
double speedOf(const Corpus& corpus, double seconds, Work&& work) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  int64_t done = 0;
  for (;;) {
    for (const std::string& sentence : corpus.sentences) work(sentence);
    done += int64_t(corpus.sentences.size());
    const double spent = std::chrono::duration<double>(Clock::now() - start).count();
    if (spent >= seconds) return double(done) / spent;
  }
}

Json judge(const Corpus& corpus, const Gazetteer& gazetteer) {
  int64_t expected = 0, found = 0, mentions = 0, takenNames = 0;
  for (std::size_t i = 0; i < corpus.sentences.size(); ++i) {
    std::set<int32_t> linked;
    for (const Mention& mention : gazetteer.link(corpus.sentences[i])) {
      ++mentions;
      for (const int32_t entity : gazetteer.entitiesOf(mention.name)) linked.insert(entity);
    }
    for (const int32_t name : corpus.expected[i]) found += linked.contains(name);
    expected += int64_t(corpus.expected[i].size());
  }
  takenNames = gazetteer.nameCount();
  return {{"recall", double(found) / double(expected)}, {"expected", expected}, {"mentions", mentions}, {"names", takenNames}};
}

}  // namespace

int main(int argc, char** argv) {
  Corpus corpus;
  Vocabulary known;
  double seconds = 3;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--seconds" && i + 1 < argc) seconds = std::atof(argv[++i]);
    else read(corpus, known, argv[i]);
  }
  if (corpus.sentences.empty()) return std::fputs("usage: bench_kg_linking FILE... [--seconds S]\n", stderr), 2;
  Gazetteer gazetteer;
  Segmenter segmenter;
  for (int32_t name = 0; name < corpus.names.size(); ++name) {
    gazetteer.add(corpus.names.name(name), name);
    segmenter.add(corpus.names.name(name));
  }
  Json line = judge(corpus, gazetteer);
  FoldedText folded;
  std::vector<Mention> mentions;
  line["sentences"] = corpus.sentences.size();
  line["linking_per_second"] = speedOf(corpus, seconds, [&](const std::string& text) { gazetteer.link(text, folded, mentions); });
  line["segmenting_per_second"] = speedOf(corpus, seconds, [&](const std::string& text) { segmenter.segment(text); });
  std::puts(toLine(line).c_str());
}
