// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <map>
#include <set>

#include "core/base/random_seed.h"
#include "core/labels/name_number.h"
#include "plugins/detector/crop_chooser.h"
#include "plugins/detector/difference_proposals.h"
#include "plugins/detector/held_out.h"
#include "plugins/detector/normalisation.h"

using namespace assay;
using namespace assay::detector;

namespace {

Item image(const std::string& path, Split split, LabelStatus status = LabelStatus::Labelled) {
  Item item;
  item.path = path;
  item.split = split;
  item.status = status;
  return item;
}

Snapshot tenLabelled() {
  Snapshot data;
  for (int i = 0; i < 10; ++i) data.items.push_back(image(std::to_string(i), Split::Train));
  data.items.push_back(image("hidden", Split::Train, LabelStatus::Withheld));
  data.items.push_back(image("test", Split::Test));
  return data;
}

}  // namespace

class DataPreparationTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aShareOfTheLabelledImagesIsHeldOut() {
    const Snapshot data = tenLabelled();
    const LabelledItems items = labelledItems(data, {.fraction = 0.2, .seed = 7});
    QCOMPARE(items.train.size(), std::size_t{8});
    QCOMPARE(items.valid.size(), std::size_t{2});
    for (const Item* item : items.train) QVERIFY(item->path != "hidden" && item->path != "test");
  }

  void theDrawFollowsFromTheSeedAndNotFromTheOrder() {
    const Snapshot data = tenLabelled();
    Snapshot turned = data;
    std::reverse(turned.items.begin(), turned.items.end());
    QCOMPARE(labelledItems(data, {.fraction = 0.2, .seed = 7}).valid[0]->path, labelledItems(turned, {.fraction = 0.2, .seed = 7}).valid[0]->path);
    std::set<std::string> drawn;
    for (uint64_t seed = 0; seed < 20; ++seed) drawn.insert(labelledItems(data, {.fraction = 0.1, .seed = seed}).valid[0]->path);
    QVERIFY(drawn.size() > 3);
  }

  /// 40 clean images, number 9 and number 10 side by side, and ten with a defect.
  void cleanImagesAreHeldOutInRunsOfNeighbours() {
    Snapshot data;
    for (int i = 1; i <= 40; ++i) data.items.push_back(image((i % 2 ? "a/x" : "b/y") + std::to_string(i) + ".png", Split::Train));
    for (int i = 1; i <= 10; ++i) {
      data.items.push_back(image("d/" + std::to_string(i), Split::Train));
      data.items.back().annotations.push_back({AnnotationId{}, "dent", Box{1, 1, 5, 5}, Origin::Human});
    }
    std::set<int> firsts;
    for (uint64_t seed = 0; seed < 10; ++seed) {
      const LabelledItems items = labelledItems(data, {.fraction = 0.5, .seed = seed, .cleanByRuns = true});
      std::set<int> clean;
      for (const Item* item : items.valid)
        if (item->annotations.empty()) clean.insert(int(numberInName(item->path)));
      QCOMPARE(items.valid.size(), std::size_t{25});
      QCOMPARE(clean.size(), std::size_t{20});   // two runs of ten, one in each half
      int gaps = 0;
      for (auto next = std::next(clean.begin()); next != clean.end(); ++next) gaps += *next != *std::prev(next) + 1;
      QVERIFY(gaps <= 1);
      QCOMPARE(std::distance(clean.begin(), clean.upper_bound(20)), std::ptrdiff_t{10});
      firsts.insert(*clean.begin());
    }
    QVERIFY(firsts.size() > 3);
    const LabelledItems few = labelledItems(data, {.fraction = 0.01, .seed = 1, .cleanByRuns = true});
    QCOMPARE(few.valid.size(), std::size_t{6});   // at least one defect judges, and five clean images where enough for a memory are left
    std::erase_if(data.items, [](const Item& item) { return item.annotations.empty() && numberInName(item.path) > 24; });
    QCOMPARE(labelledItems(data, {.fraction = 0.01, .seed = 1, .cleanByRuns = true}).valid.size(), std::size_t{1});
    QCOMPARE(labelledItems(data, {.fraction = 0, .seed = 1, .cleanByRuns = true}).valid.size(), std::size_t{0});
  }

  /// Three squares that the reference does not show: the model is sure of one, guesses at another, and has nothing to say of the largest.
  void differencesWithoutABoxAreProposed() {
    Image reference(100, 40, 1), test(100, 40, 1);
    const auto paint = [&](int x, int side) {
      for (int y = 10; y < 10 + side; ++y)
        for (int column = x; column < x + side; ++column) test.row(y)[column] = 255;
    };
    paint(10, 8);
    paint(40, 8);
    paint(70, 12);
    const std::vector<Detection> found{{"dent", {18, 18, 40, 40}, 0.9}, {"dent", {78, 18, 100, 38}, 0.2}};   // the picture is twice as large
    const std::vector<Detection> proposed = differenceProposals(viewOf(test), viewOf(reference), 2, found, 0.5, "anomaly");
    QCOMPARE(proposed.size(), std::size_t{2});
    QCOMPARE(proposed[0].className, std::string("anomaly"));
    QCOMPARE(proposed[0].score, 0.0);
    QVERIFY((proposed[0].box == Box{140, 20, 164, 44}));
    QCOMPARE(proposed[1].score, 0.2);
    QCOMPARE(proposed[1].box.x1, 80.0);
  }

  void neighboursStayTogetherWhereNumbersStartAnewInEachFolder() {
    const Snapshot scenes{"detection", {}, {image("b/2", Split::Train), image("a/10", Split::Train), image("b/1", Split::Train), image("a/2", Split::Train)}};
    std::vector<const Item*> items;
    for (const Item& item : scenes.items) items.push_back(&item);
    sortByNumber(items);
    QStringList paths;
    for (const Item* item : items) paths << QString::fromStdString(item->path);
    QCOMPARE(paths, QStringList({"a/2", "a/10", "b/1", "b/2"}));
    items.erase(items.begin());   // no number twice: folders do not matter
    sortByNumber(items);
    QCOMPARE(items.front()->path, std::string("b/1"));
    QCOMPARE(items.back()->path, std::string("a/10"));
  }

  void everyLabelledImageIsHeldOutByOneFold() {
    Snapshot data = tenLabelled();
    for (int i = 0; i < 6; ++i) data.items[std::size_t(i)].annotations.push_back({AnnotationId{}, i < 3 ? "scratch" : "dent", Box{1, 1, 5, 5}, Origin::Human});
    std::map<std::string, int> heldOut;
    for (int fold = 1; fold <= 3; ++fold) {
      const LabelledItems items = labelledItems(data, {.fraction = 0.5, .seed = 7, .folds = 3, .fold = fold});
      QCOMPARE(items.train.size() + items.valid.size(), std::size_t{10});
      int scratches = 0;
      for (const Item* item : items.valid) {
        ++heldOut[item->path];
        scratches += !item->annotations.empty() && item->annotations[0].className == "scratch";
      }
      QCOMPARE(scratches, 1);   // each part has its share of every class
      for (const Item* item : items.train) QVERIFY(std::find(items.valid.begin(), items.valid.end(), item) == items.valid.end());
    }
    QCOMPARE(heldOut.size(), std::size_t{10});
    for (const auto& [path, count] : heldOut) QCOMPARE(count, 1);
    const LabelledItems all = labelledItems(data, {.fraction = 0.5, .seed = 7, .folds = 3, .fold = 0});
    QCOMPARE(all.train.size(), std::size_t{10});   // the model that is kept learns from all
    QVERIFY(all.valid.empty());
  }

  void fewImagesStandForTheWholeList() {
    Snapshot data;
    for (int i = 0; i < 7; ++i) data.items.push_back(image(std::to_string(i), Split::Test));
    const auto all = itemsToJudge(data, Split::Test, {});
    QCOMPARE(evenlySpread(all, 7), all);
    QStringList paths;   // places 0, 7/3, 14/3
    for (const Item* item : evenlySpread(all, 3)) paths << QString::fromStdString(item->path);
    QCOMPARE(paths, QStringList({"0", "2", "4"}));
  }

  void aCropStaysOverItsPictureUpToTheOverhang() {
    TrainingSet set;
    TrainingPicture picture;
    picture.test.width = 100;
    picture.test.height = 40;   // lower than the crop
    picture.truths = {{0, {0, 0, 10, 10}}, {0, {90, 30, 100, 40}}};
    set.pictures.push_back(picture);
    const CropChooser chooser(set, 1, 60, 0.1);
    Random random(3);
    for (int i = 0; i < 500; ++i) {
      const Point centre = chooser.choose(0, random).centre;
      QVERIFY(centre.x >= 24 && centre.x <= 76);   // 30 - 6 to 100 - 30 + 6
      QVERIFY(centre.y >= 16 && centre.y <= 24);   // the crop covers the picture and slides by 6 at most
    }
  }

  void aLabelledValidSplitIsUsedAsItIs() {
    Snapshot data = tenLabelled();
    data.items.push_back(image("judge", Split::Valid));
    const LabelledItems items = labelledItems(data, {.fraction = 0.5, .seed = 7});
    QCOMPARE(items.train.size(), std::size_t{10});
    QCOMPARE(items.valid.at(0)->path, std::string("judge"));
  }

  void oneLabelledImageIsLearnedFrom() {
    Snapshot data;
    data.items.push_back(image("only", Split::Train));
    QCOMPARE(labelledItems(data, {.fraction = 0.5, .seed = 1}).train.size(), std::size_t{1});
  }

  void blackAndWhiteImagesAreRecognisedAndLeftAlone() {
    Image picture(32, 32, 1);
    for (int y = 0; y < 16; ++y) std::fill_n(picture.row(y), 32, uint8_t{255});
    const Normalisation n = measureNormalisation({picture}, true);
    QVERIFY(n.binary);
    QVERIFY(n.apply(picture) == picture);
  }

  void sixteenBitImagesAreStretchedToTheirRange() {
    Image picture(64, 64, 1, 16);
    for (int y = 0; y < 64; ++y)
      for (int x = 0; x < 64; ++x) picture.row16(y)[x] = uint16_t(1000 + 16 * x);
    const Normalisation n = measureNormalisation({picture}, true);
    QVERIFY(!n.binary);
    const Image eight = n.apply(picture);
    QCOMPARE(eight.bitDepth(), 8);
    QCOMPARE(eight.row(5)[0], uint8_t{0});
    QCOMPARE(eight.row(5)[63], uint8_t{255});
    QVERIFY(std::abs(int(eight.row(5)[32]) - 129) < 3);
  }

  /// As some cameras and converters write them: nothing above 255 in a file of 16 bits.
  void eightBitsInAFileOfSixteenKeepTheirContrast() {
    Image picture(64, 64, 1, 16);
    for (int y = 0; y < 64; ++y)
      for (int x = 0; x < 64; ++x) picture.row16(y)[x] = uint16_t(20 + 3 * x);
    const Normalisation n = Normalisation::fromJson(measureNormalisation({picture}, true).toJson(), "x");
    const Image eight = n.apply(picture);
    QCOMPARE(eight.row(5)[0], uint8_t{0});
    QCOMPARE(eight.row(5)[63], uint8_t{255});
  }

  void invertingAndReducingAreAppliedToEveryImage() {
    Normalisation n;
    n.invert = true;
    n.scale = 0.5;
    const Image out = n.apply(Image(40, 20, 1));
    QCOMPARE(out.width(), 20);
    QCOMPARE(out.row(3)[3], uint8_t{255});
    const Normalisation copy = Normalisation::fromJson(n.toJson(), "x");
    QVERIFY(copy.invert && copy.scale == 0.5);
  }

  void normalisationFromABadCheckpointIsRefused() {
    Json json = Normalisation{}.toJson();
    json["scale"] = 0;
    QVERIFY_THROWS_EXCEPTION(Error, Normalisation::fromJson(json, "checkpoint"));
    json["scale"] = 1;
    json["depth"] = 12;
    QVERIFY_THROWS_EXCEPTION(Error, Normalisation::fromJson(json, "checkpoint"));
  }
};

QTEST_GUILESS_MAIN(DataPreparationTest)
#include "tst_data_preparation.moc"
