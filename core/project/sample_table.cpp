// SPDX-License-Identifier: Apache-2.0
#include "core/project/sample_table.h"

#include <cstdio>

#include "core/base/error.h"
#include "core/base/random_seed.h"
#include "core/formats/write_support.h"
#include "core/project/fresh_folder.h"
#include "core/project/import_items.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

std::string drawRow(Random& random) {
  double x[4];
  // Whole thousandths, so that the text is exact and the same everywhere.
  for (double& value : x) value = double(random.between(-1000, 1000)) / 1000;
  const bool fails = (x[0] + x[1] * x[2] - 0.5 * x[3] > 0.2) != random.chance(sampleTableNoise);
  char line[96];
  std::snprintf(line, sizeof line, "%.3f,%.3f,%.3f,%.3f,%s\n", x[0], x[1], x[2], x[3], fails ? "fail" : "pass");
  return line;
}

}  // namespace

Project createSampleTable(const fs::path& folder, int rows, uint64_t seed, const Progress& progress) {
  require(rows >= 10 && rows <= 10000000, "the number of rows is " + std::to_string(rows) + "; expected 10 to 10000000", "count",
          Code::BadOption);
  FreshFolder fresh(folder);
  Project project = createProject(folder, "table");
  const fs::path data = project.root / "data";
  Random random(deriveSeed(seed, "table"));
  const int valid = rows / 10, test = rows * 3 / 10;
  for (const auto& [name, count] : {std::pair{"train.csv", rows - valid - test}, {"valid.csv", valid}, {"test.csv", test}}) {
    std::string text = "x1,x2,x3,x4,class\n";
    for (int i = 0; i < count; ++i) text += drawRow(random);
    writeTextFile(data / name, text);
  }
  Database database(project.databaseFile(), OpenMode::ReadWrite);
  const ImportReport report = importItems(project, database, formatByName("csv_table"), data, {}, progress);
  require(report.imported() && report.items == 3, "the drawn tables could not be read back", data.string(), Code::Internal);
  fresh.keep();
  return project;
}

}  // namespace assay
