// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <cerrno>

#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "tests/support/expect_error.h"

using namespace assay;

class ErrorTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatNamesThePlaceFirst() {
    QCOMPARE(std::string(Error(Code::BadInput, "is empty", "a.png").what()), std::string("a.png: is empty"));
    QCOMPARE(std::string(Error(Code::BadInput, "is empty").what()), std::string("is empty"));
  }

  void everyCodeHasANameThatReadsBack() {
    for (int i = 0; i <= int(Code::Internal); ++i) QCOMPARE(int(codeFromName(codeName(Code(i)))), i);
    QVERIFY(codeFromName("nonsense") == Code::Internal);
  }

  void exitCodesAreThoseOfTheCommandLine() {
    QCOMPARE(exitCode(Code::Usage), 2);
    for (const Code code : {Code::BadInput, Code::BadOption, Code::NotFound, Code::NewerFormat, Code::ReadOnly, Code::DiskFull, Code::Io})
      QCOMPARE(exitCode(code), 3);
    QCOMPARE(exitCode(Code::JobFailed), 4);
    QCOMPARE(exitCode(Code::Stopped), 5);
    QCOMPARE(exitCode(Code::Environment), 6);
  }

  void errnoBecomesACode() {
    const auto codeOf = [](int number) {
      return errorOf([&] { errno = number; throwErrno("writing", "x"); }).code();
    };
    QVERIFY(codeOf(ENOSPC) == Code::DiskFull);
    QVERIFY(codeOf(EDQUOT) == Code::DiskFull);
    QVERIFY(codeOf(EROFS) == Code::ReadOnly);
    QVERIFY(codeOf(EACCES) == Code::ReadOnly);
    QVERIFY(codeOf(ENOENT) == Code::NotFound);
    QVERIFY(codeOf(EIO) == Code::Io);
  }

  void requireThrowsOnlyWhenBroken() {
    require(true, "never");
    QVERIFY(failsWith(Code::BadInput, "here: broken", [] { require(false, "broken", "here"); }));
  }

  void theNearestNameIsAtMostAThirdAway() {
    const std::vector<std::string> names = {"detection", "table", "trainer.max_minutes"};
    QCOMPARE(nearestName("trainer.max_minuts", names), std::string("trainer.max_minutes"));
    QCOMPARE(nearestName("detecton", names), std::string("detection"));
    QCOMPARE(nearestName("colour", names), std::string());
  }
};

QTEST_APPLESS_MAIN(ErrorTest)
#include "tst_error.moc"
