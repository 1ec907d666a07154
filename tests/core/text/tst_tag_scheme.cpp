// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/base/random_seed.h"
#include "core/text/tag_scheme.h"

using namespace assay;

class TagSchemeTest : public QObject {
  Q_OBJECT

  static std::string spans(const std::vector<std::string>& tags) {
    std::string list;
    for (const LabelledSpan& s : spansOfTags(tags)) list += std::to_string(s.begin) + "-" + std::to_string(s.end) + s.label + " ";
    return list;
  }

 private Q_SLOTS:
  void threeSchemesSayTheSame() {
    QCOMPARE(spans({"B-PER", "I-PER", "I-PER", "O", "B-LOC"}), std::string("0-3PER 4-5LOC "));
    QCOMPARE(spans({"B-PER", "M-PER", "E-PER", "O", "S-LOC"}), std::string("0-3PER 4-5LOC "));
    QCOMPARE(spans({"B_PER", "I_PER", "E_PER", "O", "S_LOC"}), std::string("0-3PER 4-5LOC "));
  }

  void neighboursStayTwo() {
    QCOMPARE(spans({"B-A", "B-A", "I-A"}), std::string("0-1A 1-3A "));
    QCOMPARE(spans({"S-A", "S-A", "B-A", "E-A", "M-A"}), std::string("0-1A 1-2A 2-4A 4-5A "));
    QCOMPARE(spans({"I-A", "I-B", "I-B"}), std::string("0-1A 1-3B "));   // IOB1, and what follows nothing begins
  }

  void onlyTagsAreTags() {
    for (const char* tag : {"O", "B-x", "E_y", "S-a-b"}) QVERIFY2(isTag(tag), tag);
    for (const char* tag : {"", "o", "B", "B-", "X-a", "-a", "泵"}) QVERIFY2(!isTag(tag), tag);
  }

  /// Whatever the tags: spans lie in order, none over another, and every tag but O is in one.
  void spansCoverWhatIsTagged() {
    Random random(7);
    const std::vector<std::string> tags = {"O", "B-a", "I-a", "M-a", "E-a", "S-a", "B-b", "I-b", "E-b"};
    for (int trial = 0; trial < 500; ++trial) {
      std::vector<std::string> row;
      for (int64_t i = random.below(12); i > 0; --i) row.push_back(tags[std::size_t(random.below(int64_t(tags.size())))]);
      std::vector<bool> covered(row.size(), false);
      int32_t end = 0;
      for (const LabelledSpan& s : spansOfTags(row)) {
        QVERIFY(s.begin >= end && s.end > s.begin && s.end <= int32_t(row.size()));
        for (int32_t i = s.begin; i < s.end; ++i) covered[std::size_t(i)] = row[std::size_t(i)].substr(2) == s.label;
        end = s.end;
      }
      for (std::size_t i = 0; i < row.size(); ++i) QCOMPARE(bool(covered[i]), row[i] != "O");
    }
  }
};

QTEST_APPLESS_MAIN(TagSchemeTest)
#include "tst_tag_scheme.moc"
