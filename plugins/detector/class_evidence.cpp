// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/class_evidence.h"

#include <cmath>

#include <ATen/Parallel.h>

#include "plugins/detector/defect_pieces.h"

namespace assay::detector {

namespace {

constexpr int contextPx = 10;
constexpr int64_t boxesATask = 8;
constexpr int64_t enoughObservations = 12;
constexpr double leastTrust = 0.7, mostTrust = 0.98;

}  // namespace

std::optional<BoardDefect> observedDefect(const Box& box, const PlaneView& test, const PlaneView& reference) {
  const DefectPiece piece = cutPiece({0, box}, test, reference);
  if (piece.mask.empty()) return std::nullopt;
  const int left = int(std::lround(box.x1 + piece.margins[0])), top = int(std::lround(box.y1 + piece.margins[1]));
  const int x = std::max(left - contextPx, 0), y = std::max(top - contextPx, 0);
  Image material = cutOut(reference, x, y, left + piece.mask.width() + contextPx - x, top + piece.mask.height() + contextPx - y);
  for (std::size_t i = 0; i < material.byteCount(); ++i) material.data()[i] = material.data()[i] > 127 ? 255 : 0;
  Image blob(material.width(), material.height(), 1);
  for (int row = 0; row < piece.mask.height(); ++row)
    std::copy_n(piece.mask.row(row), piece.mask.width(), blob.row(top - y + row) + (left - x));
  return classifyChange(material, blob, piece.adds);
}

ClassEvidence::ClassEvidence(std::array<int, boardDefectCount> classes, int64_t agreeing, int64_t clear)
    : classes_(classes), agreeing_(agreeing), clear_(clear) {
  if (clear < enoughObservations) return;
  const double share = double(agreeing + 1) / double(clear + 2);
  trust_ = share < leastTrust ? 0 : std::min(share, mostTrust);
}

Json ClassEvidence::toJson() const { return Json{{"agreeing", agreeing_}, {"clear", clear_}}; }

ClassEvidence ClassEvidence::fromJson(const Json& json, const std::vector<std::string>& classes, const std::string& where) {
  const auto numbers = boardClasses(classes);
  require(numbers.has_value(), "the checkpoint reads board defects, but the classes are others", where);
  const int64_t agreeing = member<int64_t>(json, "agreeing", where), clear = member<int64_t>(json, "clear", where);
  require(agreeing >= 0 && clear >= agreeing, "class_evidence has impossible counts", where);
  return {*numbers, agreeing, clear};
}

void ClassEvidence::refine(ScoredBox& box, const PlaneView& test, const PlaneView& reference) const {
  if (trust_ == 0 || box.probabilities.size() != std::size_t(boardDefectCount)) return;
  const auto observed = observedDefect(box.box, test, reference);
  if (!observed) return;
  const std::size_t number = std::size_t(classes_[std::size_t(*observed)]);
  float sum = 0;
  for (std::size_t c = 0; c < box.probabilities.size(); ++c)
    sum += box.probabilities[c] *= float(c == number ? trust_ : (1 - trust_) / (boardDefectCount - 1));
  for (float& p : box.probabilities) p /= sum;
  const auto best = std::max_element(box.probabilities.begin(), box.probabilities.end());
  box.classIndex = int(best - box.probabilities.begin());
  box.score = box.objectness * *best;
}

void ClassEvidence::refine(std::span<ScoredBox> boxes, const PlaneView& test, const PlaneView& reference) const {
  if (trust_ == 0) return;
  at::parallel_for(0, int64_t(boxes.size()), boxesATask, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) refine(boxes[std::size_t(i)], test, reference);
  });
}

}  // namespace assay::detector
