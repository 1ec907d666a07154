// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <cmath>

#include "core/base/error.h"
#include "plugins/template/csv_reader.h"
#include "plugins/template/table_data.h"
#include "plugins/template/table_report.h"

using namespace assay;
using namespace assay::table;

class TableDataTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void quotesCommasAndCrlfAreRead() {
    const CsvTable table = parseCsv("\xEF\xBB\xBFname,\"a,b\"\r\n\"say \"\"hi\"\"\",2\r\n\r\n\"two\nlines\",\r\n", "t.csv");
    QVERIFY(table.columns == (std::vector<std::string>{"name", "a,b"}));
    QCOMPARE(table.rows.size(), std::size_t{2});
    QVERIFY(table.rows[0] == (std::vector<std::string>{"say \"hi\"", "2"}));
    QVERIFY(table.rows[1] == (std::vector<std::string>{"two\nlines", ""}));
  }

  void brokenTablesNameTheirLine_data() {
    QTest::addColumn<QString>("csv");
    QTest::addColumn<QString>("where");
    QTest::newRow("too few cells") << "a,b\n1,2\n3\n" << "t.csv:3";
    QTest::newRow("after a field of two lines") << "a,b\n\"x\ny\",2\n3\n" << "t.csv:4";
    QTest::newRow("stray quote") << "a,b\n1\"2,3\n" << "t.csv:2";
    QTest::newRow("text after a quote") << "a,b\n\"1\"2,3\n" << "t.csv:2";
    QTest::newRow("open quote") << "a,b\n\"1,2\n" << "t.csv:2";
    QTest::newRow("equal columns") << "a,a\n1,2\n" << "t.csv:1";
    QTest::newRow("empty") << "" << "t.csv";
  }
  void brokenTablesNameTheirLine() {
    QFETCH(QString, csv);
    QFETCH(QString, where);
    try {
      parseCsv(csv.toStdString(), "t.csv");
      QFAIL("the table should be refused");
    } catch (const Error& fault) {
      QVERIFY(fault.code() == Code::BadInput);
      QCOMPARE(QString::fromStdString(fault.where()), where);
    }
  }

  void statisticsComeFromTheTrainingRows() {
    // a: 1, 3 -> mean 2, deviation 1; b is constant -> scale 1; text columns are no features.
    const Encoding e = learnEncoding(parseCsv("a,b,t,y\n1,5,x,no\n3,5,z,yes\n", "t.csv"), "", "auto");
    QVERIFY(e.kind == Kind::Classify);
    QVERIFY(e.features == (std::vector<std::string>{"a", "b"}));
    QVERIFY(e.mean == (std::vector<double>{2, 5}));
    QVERIFY(e.scale == (std::vector<double>{1, 1}));
    QVERIFY(e.classes == (std::vector<std::string>{"no", "yes"}));
    const Rows rows = encode(parseCsv("y,b,a\nyes,6,4\n", "u.csv"), e, "u.csv");   // another column order
    QVERIFY(rows.features[0] == (std::vector<float>{2, 1}));
    QCOMPARE(rows.targets[0], 1.0f);
    QVERIFY(toJson(encodingFromJson(toJson(e), "m")) == toJson(e));
  }

  void fractionsAreAQuantityAndFewIntegersAreClasses() {
    QVERIFY(learnEncoding(parseCsv("a,y\n1,0.5\n2,1.5\n", "t"), "y", "auto").kind == Kind::Regress);
    QVERIFY(learnEncoding(parseCsv("a,y\n1,0\n2,1\n", "t"), "y", "auto").kind == Kind::Classify);
    QVERIFY(learnEncoding(parseCsv("a,y\n1,0\n2,1\n", "t"), "y", "regress").kind == Kind::Regress);
    const Encoding e = learnEncoding(parseCsv("y,a\n10,1\n20,2\n", "t"), "y", "regress");
    QCOMPARE(e.targetMean, 15.0);
    QCOMPARE(e.targetScale, 5.0);
  }

  void whatCannotBeLearntIsRefused() {
    QVERIFY_EXCEPTION_THROWN(learnEncoding(parseCsv("a,y\n1,x\n2,x\n", "t"), "", "auto"), Error);       // one class
    QVERIFY_EXCEPTION_THROWN(learnEncoding(parseCsv("a,y\nq,x\nr,z\n", "t"), "", "auto"), Error);       // no number
    QVERIFY_EXCEPTION_THROWN(learnEncoding(parseCsv("a,y\n1,x\n2,z\n", "t"), "nope", "auto"), Error);   // no column
    QVERIFY_EXCEPTION_THROWN(learnEncoding(parseCsv("a,y\n1,x\n2,z\n", "t"), "", "regress"), Error);    // text
    const Encoding e = learnEncoding(parseCsv("a,y\n1,x\n2,z\n", "t"), "", "auto");
    QVERIFY_EXCEPTION_THROWN(encode(parseCsv("a,y\n1,w\n", "t"), e, "t"), Error);                       // new class
    QVERIFY_EXCEPTION_THROWN(encodeFeatures(Json{{"b", 1}}, e), Error);
    QVERIFY_EXCEPTION_THROWN(encodeFeatures(Json::array(), e), Error);
  }

  void classMetricsByHand() {
    // Rows: right at .8, wrong (truth has .3), right at .6, right at .5: accuracy 3/4.
    const EvaluationResult r = judgeClasses({{.8, .2}, {.7, .3}, {.4, .6}, {.5, .5}}, {0, 1, 1, 0}, {"a", "b"});
    QCOMPARE(r.count, int64_t{4});
    QCOMPARE(r.metrics.at("accuracy"), 0.75);
    const double loss = -(std::log(.8) + std::log(.3) + std::log(.6) + std::log(.5)) / 4;
    QVERIFY(std::abs(r.metrics.at("log_loss") - loss) < 1e-12);
    const Json confusion = r.artifacts[0].body;
    QVERIFY(confusion["counts"] == Json::parse("[[2,0],[1,1]]"));
    const Json series = r.artifacts[1].body["series"][0];   // by confidence: .8 right, .7 wrong, .6 right, .5 right
    QVERIFY(series["x"] == Json::parse("[0.25,0.5,0.75,1.0]"));
    QCOMPARE(series["y"][1].get<double>(), 0.5);
    QCOMPARE(series["y"][3].get<double>(), 0.75);
    QVERIFY(r.artifacts[2].body["rows"][0] == Json::parse(R"([2,"b","a",0.3])"));   // least likely truth first
  }

  void valueMetricsByHand() {
    // Truths 1, 2, 3 (mean 2, total 2), predictions 1, 2, 4: residual 1 -> r2 = .5.
    const EvaluationResult r = judgeValues({1, 2, 4}, {1, 2, 3}, "y");
    QCOMPARE(r.metrics.at("r2"), 0.5);
    QVERIFY(r.artifacts[1].body["rows"][0] == Json::parse("[3,3.0,4.0,1.0]"));
    QCOMPARE(judgeValues({1, 2}, {5, 5}, "y").metrics.at("r2"), 0.0);
    QVERIFY(judgeValues({}, {}, "y").metrics.empty());
  }
};

QTEST_APPLESS_MAIN(TableDataTest)
#include "tst_table_data.moc"
