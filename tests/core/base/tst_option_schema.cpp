// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include "core/base/option_schema.h"
#include "tests/support/expect_error.h"

using namespace assay;

namespace {

OptionSchema sample() {
  OptionSchema schema;
  schema.real("trainer.max_minutes", 15).range(0, 100);
  schema.integer("seed", 0);
  schema.boolean("data.cache", true);
  schema.choice("device.kind", "auto", {"auto", "cpu"});
  schema.text("model.target", "");
  return schema;
}

}  // namespace

class OptionSchemaTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void textIsParsedByTheDeclaredKind() {
    const OptionSchema schema = sample();
    QCOMPARE(std::get<double>(schema.parse("trainer.max_minutes", "20")), 20.0);
    QCOMPARE(std::get<int64_t>(schema.parse("seed", "+7")), int64_t(7));
    QCOMPARE(std::get<bool>(schema.parse("data.cache", "false")), false);
    QCOMPARE(std::get<std::string>(schema.parse("model.target", "12")), std::string("12"));
  }

  void faultsNameTheKeyTheValueAndWhatIsAllowed() {
    const OptionSchema schema = sample();
    const auto fails = [&](const char* key, const char* text, const char* part) {
      return failsWith(Code::BadOption, part, [&] { schema.parse(key, text); });
    };
    QVERIFY(fails("trainer.max_minutes", "abc", "trainer.max_minutes: `abc` is not a number"));
    QVERIFY(fails("trainer.max_minutes", "101", "`101` is outside 0 to 100"));
    QVERIFY(fails("trainer.max_minutes", "nan", "outside"));
    QVERIFY(fails("seed", "1.5", "not an integer"));
    QVERIFY(fails("seed", "99999999999999999999", "not an integer"));
    QVERIFY(fails("device.kind", "tpu", "not one of auto, cpu"));
    QVERIFY(fails("data.cache", "yes", "not true or false"));
    QVERIFY(fails("trainer.max_minuts", "1", "did you mean `trainer.max_minutes`?"));
  }

  void validationListsEveryProblem() {
    OptionValues values;
    values.set("seed", std::string("x"));
    values.set("trainer.max_minutes", 200.0);
    values.set("unheard.of", int64_t(1));
    const Problems problems = sample().validate(values);
    QCOMPARE(problems.size(), std::size_t(3));
    QCOMPARE(problems[0].where, std::string("seed"));
    QCOMPARE(problems[1].where, std::string("trainer.max_minutes"));
    QCOMPARE(problems[2].message, std::string("no such option"));
  }

  void resolveFillsDefaultsAndWidensIntegers() {
    OptionValues values;
    values.set("trainer.max_minutes", int64_t(3));
    const OptionValues resolved = sample().resolve(values);
    QCOMPARE(resolved.size(), std::size_t(5));
    QVERIFY(std::holds_alternative<double>(*resolved.find("trainer.max_minutes")));
    QCOMPARE(resolved.real("trainer.max_minutes"), 3.0);
    QCOMPARE(resolved.text("device.kind"), std::string("auto"));
  }

  void trainingsThatComeFirstAreAddedUp() {
    OptionSchema schema;
    schema.integer("model.folds", 0).addsTrainings = true;
    schema.boolean("model.teacher", false).addsTrainings = true;
    schema.integer("model.width", 8);
    QCOMPARE(trainingsBefore(schema, schema.resolve({})), int64_t(0));
    OptionValues values;
    values.set("model.folds", int64_t(5));
    values.set("model.teacher", true);
    QCOMPARE(trainingsBefore(schema, schema.resolve(values)), int64_t(6));
  }

  void aFileIsAPath() {
    OptionSchema schema;
    schema.file("model.weights", "");
    QCOMPARE(std::get<std::string>(schema.parse("model.weights", "nets/a.bin")), std::string("nets/a.bin"));
    OptionValues values;
    values.set("model.weights", int64_t(1));
    QCOMPARE(schema.validate(values).at(0).message, std::string("`1` is not a file's path"));
  }

  void accessOfAnotherTypeThrows() {
    const OptionValues values = sample().resolve({});
    QVERIFY(failsWith(Code::BadOption, "seed: is not text", [&] { values.text("seed"); }));
    QVERIFY(failsWith(Code::BadOption, "none: has no value", [&] { values.boolean("none"); }));
  }

  void declarationsAreChecked() {
    QVERIFY(failsWith(Code::BadOption, "declared twice", [] { OptionSchema s = sample(); s.integer("seed", 1); }));
    QVERIFY(failsWith(Code::BadOption, "needs choices", [] { OptionSchema s; s.choice("a.b", "x", {}); }));
    QVERIFY(failsWith(Code::BadOption, "default", [] { OptionSchema s; s.choice("a.b", "x", {"y"}); }));
  }

  void realsReadBackAsTheyWere() {
    OptionSchema schema;
    schema.real("x", 0);
    for (const double value : {0.1, 1.0 / 3, 2e-3, 1e300, -5e-324})
      QCOMPARE(std::get<double>(schema.parse("x", toText(value))), value);
  }
};

QTEST_APPLESS_MAIN(OptionSchemaTest)
#include "tst_option_schema.moc"
