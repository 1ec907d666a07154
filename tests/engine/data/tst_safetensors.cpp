// SPDX-License-Identifier: Apache-2.0
#include <QTemporaryDir>
#include <QtTest>

#include <cstring>
#include <fstream>

#include <torch/torch.h>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/random_seed.h"
#include "core/engine/data/safetensors.h"

using namespace assay;

namespace {

/// A file by hand: header text and data bytes.
std::string fileOf(const std::string& header, const std::string& data) {
  const uint64_t size = header.size();
  std::string bytes(8, '\0');
  std::memcpy(bytes.data(), &size, 8);
  return bytes + header + data;
}

NamedTensors everyType() {
  const at::Tensor base = at::arange(6).reshape({2, 3});
  return {{"float", base.to(at::kFloat)},   {"half", base.to(at::kHalf)}, {"brain", base.to(at::kBFloat16)},
          {"double", base.to(at::kDouble)}, {"long", base},               {"int", base.to(at::kInt)},
          {"byte", base.to(at::kByte)},     {"bool", base.to(at::kBool)}, {"scalar", at::tensor(2.5f).squeeze()},
          {"empty", at::empty({0, 4})}};
}

}  // namespace

class SafetensorsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyTypeComesBackAsItWas() {
    writeSafetensors(path(), everyType(), {{"format", "pt"}, {"note", "\"quoted\" ✓"}});
    const SafetensorsFile file(path());
    QCOMPARE(file.metadata().at("note"), std::string("\"quoted\" ✓"));
    QCOMPARE(file.names().size(), everyType().size());
    for (const NamedTensor& expected : everyType()) {
      const at::Tensor found = file.read(expected.name);
      QVERIFY2(found.scalar_type() == expected.tensor.scalar_type(), expected.name.c_str());
      QVERIFY2(at::equal(found, expected.tensor), expected.name.c_str());
    }
  }

  void stridesDoNotChangeTheContent() {
    const at::Tensor image = at::arange(24, at::kFloat).reshape({1, 2, 3, 4}).contiguous(at::MemoryFormat::ChannelsLast);
    writeSafetensors(path(), {{"image", image}, {"turned", at::arange(6).reshape({2, 3}).t()}});
    const SafetensorsFile file(path());
    QVERIFY(at::equal(file.read("image"), image));
    QVERIFY(at::equal(file.read("turned"), at::arange(6).reshape({2, 3}).t()));
  }

  void aFileByHandIsRead() {
    write(fileOf(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}})", "\x05\x07"));
    const at::Tensor a = SafetensorsFile(path()).read("a");
    QCOMPARE(a[0].item<int>(), 5);
    QCOMPARE(a[1].item<int>(), 7);
  }

  void brokenFilesAreRefused_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, const std::string& bytes, const char* words) {
      QTest::newRow(name) << QByteArray(bytes.data(), qsizetype(bytes.size())) << words;
    };
    const auto entry = [](const std::string& text) { return fileOf(R"({"a":)" + text + "}", "1234"); };
    row("empty", "", "fewer than 8 bytes");
    row("text", "this is some text and no tensor", "header length");
    row("header longer than the file", std::string("\xff\0\0\0\0\0\0\0{}", 10), "header length");
    row("huge header", std::string("\xff\xff\xff\xff\xff\xff\xff\xff{}", 10), "header length");
    row("no JSON", fileOf("{\"a\":", ""), "");
    row("a list", fileOf("[1]", ""), "JSON object");
    row("unknown dtype", entry(R"({"dtype":"F8","shape":[4],"data_offsets":[0,4]})"), "dtype `F8`");
    row("wrong size", entry(R"({"dtype":"U8","shape":[3],"data_offsets":[0,4]})"), "do not span");
    row("negative shape", entry(R"({"dtype":"U8","shape":[-4],"data_offsets":[0,4]})"), "whole number");
    row("shape overflows", entry(R"({"dtype":"U8","shape":[4294967296,4294967296,4],"data_offsets":[0,4]})"), "too large");
    row("float offset", entry(R"({"dtype":"U8","shape":[4],"data_offsets":[0.0,4.0]})"), "whole number");
    row("backwards", entry(R"({"dtype":"U8","shape":[0],"data_offsets":[4,0]})"), "do not span");
    row("past the end", entry(R"({"dtype":"U8","shape":[8],"data_offsets":[0,8]})"), "cut short");
    row("bytes nobody owns", entry(R"({"dtype":"U8","shape":[2],"data_offsets":[0,2]})"), "cut short");
    row("gap", entry(R"({"dtype":"U8","shape":[2],"data_offsets":[2,4]})"), "gap");
    row("overlap", fileOf(R"({"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},)"
                          R"("b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}})", "1234"), "overlaps");
    row("metadata of numbers", fileOf(R"({"__metadata__":{"a":1}})", ""), "texts only");
  }
  void brokenFilesAreRefused() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, words);
    write(bytes.toStdString());
    try {
      SafetensorsFile file(path());
      QFAIL("the file should be refused");
    } catch (const Error& fault) {
      QVERIFY(fault.code() == Code::BadInput);
      QVERIFY2(QString(fault.what()).contains(words), fault.what());
      QVERIFY2(QString(fault.what()).contains("t.safetensors"), fault.what());
    }
  }

  void aMissingFileIsNotFound() {
    try {
      SafetensorsFile file(path().parent_path() / "none.safetensors");
      QFAIL("there is no file");
    } catch (const Error& fault) {
      QVERIFY(fault.code() == Code::NotFound);
    }
  }

  void thousandsOfDamagedFilesAreRefusedOrRead() {
    writeSafetensors(path(), everyType(), {{"format", "pt"}});
    const std::string good = readFile(path());
    Random random(20);
    int refused = 0;
    for (int round = 0; round < 4000; ++round) {
      std::string bytes = good;
      const int64_t changes = random.between(1, 6);
      for (int64_t i = 0; i < changes; ++i) damage(bytes, random);
      write(bytes);
      try {
        const SafetensorsFile file(path());
        for (const std::string& name : file.names()) QVERIFY(file.read(name).defined());
      } catch (const Error& fault) {
        QVERIFY2(fault.code() == Code::BadInput, fault.what());
        ++refused;
      }
    }
    QVERIFY(refused > 2000);
  }

  void aNameTwiceOrATypeTheFormatLacksIsABug() {
    QVERIFY_EXCEPTION_THROWN(writeSafetensors(path(), {{"a", at::ones(1)}, {"a", at::ones(1)}}), Error);
    QVERIFY_EXCEPTION_THROWN(writeSafetensors(path(), {{"a", at::ones(1, at::kComplexFloat)}}), Error);
  }

 private:
  static void damage(std::string& bytes, Random& random) {
    if (bytes.empty()) return;
    const std::size_t size = bytes.size();
    // Most blows go to the header, where the structure is.
    const std::size_t place = std::size_t(random.below(int64_t(random.chance(0.8) ? std::min<std::size_t>(size, 700) : size)));
    switch (random.below(5)) {
      case 0: bytes[place] = char(random.below(256)); break;
      case 1: bytes[place] = "0123456789-{}[],:\""[random.below(18)]; break;
      case 2: bytes.erase(place, std::size_t(random.between(1, 40))); break;
      case 3: bytes.insert(place, bytes.substr(place, std::size_t(random.between(1, 40)))); break;
      case 4: bytes.resize(place); break;
    }
  }

  void write(const std::string& bytes) const {
    std::filesystem::remove(path());   // a file system may flush a file that is truncated and rewritten
    std::ofstream(path(), std::ios::binary).write(bytes.data(), std::streamsize(bytes.size()));
  }
  std::filesystem::path path() const { return folder_.path().toStdString() + "/t.safetensors"; }

  QTemporaryDir folder_;
};

QTEST_APPLESS_MAIN(SafetensorsTest)
#include "tst_safetensors.moc"
