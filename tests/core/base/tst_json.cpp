// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/base/json.h"
#include "core/base/random_seed.h"
#include "tests/support/expect_error.h"

using namespace assay;

class JsonTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void keysKeepTheirOrder() { QCOMPARE(toLine(parseJson(R"({"b":1,"a":[2.5,"x"]})", "t")), std::string(R"({"b":1,"a":[2.5,"x"]})")); }

  void faultsNameLineAndColumn() {
    QVERIFY(failsWith(Code::BadInput, "file.json: not valid JSON at line 2, column 8", [] { parseJson("{\n  \"a\": ?\n}", "file.json"); }));
  }

  void deepNestingIsRefused() {
    QVERIFY(failsWith(Code::BadInput, "256 levels", [] { parseJson(std::string(100000, '['), "t"); }));
    parseJson(std::string(256, '[') + std::string(256, ']'), "t");
  }

  void bracketsInsideTextAreNoNesting() { parseJson('"' + std::string(300, '[') + "\\\"" + '"', "t"); }

  void invalidUtf8IsRefusedAndWrittenAsAReplacement() {
    QVERIFY(failsWith(Code::BadInput, "not valid JSON", [] { parseJson("\"\xff\"", "t"); }));
    QCOMPARE(toLine(Json("a\xff")), std::string("\"a\xEF\xBF\xBD\""));
  }

  void membersAreTyped() {
    const Json json = parseJson(R"({"n":3,"r":0.5,"s":"x","b":true,"big":18446744073709551615})", "t");
    QCOMPARE(member<int64_t>(json, "n", "t"), int64_t(3));
    QCOMPARE(member<double>(json, "n", "t"), 3.0);
    QCOMPARE(member<bool>(json, "b", "t"), true);
    QVERIFY(failsWith(Code::BadInput, "`none` is missing", [&] { member<double>(json, "none", "t"); }));
    QVERIFY(failsWith(Code::BadInput, "`r` must be an integer", [&] { member<int64_t>(json, "r", "t"); }));
    QVERIFY(failsWith(Code::BadInput, "`big` must be an integer", [&] { member<int64_t>(json, "big", "t"); }));
    QVERIFY(failsWith(Code::BadInput, "`s` must be a number", [&] { member<double>(json, "s", "t"); }));
    QVERIFY(failsWith(Code::BadInput, "expected a JSON object", [] { member<bool>(Json::array(), "b", "t"); }));
  }

  void damagedTextThrowsErrorAndNothingElse() {
    const std::string good = R"({"format":1,"classes":["a","b\u00e9"],"x":-1.5e10,"y":{"z":[true,false,null]}})";
    Random random(1);
    int refused = 0;
    for (int round = 0; round < 20000; ++round) {
      std::string text = good;
      for (int64_t n = random.between(1, 4); n > 0; --n) text[std::size_t(random.below(int64_t(text.size())))] = char(random.below(256));
      refused += !errorOf([&] { toLine(parseJson(text, "fuzz")); }).message().empty();
    }
    QVERIFY(refused > 10000);
  }
};

QTEST_APPLESS_MAIN(JsonTest)
#include "tst_json.moc"
