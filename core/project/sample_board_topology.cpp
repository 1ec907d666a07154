// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "core/imaging/transform.h"
#include "core/project/sample_board_defects.h"

namespace assay {

namespace {

constexpr int64_t smallestChange = 14;   ///< pixels; less would drown in the edge noise
constexpr int64_t smallestPiece = 30;    ///< a smaller rest of a cut conductor is debris, not a conductor

Image combine(const Image& a, const Image& b, bool (*keep)(bool, bool)) {
  Image out(a.width(), a.height(), 1);
  for (std::size_t i = 0; i < out.byteCount(); ++i) out.data()[i] = keep(a.data()[i] != 0, b.data()[i] != 0) ? 255 : 0;
  return out;
}

Image without(const Image& a, const Image& b) { return combine(a, b, [](bool x, bool y) { return x && !y; }); }
bool overlaps(const Image& a, const Image& b) {
  for (std::size_t i = 0; i < a.byteCount(); ++i)
    if (a.data()[i] != 0 && b.data()[i] != 0) return true;
  return false;
}
int64_t area(const Image& a) {
  int64_t n = 0;
  for (std::size_t i = 0; i < a.byteCount(); ++i) n += a.data()[i] != 0;
  return n;
}

std::set<int> touched(const Labelling& regions, const Image& by) {
  std::set<int> labels;
  for (std::size_t i = 0; i < by.byteCount(); ++i)
    if (by.data()[i] != 0 && regions.labels[i] != 0) labels.insert(regions.labels[i]);
  return labels;
}

Image inverted(const Image& a) { return combine(a, a, [](bool x, bool) { return !x; }); }
std::size_t backgrounds(const Image& copper) { return connectedComponents(inverted(copper), Connectivity::Four).components.size(); }

std::optional<std::string> classOfAdded(const Image& before, const Image& after, const Image& added) {
  const Labelling conductors = connectedComponents(before, Connectivity::Eight);
  const std::size_t contacts = touched(conductors, dilate(added, 1)).size();
  // Nearly touching one more would be judged differently by different eyes.
  if (touched(conductors, dilate(added, 4)).size() != contacts) return std::nullopt;
  if (contacts >= 2) return "short";
  if (backgrounds(before) != backgrounds(after)) return std::nullopt;   // it closes a ring
  return contacts == 0 ? "copper" : "spur";
}

std::optional<std::string> classOfRemoved(const Image& before, const Image& after, const Image& removed) {
  if (touched(connectedComponents(before, Connectivity::Eight), removed).size() != 1) return std::nullopt;
  const Image outside = inverted(before);
  const bool reachesOutside = overlaps(dilate(removed, 1), outside);
  const Image ring = dilate(removed, 2);
  const Labelling rest = connectedComponents(after, Connectivity::Eight);
  const std::set<int> pieces = touched(rest, ring);
  for (const int piece : pieces)
    if (rest.components[std::size_t(piece - 1)].area < smallestPiece) return std::nullopt;
  if (pieces.size() >= 2) {
    const bool isWide = touched(connectedComponents(dilate(after, 1), Connectivity::Eight), ring).size() == pieces.size();
    return reachesOutside && isWide ? std::optional<std::string>("open") : std::nullopt;
  }
  if (pieces.size() != 1) return std::nullopt;
  // What is left must still be a conductor when one pixel of its edge is lost.
  const Image thin = erode(after, 1);
  if (touched(connectedComponents(thin, Connectivity::Eight), dilate(removed, 4)).size() != 1) return std::nullopt;
  if (!reachesOutside) {
    if (overlaps(dilate(removed, 2), outside) || backgrounds(after) != backgrounds(before) + 1) return std::nullopt;
    return "pin-hole";
  }
  return backgrounds(after) == backgrounds(before) ? std::optional<std::string>("mousebite") : std::nullopt;
}

}  // namespace

std::optional<std::string> defectClass(const Image& before, const Image& after) {
  const Image added = without(after, before), removed = without(before, after);
  const int64_t more = area(added), less = area(removed);
  if ((more > 0 && less > 0) || more + less < smallestChange) return std::nullopt;
  return more > 0 ? classOfAdded(before, after, added) : classOfRemoved(before, after, removed);
}

}  // namespace assay
