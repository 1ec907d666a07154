// SPDX-License-Identifier: Apache-2.0
#include <QTemporaryDir>
#include <QtTest>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/error.h"
#include "core/engine/data/packed_cache.h"

using namespace assay;
namespace fs = std::filesystem;

namespace {

/// Sizes, channels and depths differ; every byte is known.
Image imageOf(int64_t index) {
  Image image(int(3 + index), 4, index % 2 == 0 ? 1 : 3, index % 3 == 0 ? 16 : 8);
  for (std::size_t i = 0; i < image.byteCount(); ++i) image.data()[i] = uint8_t(std::size_t(index) * 31 + i);
  return image;
}

Image forbidden(int64_t) { throw Error(Code::Internal, "nothing should be decoded"); }

}  // namespace

class PackedCacheTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  void imagesComeBackAsTheyWere() {
    const auto cache = PackedCache::open(folder(), "key", 7, imageOf);
    QCOMPARE(cache->size(), int64_t{7});
    for (int64_t i = 0; i < 7; ++i) QVERIFY(cache->image(i) == imageOf(i));
    QCOMPARE(reinterpret_cast<uintptr_t>(cache->view(3).pixels) % 64, uintptr_t{0});
    QVERIFY_EXCEPTION_THROWN(cache->view(7), Error);
    QVERIFY_EXCEPTION_THROWN(cache->view(-1), Error);
  }

  void theSecondTimeNothingIsDecoded() {
    PackedCache::open(folder(), "key", 5, imageOf);
    const auto again = PackedCache::open(folder(), "key", 5, forbidden);
    QVERIFY(again->image(4) == imageOf(4));
  }

  void anotherKeyOrCountIsAnotherFile() {
    PackedCache::open(folder(), "key", 5, imageOf);
    QVERIFY_EXCEPTION_THROWN(PackedCache::open(folder(), "other recipe", 5, forbidden), Error);
    QVERIFY_EXCEPTION_THROWN(PackedCache::open(folder(), "key", 6, forbidden), Error);
  }

  void severalThreadsGiveTheSameImages() {
    const auto cache = PackedCache::open(folder(), "key", 40, imageOf, 6);
    for (int64_t i = 0; i < 40; ++i) QVERIFY(cache->image(i) == imageOf(i));
  }

  void manyImagesLieInSeveralFilesAndOneThatIsLostIsBuiltAgain() {
    const int64_t count = 2 * PackedCache::imagesInShard(1) + 3;
    PackedCache::open(folder(), "key", count, imageOf, 2);
    QCOMPARE(std::distance(fs::directory_iterator(folder()), fs::directory_iterator()), std::ptrdiff_t(3));
    fs::remove(fs::directory_iterator(folder())->path());
    int64_t decoded = 0;
    const auto cache = PackedCache::open(folder(), "key", count, [&](int64_t i) {
      ++decoded;
      return imageOf(i);
    });
    QVERIFY(decoded == PackedCache::imagesInShard(1) || decoded == 3);
    for (int64_t i = 0; i < count; ++i) QVERIFY(cache->image(i) == imageOf(i));
    for (int64_t i = -2; i < count + 2; ++i) cache->readAhead(i);   // advice: also for what is not there
  }

  /// The ranks of a host open the same data at the same moment: every image is decoded by one of them, and all have all of them.
  void processesThatOpenTheSameImagesShareTheWork() {
    const int64_t count = 5 * PackedCache::imagesInShard(1);
    auto* decoded = static_cast<std::atomic<int64_t>*>(mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    std::vector<pid_t> children;
    for (int c = 0; c < 4; ++c) {
      children.push_back(fork());
      if (children.back() != 0) continue;
      const auto cache = PackedCache::open(folder(), "key", count, [&](int64_t i) {
        ++*decoded;
        ++decoded[1 + c];
        usleep(100);
        return imageOf(i);
      });
      for (int64_t i = 0; i < count; ++i)
        if (cache->image(i) != imageOf(i)) _exit(1);
      _exit(0);
    }
    for (const pid_t child : children) {
      int status = -1;
      QCOMPARE(waitpid(child, &status, 0), child);
      QCOMPARE(status, 0);
    }
    QCOMPARE(decoded->load(), count);
    QCOMPARE(std::distance(fs::directory_iterator(folder()), fs::directory_iterator()), std::ptrdiff_t(5));   // no lock is left
    int workers = 0;
    for (int c = 0; c < 4; ++c) workers += decoded[1 + c] > 0;
    QVERIFY2(workers >= 2, qPrintable(QString::number(workers)));
    munmap(decoded, 4096);
  }

  void hundredsOfThousandsOfImagesDoNotTakeAllFilesThatAProcessMayOpen() {
    for (const int64_t count : {int64_t{1}, int64_t{16384}, int64_t{16385}, int64_t{10'000'000}}) {
      const int64_t each = PackedCache::imagesInShard(count);
      QVERIFY(each >= 256 && (count + each - 1) / each <= 64);
    }
  }

  void waitingForAnotherProcessCanBeStopped() {
    fs::create_directories(folder());
    PackedCache::open(folder(), "key", 2, imageOf);
    const fs::path file = fs::directory_iterator(folder())->path();
    fs::remove(file);
    const int fd = open((file.string() + ".lock").c_str(), O_RDWR | O_CREAT, 0644);   // a builder that has stopped working
    QVERIFY(fd >= 0 && flock(fd, LOCK_EX) == 0);
    Progress progress;
    QStringList said;
    progress.report = [&](int64_t, int64_t, const std::string& what) {
      said << QString::fromStdString(what);
      if (said.size() == 3) progress.cancel.request();
    };
    QVERIFY_EXCEPTION_THROWN(PackedCache::open(folder(), "key", 2, forbidden, 1, progress), Error);
    QVERIFY2(said.value(0).contains("another process"), qPrintable(said.value(0)));
    ::close(fd);
    QVERIFY(PackedCache::open(folder(), "key", 2, imageOf)->image(1) == imageOf(1));
  }

  void whatDecodingThrowsComesOutAndLeavesNoFile() {
    const auto broken = [](int64_t i) {
      if (i == 3) throw Error(Code::BadInput, "c.png is cut short");
      return imageOf(i);
    };
    for (const int threads : {1, 4}) {
      try {
        PackedCache::open(folder(), "key", 8, broken, threads);
        QFAIL("the fault should come out");
      } catch (const Error& fault) {
        QCOMPARE(fault.message(), std::string("c.png is cut short"));
      }
      QVERIFY(fs::is_empty(folder()));
    }
  }

  void aCrashWhileBuildingLeavesNoCacheToTrust() {
    const pid_t child = fork();
    if (child == 0) {
      PackedCache::open(folder(), "key", 8, [](int64_t i) {
        if (i == 5) kill(getpid(), SIGKILL);
        return imageOf(i);
      });
      _exit(0);
    }
    int status = 0;
    QCOMPARE(waitpid(child, &status, 0), child);
    QVERIFY(WIFSIGNALED(status));
    std::atomic<int> decoded = 0;
    const auto cache = PackedCache::open(folder(), "key", 8, [&](int64_t i) {
      ++decoded;
      return imageOf(i);
    });
    QCOMPARE(decoded.load(), 8);
    for (int64_t i = 0; i < 8; ++i) QVERIFY(cache->image(i) == imageOf(i));
  }

  void aDamagedFileIsBuiltAgain_data() {
    QTest::addColumn<int>("kind");
    QTest::newRow("cut short") << 0;
    QTest::newRow("header") << 1;
    QTest::newRow("index") << 2;
    QTest::newRow("empty") << 3;
  }
  void aDamagedFileIsBuiltAgain() {
    QFETCH(int, kind);
    PackedCache::open(folder(), "key", 5, imageOf);
    const fs::path file = fs::directory_iterator(folder())->path();
    if (kind == 0) fs::resize_file(file, fs::file_size(file) - 10);
    if (kind == 3) fs::resize_file(file, 0);
    if (kind == 1 || kind == 2) {
      std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
      out.seekp(kind == 1 ? 3 : 128 + 5);
      out.put('\x7f');
    }
    const auto cache = PackedCache::open(folder(), "key", 5, imageOf);
    for (int64_t i = 0; i < 5; ++i) QVERIFY(cache->image(i) == imageOf(i));
  }

  void askingToStopStops() {
    Progress progress;
    progress.cancel.request();
    QVERIFY_EXCEPTION_THROWN(PackedCache::open(folder(), "key", 5, imageOf, 1, progress), Error);
    QVERIFY(fs::is_empty(folder()));
  }

 private:
  fs::path folder() const { return folder_->path().toStdString() + "/cache"; }
  std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_APPLESS_MAIN(PackedCacheTest)
#include "tst_packed_cache.moc"
