// SPDX-License-Identifier: Apache-2.0
// Labels and dataset versions out of a seed, for property tests.
#pragma once

#include "core/base/random_seed.h"
#include "core/labels/snapshot.h"

namespace assay {

inline Shape randomShape(Random& random) {
  const auto number = [&] { return random.uniform(-10, 700); };
  switch (random.below(4)) {
    case 0: return RotatedBox{{number(), number()}, number(), number(), random.uniform(-3, 3)};
    case 1: {
      Polygon polygon;
      for (int64_t n = random.between(3, 8); n > 0; --n) polygon.points.push_back({number(), number()});
      return polygon;
    }
    case 2: {
      const uint32_t first = uint32_t(random.below(13));
      return Mask{int(random.below(50)), int(random.below(50)), 3, 4, {first, 12 - first}};
    }
    default: {
      const double x = number(), y = number();
      return Box{x, y, x + random.uniform(1, 100), y + double(random.between(1, 100))};
    }
  }
}

inline Annotation randomLabel(Random& random) {
  static const char* names[] = {"open", "short", "mouse bite", "\xE5\xBC\x80\xE8\xB7\xAF", "a\"b\\c"};
  return {{}, names[random.below(5)], randomShape(random), Origin(random.below(3))};
}

inline Item randomItem(Random& random, int number) {
  Item item;
  item.path = "images/" + std::to_string(random.below(1000)) + "_" + std::to_string(number) + ".png";
  if (random.chance(0.5)) item.reference = "images/r.png";
  item.sha256 = std::string(64, char('a' + random.below(6)));
  item.width = int(random.between(1, 5000));
  item.height = int(random.between(1, 5000));
  item.channels = random.chance(0.5) ? 1 : 3;
  item.bitDepth = random.chance(0.5) ? 8 : 16;
  item.split = Split(random.below(4));
  item.status = LabelStatus(random.below(3));
  if (random.chance(0.3)) item.group = "lot " + std::to_string(random.below(9));
  for (int64_t n = random.below(6); n > 0; --n) item.annotations.push_back(randomLabel(random));
  return item;
}

inline Snapshot randomSnapshot(Random& random) {
  Snapshot snapshot{"detection", {"open", "short"}, {}};
  const int count = int(random.below(12));
  for (int i = 0; i < count; ++i) snapshot.items.push_back(randomItem(random, i));
  return snapshot;
}

}  // namespace assay
