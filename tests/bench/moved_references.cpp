// SPDX-License-Identifier: Apache-2.0
// bench_moved_references OUT PIXELS DEGREES (REFERENCE NAMED)...: references moved by up to so many px in each direction and turned by up to so
// many degrees about their middle, drawn by the file's place in the list; written to OUT under the name of NAMED. Grey; edges are repeated.
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <numbers>

#include "core/base/random_seed.h"
#include "core/imaging/decode.h"
#include "core/imaging/transform.h"
#include "plugins/detector/turn_search.h"

using namespace assay;
namespace fs = std::filesystem;

namespace {

/// From positions of the moved picture to those of the one that is there.
Affine randomMove(const Image& image, double pixels, double degrees, Random& random) {
  const double angle = random.uniform(-degrees, degrees) * std::numbers::pi / 180, c = std::cos(angle), s = std::sin(angle);
  const double x = image.width() / 2.0, y = image.height() / 2.0;
  const double dx = double(random.between(int64_t(-pixels), int64_t(pixels))), dy = double(random.between(int64_t(-pixels), int64_t(pixels)));
  return {c, -s, x - c * x + s * y + dx, s, c, y - s * x - c * y + dy};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4 || argc % 2 != 0) return 2;
  const fs::path out = argv[1];
  fs::create_directories(out);
  for (int i = 4; i < argc; i += 2) {
    Random random(deriveSeed(0, uint64_t(i)));
    const Image image = toGrey(decodeImage(argv[i]));
    writePng(detector::turnedReference(image, randomMove(image, std::atof(argv[2]), std::atof(argv[3]), random)), out / fs::path(argv[i + 1]).filename());
  }
  std::printf("{\"references\": %d}\n", (argc - 4) / 2);
}
