// SPDX-License-Identifier: Apache-2.0
// bench_small_defects OUT PAIRS SEED: generated board pairs with defects of 4 and 5 px, in DeepPCB's layout: PAIRS of 640 x 640 for training and one of
// 8000 x 2000 to be judged. A defect is a speck of copper that touches nothing, or a hole in copper.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "core/base/random_seed.h"
#include "core/base/scratch_folder.h"
#include "core/imaging/decode.h"
#include "core/imaging/transform.h"
#include "core/project/sample_boards.h"

using namespace assay;
namespace fs = std::filesystem;

namespace {

constexpr int side = 640, wide = 8000, high = 2000;
constexpr int smallDefects = 10, largeDefects = 400;   // on a pair of each size
constexpr int clearance = 5, labelSpace = 6;           // px around a defect: of one kind; in its label
constexpr int speckType = 5, holeType = 6;             // copper, pin-hole

struct Speck {
  int x = 0, y = 0, size = 0, type = 0;
};

bool isUniform(const Image& image, int x, int y, int size) {
  const uint8_t value = image.row(y)[x];
  for (int row = y - clearance; row < y + size + clearance; ++row)
    for (int column = x - clearance; column < x + size + clearance; ++column)
      if (image.row(row)[column] != value) return false;
  return true;
}

/// Discs in the other colour, on grounds of one colour.
std::vector<Speck> addSpecks(Image& image, int wanted, Random& random) {
  std::vector<Speck> specks;
  for (int attempt = 0; int(specks.size()) < wanted && attempt < 1000 * wanted; ++attempt) {
    const int size = int(random.between(4, 5)), margin = clearance + labelSpace;
    const int x = int(random.between(margin, image.width() - size - margin)), y = int(random.between(margin, image.height() - size - margin));
    if (!isUniform(image, x, y, size)) continue;
    const uint8_t ground = image.row(y)[x];
    for (int row = 0; row < size; ++row)
      for (int column = 0; column < size; ++column) {
        const double dx = column + 0.5 - size / 2.0, dy = row + 0.5 - size / 2.0;
        if (dx * dx + dy * dy <= size * size / 4.0) image.row(y + row)[x + column] = uint8_t(255 - ground);
      }
    specks.push_back({x, y, size, ground > 127 ? speckType : holeType});   // copper is dark
  }
  return specks;
}

/// Templates of generated boards side by side, so that every place differs.
Image sheet(int width, int height, uint64_t seed) {
  const int columns = (width + side - 1) / side, rows = (height + side - 1) / side;
  const ScratchFolder scratch(fs::temp_directory_path());
  const std::vector<Item> boards = generateBoards(scratch.path(), columns * rows, seed, {});
  Image out(width, height, 1);
  for (int i = 0; i < columns * rows; ++i) {
    const Image board = toGrey(decodeImage(boards[std::size_t(i)].reference));
    const int left = i % columns * side, top = i / columns * side;
    for (int y = 0; y < std::min(side, height - top); ++y) std::copy_n(board.row(y), std::min(side, width - left), out.row(top + y) + left);
  }
  return out;
}

void writePair(const fs::path& out, const std::string& name, const Image& reference, int defects, uint64_t seed, std::ofstream& list) {
  Random random(seed);
  Image test = reference;
  const std::vector<Speck> specks = addSpecks(test, defects, random);
  const fs::path images = out / "group1/1", labels = out / "group1/1_not";
  fs::create_directories(images);
  fs::create_directories(labels);
  writePng(test, images / (name + "_test.png"));
  writePng(reference, images / (name + "_temp.png"));
  std::ofstream file(labels / (name + ".txt"));
  for (const Speck& s : specks)
    file << s.x - labelSpace << ' ' << s.y - labelSpace << ' ' << s.x + s.size + labelSpace << ' ' << s.y + s.size + labelSpace << ' ' << s.type << '\n';
  list << "group1/1/" << name << ".jpg group1/1_not/" << name << ".txt\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const fs::path out = argv[1];
  const uint64_t seed = std::strtoull(argv[3], nullptr, 10);
  fs::create_directories(out);
  std::ofstream train(out / "trainval.txt"), test(out / "test.txt");
  for (int i = 0; i < std::atoi(argv[2]); ++i) {
    char name[16];
    std::snprintf(name, sizeof name, "%05d", i);
    writePair(out, name, sheet(side, side, deriveSeed(seed, uint64_t(i))), smallDefects, deriveSeed(seed, uint64_t(1000 + i)), train);
  }
  writePair(out, "99999", sheet(wide, high, deriveSeed(seed, "large")), largeDefects, deriveSeed(seed, "large defects"), test);
  std::printf("{\"pairs\": %s}\n", argv[2]);
}
