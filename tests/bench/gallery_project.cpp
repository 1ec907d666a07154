// SPDX-License-Identifier: Apache-2.0
// Makes a detection project of many distinct small pictures with one label each: bench_gallery_project DIR --count N.
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "core/base/json.h"
#include "core/base/random_seed.h"
#include "core/base/sha256.h"
#include "core/imaging/decode.h"
#include "core/imaging/inspect.h"
#include "core/project/project.h"
#include "core/store/item_table.h"

using namespace assay;

namespace {

constexpr int side = 320;

Image picture(uint64_t seed) {
  Random random(seed);
  Image image(side, side, 1);
  const int step = 8 + int(random.below(24)), shade = int(random.below(120));
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x) image.row(y)[x] = uint8_t(((x / step + y / step) % 2 ? 200 : shade) + int(random.below(16)));
  return image;
}

Item itemOf(const Project& project, int number) {
  const std::string name = "images/" + std::to_string(number) + ".png";
  writePng(picture(uint64_t(number)), project.root / name);
  Item item;
  item.path = name;
  item.sha256 = inspectImage(project.root / name).sha256;
  item.width = item.height = side;
  item.channels = 1;
  item.source = "bench";
  item.split = number % 5 ? Split::Train : Split::Test;
  item.status = LabelStatus::Labelled;
  item.annotations = {{{}, number % 2 ? "open" : "short", Box{40, 40, 120, 110}, Origin::Imported}};
  return item;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4 || std::string_view(argv[2]) != "--count") return std::fputs("usage: bench_gallery_project DIR --count N\n", stderr), 2;
  const int count = std::atoi(argv[3]);
  Project project = createProject(argv[1], "detection");
  project.classes = {{"open", 0, "1"}, {"short", 1, "2"}};
  std::filesystem::create_directories(project.imagesFolder());
  Database database(project.databaseFile(), OpenMode::ReadWrite);
  Transaction transaction(database);
  for (int number = 1; number <= count; ++number) addItem(database, itemOf(project, number));
  transaction.commit();
  saveProject(project);
  std::puts(toLine({{"project", project.root.string()}, {"count", count}}).c_str());
}
