// SPDX-License-Identifier: Apache-2.0
#include "tests/plugins/template/table_project.h"

#include <cmath>
#include <numbers>

#include "core/base/atomic_file.h"
#include "core/base/random_seed.h"
#include "core/base/sha256.h"
#include "core/labels/snapshot.h"
#include "core/plugin/catalogue.h"

namespace assay::test {
namespace {

namespace fs = std::filesystem;

std::string number(double value) { return std::to_string(value); }

Item tableItem(const fs::path& root, const std::string& name, Split split, const std::string& text) {
  writeFileAtomically(root / name, text);
  Item item;
  item.kind = ItemKind::Table;
  item.path = name;
  item.sha256 = sha256Hex(text);
  item.split = split;
  item.status = LabelStatus::Labelled;
  return item;
}

}  // namespace

std::string pointsCsv(int64_t rows, uint64_t seed) {
  Random random(seed);
  std::string text = "width,remark,height,kind\r\n";
  const char* names[] = {"bolt", "nut", "washer, flat"};
  for (int64_t r = 0; r < rows; ++r) {
    const int64_t kind = random.below(3);
    const double angle = double(kind) * 2 * std::numbers::pi / 3;
    const double x = 30 + 8 * std::cos(angle) + random.uniform(-2, 2), y = 2 + 4 * std::sin(angle) + random.uniform(-1, 1);
    text += number(x) + ",ok," + number(y) + ",\"" + names[kind] + "\"\r\n";
  }
  return text;
}

std::string lineCsv(int64_t rows, uint64_t seed) {
  Random random(seed);
  std::string text = "a,b,y\n";
  for (int64_t r = 0; r < rows; ++r) {
    const double a = random.uniform(-1, 1), b = random.uniform(-1, 1);
    text += number(a) + "," + number(b) + "," + number(2 * a - 3 * b + 1 + random.uniform(-0.01, 0.01)) + "\n";
  }
  return text;
}

RunDirectory makeTableRun(const fs::path& root, const std::string& name, const std::string& train,
                          const std::string& test, const OptionValues& changes) {
  Snapshot snapshot;
  snapshot.task = "table";
  snapshot.items.push_back(tableItem(root, "train.csv", Split::Train, train));
  snapshot.items.push_back(tableItem(root, "test.csv", Split::Test, test));
  RunSpec spec;
  spec.project = "parts";
  spec.task = "table";
  spec.plugin = "template";
  spec.pluginVersion = "1.0.0";
  spec.dataVersion = writeSnapshot(snapshot, root / "versions");
  spec.dataFile = root / "versions" / (spec.dataVersion + ".jsonl");
  spec.dataRoot = root;
  OptionValues options;
  options.set("trainer.max_minutes", 0.0);
  options.set("trainer.max_epochs", int64_t{30});
  options.set("device.threads", int64_t{1});
  options.set("device.precision", std::string("fp32"));
  for (const auto& [key, value] : changes) options.set(key, value);
  spec.options = runSchema(PluginCatalogue::scan().byId("template")).resolve(options);
  return RunDirectory::create(root / "runs" / name, spec);
}

}  // namespace assay::test
