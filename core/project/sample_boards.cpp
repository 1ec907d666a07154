// SPDX-License-Identifier: Apache-2.0
#include "core/project/sample_boards.h"

#include <algorithm>
#include <numeric>

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/formats/parallel.h"
#include "core/formats/write_support.h"
#include "core/imaging/encode.h"
#include "core/imaging/transform.h"
#include "core/project/fresh_folder.h"
#include "core/project/import_items.h"
#include "core/project/sample_board_defects.h"
#include "core/project/sample_board_layout.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr const char* sourceName = "boards sample";

/// The camera's view: shifted, turned into black copper on white, with rough edges.
Image photograph(const Image& copper, int shiftX, int shiftY, Random& random) {
  Image out(boardSide, boardSide, 1);
  for (int y = 0; y < boardSide; ++y) {
    const uint8_t* rows[3];
    for (int dy = -1; dy <= 1; ++dy) rows[dy + 1] = copper.row(boardMargin + y + shiftY + dy) + boardMargin + shiftX;
    int bias = 0, left = 0;
    for (int x = 0; x < boardSide; ++x, --left) {
      if (left <= 0) {
        // Runs of 2 to 5 pixels are swollen or eaten together, as etching does.
        const uint64_t draw = random.next();
        left = int(2 + (draw & 3));
        bias = (draw >> 8) % 14 == 0 ? 2 : (draw >> 8) % 14 == 1 ? -2 : 0;
      }
      int sum = 0;
      for (const uint8_t* row : rows) sum += (row[x - 1] != 0) + (row[x] != 0) + (row[x + 1] != 0);
      out.row(y)[x] = sum + bias > 4 ? 0 : 255;
    }
  }
  return out;
}

struct BoardPair {
  Image test, reference;
  std::vector<BoardDefect> defects;
  std::string family;
};

BoardPair makePair(uint64_t seed) {
  Random random(seed);
  BoardPair pair;
  BoardLayout board = drawBoard(random);
  pair.family = board.family;
  pair.reference = photograph(board.copper, 0, 0, random);
  const int count = int(random.between(3, 12));
  pair.defects = addDefects(board.copper, count, random);
  const int shiftX = int(random.between(-3, 3)), shiftY = int(random.between(-3, 3));
  pair.test = photograph(board.copper, shiftX, shiftY, random);
  for (BoardDefect& defect : pair.defects) {
    Box& b = defect.box;
    b = {b.x1 - boardMargin - shiftX, b.y1 - boardMargin - shiftY, b.x2 - boardMargin - shiftX, b.y2 - boardMargin - shiftY};
  }
  return pair;
}

/// Few boards leave no room for three defects; such a one is drawn again from the next stream.
BoardPair makeGoodPair(uint64_t seed) {
  for (uint64_t stream = 0;; ++stream) {
    BoardPair pair = makePair(deriveSeed(seed, stream));
    if (pair.defects.size() >= 3) return pair;
    require(stream < 100, "no board with room for three defects was found", {}, Code::Internal);
  }
}

Item storePair(const BoardPair& pair, const fs::path& folder, int number) {
  char name[32];
  std::snprintf(name, sizeof name, "board_%04d", number);
  const fs::path test = folder / (std::string(name) + "_test.png"), reference = folder / (std::string(name) + "_temp.png");
  const std::string bytes = encodePng(pair.test);
  writeTextFile(test, bytes);
  writeTextFile(reference, encodePng(pair.reference));
  Item item;
  item.path = test.string();
  item.reference = reference.string();
  item.sha256 = sha256Hex(bytes);
  item.width = item.height = boardSide;
  item.channels = 1;
  item.status = LabelStatus::Labelled;
  item.source = sourceName;
  item.group = pair.family;
  for (const BoardDefect& defect : pair.defects)
    item.annotations.push_back({AnnotationId{}, defect.className, defect.box, Origin::Imported});
  return item;
}

}  // namespace

std::vector<Item> generateBoards(const fs::path& folder, int count, uint64_t seed, const Progress& progress) {
  require(count > 0 && count <= 100000, "the number of boards is " + std::to_string(count) + "; expected 1 to 100000", "count", Code::BadOption);
  const fs::path target = fs::absolute(folder).lexically_normal();
  std::vector<Item> items(static_cast<std::size_t>(count));
  parallelFor(count, progress, "drawing boards", [&](int64_t i) {
    items[std::size_t(i)] = storePair(makeGoodPair(deriveSeed(deriveSeed(seed, "board"), uint64_t(i))), target, int(i) + 1);
  });
  return items;
}

void splitSample(std::vector<Item>& items, uint64_t seed) {
  std::vector<std::size_t> order(items.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  Random random(deriveSeed(seed, "split"));
  random.shuffle(std::span<std::size_t>(order));
  const std::size_t n = items.size();
  const std::size_t valid = n < 3 ? 0 : std::max<std::size_t>(1, n / 10), test = n < 2 ? 0 : std::max<std::size_t>(1, n * 3 / 10);
  for (std::size_t i = 0; i < n; ++i)
    items[order[i]].split = i < test ? Split::Test : i < test + valid ? Split::Valid : Split::Train;
}

Project createSampleBoards(const fs::path& folder, int count, uint64_t seed, const Progress& progress) {
  FreshFolder fresh(folder);
  Project project = createProject(folder, "detection");
  std::vector<Item> items = generateBoards(project.imagesFolder(), count, seed, progress);
  splitSample(items, seed);
  Format drawn{sourceName, "", {ItemKind::Image}, {}, {}};
  drawn.read = [&](const fs::path&, const ImportOptions&, const Progress&) {
    return ImportedSet{{"open", "short", "mousebite", "spur", "copper", "pin-hole"}, items, {}};
  };
  Database database(project.databaseFile(), OpenMode::ReadWrite);
  importItems(project, database, drawn, project.imagesFolder(), {}, progress);
  fresh.keep();
  return project;
}

}  // namespace assay
