// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <fcntl.h>
#include <fstream>
#include <unistd.h>

#include "core/base/atomic_file.h"
#include "core/base/paths.h"
#include "core/base/sha256.h"
#include "tests/support/expect_error.h"

using namespace assay;
namespace fs = std::filesystem;

class FilesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { QVERIFY(folder_.isValid()); }

  void hashesAreThoseOfTheStandard() {
    QCOMPARE(sha256Hex(""), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    QCOMPARE(sha256Hex("abc"), std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
  }

  void aFileHasTheHashOfItsBytes() {
    const std::string bytes(3'000'001, 'x');
    writeFileAtomically(at("big"), bytes);
    QCOMPARE(sha256File(at("big")), sha256Hex(bytes));
    QVERIFY(failsWith(Code::NotFound, "none", [&] { sha256File(at("none")); }));
  }

  void writingReplacesInOneStepAndLeavesNoTemporary() {
    const fs::path file = at("a.txt");
    writeFileAtomically(file, "old");
    writeFileAtomically(file, "new");
    QCOMPARE(readFile(file), std::string("new"));
    int names = 0;
    for (const auto& entry : fs::directory_iterator(file.parent_path())) names += entry.path().filename().string().starts_with("a.txt");
    QCOMPARE(names, 1);
  }

  void withoutCommitTheOldFileStays() {
    const fs::path file = at("b.txt");
    writeFileAtomically(file, "old");
    {
      AtomicFile out(file);
      out.write("half");
      QCOMPARE(readFile(file), std::string("old"));
    }
    QCOMPARE(readFile(file), std::string("old"));
  }

  void faultsNameTheFile() {
    QVERIFY(failsWith(Code::NotFound, "no/where", [&] { writeFileAtomically(at("no/where"), "x"); }));
    QVERIFY(failsWith(Code::BadInput, "not a regular file", [&] { readFile(at("")); }));
    writeFileAtomically(at("c"), "12345");
    QVERIFY(failsWith(Code::BadInput, "5 bytes, at most 4", [&] { readFile(at("c"), 4); }));
  }

  void aFullDiskIsSaidToBeFull() {
    if (!fs::exists("/dev/full")) QSKIP("there is no /dev/full here");
    const int fd = ::open("/dev/full", O_WRONLY);
    QVERIFY(::write(fd, "x", 1) < 0);
    QVERIFY(failsWith(Code::DiskFull, "/dev/full", [] { throwErrno("writing", "/dev/full"); }));
    ::close(fd);
  }

  void pathsInsideAreRelativeAndOthersAbsolute() {
    const fs::path base = at("project");
    fs::create_directories(base / "images");
    QCOMPARE(portablePath(base / "images/a.png", base), std::string("images/a.png"));
    QCOMPARE(portablePath(base / "../b.png", base), at("b.png").generic_string());
    QCOMPARE(portablePath(at("projects/c.png"), base), at("projects/c.png").generic_string());
  }

  void siblingsAreLookedForInTheNamedFolderFirst() {
    const fs::path bin = at("bin");
    fs::create_directories(bin);
    std::ofstream(bin / "assay-nonsense") << "#!/bin/sh\n";
    fs::permissions(bin / "assay-nonsense", fs::perms::owner_all);
    const QByteArray before = qgetenv("ASSAY_BIN");
    qputenv("ASSAY_BIN", bin.c_str());
    QCOMPARE(siblingProgram("assay-nonsense"), bin / "assay-nonsense");
    QVERIFY(failsWith(Code::Environment, "assay-nothing", [] { siblingProgram("assay-nothing"); }));
    qputenv("ASSAY_BIN", before);
  }

  void homeIsTheNamedFolder() {
    const QByteArray before = qgetenv("ASSAY_HOME");
    qputenv("ASSAY_HOME", at("home").c_str());
    QCOMPARE(assayHome(), at("home"));
    qputenv("ASSAY_HOME", before);
  }

 private:
  fs::path at(const std::string& name) { return fs::canonical(folder_.path().toStdString()) / name; }
  QTemporaryDir folder_;
};

QTEST_APPLESS_MAIN(FilesTest)
#include "tst_files.moc"
