// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <torch/torch.h>

#include "plugins/text_reader/sentence_reader.h"
#include "plugins/text_reader/text_samples.h"

using namespace assay;
using namespace assay::text;

class TextSamplesTest : public QObject {
  Q_OBJECT

  const Lexicon lexicon_{{.texts = {U"泵轴承坏了泵轴承坏了"}, .types = {"PART", "PART", "OIL"}, .relations = {"feeds", "of"}}};

  static std::vector<int64_t> row(const at::Tensor& tensor, int64_t at) {
    const at::Tensor flat = tensor[at].contiguous();
    return {flat.const_data_ptr<int64_t>(), flat.const_data_ptr<int64_t>() + flat.numel()};
  }

 private Q_SLOTS:
  void tagsAndNamesAreOneAnother() {
    const std::vector<LabelledSpan> names{{0, 3, "PART"}, {3, 4, "OIL"}, {4, 6, "OIL"}};
    QCOMPARE(tagCount(lexicon_), int64_t{9});
    const std::vector<int64_t> tags = tagsOf(names, 7, lexicon_);
    QCOMPARE(tags, (std::vector<int64_t>{1, 2, 3, 8, 5, 7, 0}));
    QCOMPARE(namesOf(tags, lexicon_), names);
    QCOMPARE(tagsOf({{0, 2, "NEW"}}, 2, lexicon_), (std::vector<int64_t>{0, 0}));
  }

  void partsAndDistancesOfAPair() {
    const RelationSample sample = encode(RelationSentence{U"了泵坏轴承了", {3, 5}, {1, 2}, "of"}, lexicon_);
    QCOMPARE(sample.relation, lexicon_.relationNumber("of"));
    const RelationSample shorter = encode(RelationSentence{U"泵轴", {0, 1}, {1, 2}, "x"}, lexicon_);
    QCOMPARE(shorter.relation, int64_t{-1});
    const TextInput input = collate(std::vector<const RelationSample*>{&sample, &shorter});
    QCOMPARE(row(input.parts, 0), (std::vector<int64_t>{0, 3, 2, 1, 1, 4}));   // before, tail, between, head, head, after
    QCOMPARE(row(input.parts, 1), (std::vector<int64_t>{1, 3, -1, -1, -1, -1}));
    const int64_t here = farthest + 1;
    QCOMPARE(row(input.fromHead, 0), (std::vector<int64_t>{here - 3, here - 2, here - 1, here, here, here + 1}));
    QCOMPARE(row(input.fromTail, 1), (std::vector<int64_t>{here - 1, here, 0, 0, 0, 0}));
    QCOMPARE(row(input.lengths.unsqueeze(0), 0), (std::vector<int64_t>{6, 2}));
  }

  void namesGrowToWholeWords() {
    const auto grown = [](const std::u32string& text, std::vector<LabelledSpan> spans) {
      std::vector<FoundName> names;
      for (LabelledSpan& span : spans) names.push_back({std::move(span), 1});
      std::vector<LabelledSpan> out;
      for (FoundName& name : wholeWords(std::move(names), text)) out.push_back(std::move(name.span));
      return out;
    };
    QCOMPARE(grown(U"a leak at P-103", {{3, 6, "A"}, {12, 13, "B"}}), (std::vector<LabelledSpan>{{2, 6, "A"}, {12, 15, "B"}}));
    QCOMPARE(grown(U"the seal", {{4, 5, "A"}, {5, 8, "B"}}), (std::vector<LabelledSpan>{{4, 8, "A"}}));
    QCOMPARE(grown(U"Ｐ103泵轴承", {{4, 5, "A"}, {5, 7, "B"}}), (std::vector<LabelledSpan>{{4, 5, "A"}, {5, 7, "B"}}));   // Chinese has no blanks
    QVERIFY(grown(U"", {}).empty());
  }

  void aBatchIsThatOfItsSeed() {
    std::vector<TagSample> tagged;
    for (int i = 0; i < 4; ++i) tagged.push_back(encode(TaggedSentence{U"泵轴承坏了泵轴承坏了泵轴承坏了", {{0, 3, "PART"}}}, lexicon_));
    const TextSource source(tagged, {encode(RelationSentence{U"泵轴", {0, 1}, {1, 2}, "feeds"}, lexicon_)});
    QCOMPARE(source.size(), int64_t{5});
    const std::vector<int64_t> all{4, 0, 1, 2, 3};
    const auto a = source.makeBatch(all, 3), b = source.makeBatch(all, 3), c = source.makeBatch(all, 4);
    const auto characters = [](const std::unique_ptr<Batch>& batch) { return static_cast<TextBatch&>(*batch).tagged.characters; };
    QVERIFY(characters(a).equal(characters(b)));
    QVERIFY(!characters(a).equal(characters(c)));   // other characters are hidden
    QCOMPARE(static_cast<TextBatch&>(*a).relations.item<int64_t>(), lexicon_.relationNumber("feeds"));
    QCOMPARE(a->size(), int64_t{5});
    const auto alone = source.makeBatch(std::vector<int64_t>{4}, 0);
    QVERIFY(!static_cast<TextBatch&>(*alone).tagged.characters.defined());
  }
};

QTEST_APPLESS_MAIN(TextSamplesTest)
#include "tst_text_samples.moc"
