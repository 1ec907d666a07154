// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <cmath>
#include <thread>

#include "core/base/sha256.h"
#include "core/imaging/canvas.h"
#include "core/imaging/thumbnail_cache.h"
#include "tests/support/test_files.h"

using namespace assay;
namespace fs = std::filesystem;

class ThumbnailCacheTest : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  fs::path at(const std::string& name) const { return fs::path(folder_.path().toStdString()) / name; }

  static std::size_t filesIn(const fs::path& folder) {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) count += entry.is_regular_file();
    return count;
  }

 private Q_SLOTS:
  void theLongestSideIsTheSize() {
    const Image thumb = makeThumbnail(noiseImage(400, 100, 4, 1, 16), 160);
    QCOMPARE(thumb.width(), 160);
    QCOMPARE(thumb.height(), 40);
    QCOMPARE(thumb.channels(), 3);
    QCOMPARE(thumb.bitDepth(), 8);
    QCOMPARE(makeThumbnail(noiseImage(8, 8, 1, 1), 160).width(), 8);
    QCOMPARE(makeThumbnail(noiseImage(1000, 1, 1, 1), 160).height(), 1);
  }

  void theSecondCallNeedsNoImage() {
    const ThumbnailCache cache(at("cache"));
    Image board(640, 640, 1);
    fillRect(board, {0, 0, 320, 640}, 255);
    writePng(board, at("a.png"));
    const std::string hash = sha256File(at("a.png"));
    QVERIFY(!cache.has(at("a.png"), hash, 160));
    const Image first = cache.thumbnail(at("a.png"), hash, 160);
    fs::remove(at("a.png"));
    QVERIFY(cache.has(at("a.png"), hash, 160));
    const Image second = cache.thumbnail(at("a.png"), hash, 160);
    QCOMPARE(second.width(), first.width());
    for (const int x : {10, 150}) QVERIFY(std::abs(int(first.row(80)[x]) - int(second.row(80)[x])) < 8);
  }

  void aDamagedEntryIsMadeAgain() {
    const ThumbnailCache cache(at("damaged"));
    putImage(at("b.png"), 200, 200, 7);
    const std::string hash = sha256File(at("b.png"));
    cache.thumbnail(at("b.png"), hash, 64);
    for (const auto& entry : fs::recursive_directory_iterator(cache.folder()))
      if (entry.is_regular_file()) fs::resize_file(entry.path(), 40);
    QCOMPARE(cache.thumbnail(at("b.png"), hash, 64).width(), 64);
  }

  void aCacheThatCannotBeWrittenIsNoError() {
    const ThumbnailCache cache("/proc/nothing");
    putImage(at("c.png"), 90, 30, 8);
    QCOMPARE(cache.thumbnail(at("c.png"), "", 30).height(), 10);
  }

  void aBrokenImageSaysSo() {
    putText(at("d.png"), "not an image");
    QCOMPARE(errorOf([&] { ThumbnailCache(at("cache")).thumbnail(at("d.png"), "", 64); }).code(), Code::BadInput);
  }

  void manyThreadsShareOneCache() {
    const ThumbnailCache cache(at("shared"));
    for (int i = 0; i < 8; ++i) putImage(at("many") / (std::to_string(i) + ".png"), 120, 120, uint64_t(i) + 50);
    std::atomic<int> good{0};
    {
      std::vector<std::jthread> threads;
      for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
          for (int i = 0; i < 8; ++i) good += cache.thumbnail(at("many") / (std::to_string(i) + ".png"), "", 60).width() == 60;
        });
    }
    QCOMPARE(good.load(), 32);
    QCOMPARE(filesIn(cache.folder()), std::size_t(8));   // and no temporary is left
  }
};

QTEST_GUILESS_MAIN(ThumbnailCacheTest)
#include "tst_thumbnail_cache.moc"
