// SPDX-License-Identifier: Apache-2.0
#include <QTemporaryDir>
#include <QtTest>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>

#include <sys/wait.h>
#include <unistd.h>

#include "core/engine/data/cache_limit.h"
#include "core/engine/data/packed_cache.h"

using namespace assay;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

Image greyImage(int64_t) {
  Image image(64, 64, 1);
  std::fill_n(image.data(), image.byteCount(), uint8_t{7});
  return image;
}

}  // namespace

class CacheLimitTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  void theLeastRecentlyUsedGoesFirst() {
    const fs::path a = file("a", 100, 3h), b = file("b", 100, 1h), c = file("c", 100, 2h);
    const Evicted evicted = evictDecoded(folder(), 250);
    QCOMPARE(evicted.files, int64_t{1});
    QCOMPARE(evicted.bytes, uint64_t{100});
    QVERIFY(!fs::exists(a) && fs::exists(b) && fs::exists(c));
    evictDecoded(folder(), 100);
    QVERIFY(fs::exists(b) && !fs::exists(c));
    QCOMPARE(evictDecoded(folder(), 100).files, int64_t{0});
  }

  void aSmallOldFileStaysWhereALargeOneWouldNot() {
    const fs::path young = file("young", 100, 1h), large = file("large", 200, 2h), small = file("small", 50, 3h);
    evictDecoded(folder(), 160);
    QVERIFY(fs::exists(young) && !fs::exists(large) && fs::exists(small));
  }

  void openingAFileMakesItTheMostRecentlyUsed() {
    PackedCache::open(folder(), "first", 2, greyImage);
    const fs::path first = onlyFile();
    age(first, 5h);
    const fs::path other = file("other", fs::file_size(first), 1h);
    PackedCache::open(folder(), "first", 2, greyImage);
    evictDecoded(folder(), fs::file_size(first));
    QVERIFY(fs::exists(first) && !fs::exists(other));
  }

  void aFileInUseIsNeverRemoved() {
    auto cache = PackedCache::open(folder(), "used", 2, greyImage);
    const fs::path used = onlyFile();
    age(used, 5h);
    QCOMPARE(evictDecoded(folder(), 0).files, int64_t{0});
    QVERIFY(fs::exists(used));
    QVERIFY(cache->image(1) == greyImage(1));
    cache.reset();
    QCOMPARE(evictDecoded(folder(), 0).files, int64_t{1});
  }

  void aFileOfAnotherLivingProcessIsNotRemovedAndOneOfADeadIs() {
    int ready[2];
    QCOMPARE(pipe(ready), 0);
    const pid_t child = fork();
    if (child == 0) {
      const auto cache = PackedCache::open(folder(), "theirs", 2, greyImage);
      if (::write(ready[1], "x", 1) == 1) pause();
      _exit(0);
    }
    char byte = 0;
    QCOMPARE(::read(ready[0], &byte, 1), ssize_t{1});
    QCOMPARE(evictDecoded(folder(), 0).files, int64_t{0});
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    QCOMPARE(evictDecoded(folder(), 0).files, int64_t{1});
    ::close(ready[0]);
    ::close(ready[1]);
  }

  void theDraftOfAKilledWriterGoesWhateverTheLimit() {
    int ready[2];
    QCOMPARE(pipe(ready), 0);
    const pid_t child = fork();
    if (child == 0) {
      PackedCache::open(folder(), "torn", 2, [&](int64_t) -> Image {
        if (::write(ready[1], "x", 1) == 1) pause();
        _exit(1);
      });
    }
    char byte = 0;
    QCOMPARE(::read(ready[0], &byte, 1), ssize_t{1});
    const fs::path draft = onlyFile();
    age(draft, 1h);
    QCOMPARE(evictDecoded(folder(), 1 << 30).files, int64_t{0});   // its writer lives
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    QCOMPARE(evictDecoded(folder(), 1 << 30).files, int64_t{1});
    QVERIFY(!fs::exists(draft));
    ::close(ready[0]);
    ::close(ready[1]);
  }

  void aDraftOfThisMomentIsLeftAlone() {
    const fs::path draft = file("x", 10, 0h, ".packed.AbCdEf");
    QCOMPARE(evictDecoded(folder(), 0).files, int64_t{0});
    age(draft, 1h);
    QCOMPARE(evictDecoded(folder(), 0).files, int64_t{1});
  }

  void whatIsNotOursStays() {
    const fs::path note = file("note", 100, 9h, ".txt");
    fs::create_directory(folder() / "folder.packed");
    QCOMPARE(evictDecoded(folder(), 0).files, int64_t{0});
    QVERIFY(fs::exists(note) && fs::exists(folder() / "folder.packed"));
    QCOMPARE(evictDecoded(folder() / "not there", 0).files, int64_t{0});
  }

  void theLimitIsOneOfDiskAndConstant() {
    const uint64_t limit = decodedCacheLimit(folder());
    QVERIFY(limit > 0 && limit <= largestDecodedCache);
  }

 private:
  fs::path folder() const { return folder_->path().toStdString(); }
  static void age(const fs::path& file, std::chrono::hours since) {
    fs::last_write_time(file, fs::file_time_type::clock::now() - since);
  }
  fs::path file(const std::string& name, std::size_t bytes, std::chrono::hours since, const char* end = ".packed") {
    const fs::path path = folder() / (name + end);
    std::ofstream(path, std::ios::binary) << std::string(bytes, 'x');
    age(path, since);
    return path;
  }
  fs::path onlyFile() const {
    fs::path found;
    for (const auto& entry : fs::directory_iterator(folder())) found = entry.path();
    return found;
  }
  std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_GUILESS_MAIN(CacheLimitTest)
#include "tst_cache_limit.moc"
