// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/board_topology.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "core/imaging/components.h"
#include "core/imaging/transform.h"

namespace assay::detector {

namespace {

constexpr int64_t smallestChange = 25;      // px: below it a person would not label it
constexpr double wholeShare = 0.9;          // of the changed pixels in one piece
constexpr int clearDistance = 3;            // px to the next island for "touches nothing"

std::string lettersOf(const std::string& name) {
  std::string letters;
  for (char c : name)
    if (std::isalpha(static_cast<unsigned char>(c))) letters += char(std::tolower(static_cast<unsigned char>(c)));
  return letters;
}

std::optional<BoardDefect> defectOfName(const std::string& name) {
  const std::string letters = lettersOf(name);
  if (letters == "open" || letters == "opencircuit") return BoardDefect::Open;
  if (letters == "short") return BoardDefect::Short;
  if (letters == "mousebite") return BoardDefect::Mousebite;
  if (letters == "spur") return BoardDefect::Spur;
  if (letters == "copper" || letters == "spuriouscopper") return BoardDefect::Copper;
  if (letters == "pinhole" || letters == "missinghole") return BoardDefect::PinHole;
  return std::nullopt;
}

/// Pixels where `keep(a, b)` holds, as a 0/255 mask.
template <class Keep>
Image combine(const Image& a, const Image& b, Keep keep) {
  Image out(a.width(), a.height(), 1);
  for (std::size_t i = 0; i < out.byteCount(); ++i) out.data()[i] = keep(a.data()[i] != 0, b.data()[i] != 0) ? 255 : 0;
  return out;
}

bool isOnePiece(const Image& mask) {
  const Labelling pieces = connectedComponents(mask, Connectivity::Eight);
  int64_t total = 0, largest = 0;
  for (const Component& c : pieces.components) {
    total += c.area;
    largest = std::max(largest, c.area);
  }
  return total >= smallestChange && double(largest) >= wholeShare * double(total);
}

struct Contact {
  std::size_t islands = 0, arcs = 0;
};

/// Islands of `ground` that lie within `distance` px of `changed`, and in how many separate arcs.
Contact contactOf(const Image& changed, const Image& ground, int distance) {
  const Image touching = combine(dilate(changed, distance), ground, [](bool near, bool g) { return near && g; });
  const Labelling islands = connectedComponents(ground, Connectivity::Eight);
  std::set<int> touched;
  for (std::size_t i = 0; i < touching.byteCount(); ++i)
    if (touching.data()[i]) touched.insert(islands.labels[i]);
  return {touched.size(), connectedComponents(touching, Connectivity::Eight).components.size()};
}

}  // namespace

bool addsMaterial(BoardDefect defect) {
  return defect == BoardDefect::Short || defect == BoardDefect::Spur || defect == BoardDefect::Copper;
}

std::optional<std::array<int, boardDefectCount>> boardClasses(const std::vector<std::string>& classes) {
  std::array<int, boardDefectCount> numbers;
  numbers.fill(-1);
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const auto defect = defectOfName(classes[i]);
    if (!defect) return std::nullopt;
    numbers[std::size_t(*defect)] = int(i);
  }
  if (std::count(numbers.begin(), numbers.end(), -1) > 0) return std::nullopt;
  return numbers;
}

std::optional<BoardDefect> classifyChange(const Image& material, const Image& blob, bool adds) {
  const Image changed = combine(material, blob, [&](bool m, bool b) { return b && m != adds; });
  if (!isOnePiece(changed)) return std::nullopt;
  // What the change may touch: copper when copper is added, background when it is removed.
  const Image ground = combine(material, changed, [&](bool m, bool c) { return !c && m == adds; });
  const Contact contact = contactOf(changed, ground, 1);
  if (contact.islands == 0) {
    if (contactOf(changed, ground, clearDistance).islands > 0) return std::nullopt;
    return adds ? BoardDefect::Copper : BoardDefect::PinHole;
  }
  if (contact.islands >= 2) return adds ? BoardDefect::Short : BoardDefect::Open;
  if (contact.arcs > 1) return std::nullopt;
  return adds ? BoardDefect::Spur : BoardDefect::Mousebite;
}

}  // namespace assay::detector
