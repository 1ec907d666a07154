// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/force_layout.h"

#include <algorithm>
#include <cmath>

namespace assay {

namespace {

constexpr double cooling = 0.985, settledBelow = 0.01;   // about 300 moves
constexpr float longestMove = 40;                        // pixels, when warm
constexpr float gravity = 0.02f;                         // keeps parts without a link between them on one page
constexpr float nearest = 4;                             // pixels: two nodes in one place part at a finite speed

}  // namespace

int ForceLayout::addNode(QPointF at) {
  x_.push_back(float(at.x()));
  y_.push_back(float(at.y()));
  isHeld_.push_back(false);
  degree_.push_back(0);
  return nodeCount() - 1;
}

void ForceLayout::addLink(int from, int to) {
  const std::pair<int, int> link = std::minmax(from, to);
  if (from == to || std::find(links_.begin(), links_.end(), link) != links_.end()) return;
  links_.push_back(link);
  ++degree_[std::size_t(from)];
  ++degree_[std::size_t(to)];
}

void ForceLayout::removeLink(int from, int to) {
  const std::pair<int, int> link = std::minmax(from, to);
  if (std::erase(links_, link) == 0) return;
  --degree_[std::size_t(from)];
  --degree_[std::size_t(to)];
}

void ForceLayout::hold(int node, QPointF at) {
  x_[std::size_t(node)] = float(at.x());
  y_[std::size_t(node)] = float(at.y());
  isHeld_[std::size_t(node)] = true;
}

void ForceLayout::warm(double warmth) { warmth_ = std::max(warmth_, warmth); }

void ForceLayout::step() {
  if (isSettled()) return;
  pushX_.assign(x_.size(), 0);
  pushY_.assign(y_.size(), 0);
  pushApart();
  pullTogether();
  const float most = longestMove * float(warmth_);
  for (std::size_t i = 0; i < x_.size(); ++i) {
    if (isHeld_[i]) continue;
    const float force = std::hypot(pushX_[i], pushY_[i]);
    const float share = force > most ? most / force : 1;
    x_[i] += pushX_[i] * share;
    y_[i] += pushY_[i] * share;
  }
  warmth_ *= cooling;
  if (warmth_ < settledBelow) warmth_ = 0;
}

/// Every pair from both ends: the loop over one row then has no branch and writes two sums, so that the compiler computes eight pairs at a time.
void ForceLayout::pushApart() {
  constexpr float strength = float(linkLength * linkLength) * 0.25f, least = nearest * nearest;
  const std::size_t count = x_.size();
  for (std::size_t i = 0; i < count; ++i) {
    const float x = x_[i], y = y_[i];
    float sumX = 0, sumY = 0;
    for (std::size_t j = 0; j < count; ++j) {
      const float dx = x - x_[j], dy = y - y_[j];
      const float push = strength / (dx * dx + dy * dy + least);
      sumX += dx * push;
      sumY += dy * push;
    }
    // Two nodes in exactly the same place know no direction; their numbers give one.
    pushX_[i] += sumX * 0.1f - gravity * x + 0.01f * float(int(i % 7) - 3);
    pushY_[i] += sumY * 0.1f - gravity * y + 0.01f * float(int(i % 5) - 2);
  }
}

/// A link of a hub pulls less, or its neighbours would lie in a heap.
void ForceLayout::pullTogether() {
  for (const auto& [a, b] : links_) {
    const std::size_t i = std::size_t(a), j = std::size_t(b);
    const float dx = x_[j] - x_[i], dy = y_[j] - y_[i];
    const float length = std::max(std::hypot(dx, dy), 1.f);
    const float weight = 0.5f / float(std::min(degree_[i], degree_[j]));
    const float pull = weight * (length - float(linkLength)) / length;
    const float share = float(degree_[j]) / float(degree_[i] + degree_[j]);   // the lighter end moves more
    pushX_[i] += dx * pull * share;
    pushY_[i] += dy * pull * share;
    pushX_[j] -= dx * pull * (1 - share);
    pushY_[j] -= dy * pull * (1 - share);
  }
}

}  // namespace assay
