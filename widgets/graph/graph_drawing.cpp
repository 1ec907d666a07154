// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/graph_drawing.h"

#include <algorithm>
#include <cmath>

namespace assay {

namespace {

constexpr double goldenAngle = 2.39996322972865332;   // radians: new nodes around one spread without overlap

quint64 pairKey(int a, int b) { return quint64(quint32(std::min(a, b))) << 32 | quint32(std::max(a, b)); }

}  // namespace

std::optional<int> GraphDrawing::nodeOf(int32_t entity) const {
  const auto it = nodeOf_.constFind(entity);
  return it == nodeOf_.cend() ? std::nullopt : std::optional(*it);
}

int GraphDrawing::add(const DrawnNode& node, std::optional<int> beside) {
  if (const auto present = nodeOf(node.entity)) return *present;
  const double angle = double(nodes_.size()) * goldenAngle;
  const double radius = beside ? ForceLayout::linkLength * 0.6 : 12 * std::sqrt(double(nodes_.size()));
  const QPointF centre = beside ? layout_.position(*beside) : QPointF();
  const int number = layout_.addNode(centre + radius * QPointF(std::cos(angle), std::sin(angle)));
  nodes_.push_back(node);
  nodeOf_.insert(node.entity, number);
  layout_.warm();
  return number;
}

int GraphDrawing::linkBetween(int a, int b) const { return linkOf_.value(pairKey(a, b), -1); }

void GraphDrawing::addFact(const Triple& fact, const QString& relation) {
  const auto head = nodeOf(fact.head), tail = nodeOf(fact.tail);
  if (!head || !tail || *head == *tail) return;
  int number = linkBetween(*head, *tail);
  if (number >= 0 && links_[std::size_t(number)].isPredicted()) links_[std::size_t(number)] = {*head, *tail, {}, {}, {}};   // it is known now
  if (number < 0) {
    number = int(links_.size());
    links_.push_back({*head, *tail, {}, {}, {}});
    linkOf_.insert(pairKey(*head, *tail), number);
    layout_.addLink(*head, *tail);
    layout_.warm();
  }
  DrawnLink& link = links_[std::size_t(number)];
  if (std::find(link.relations.begin(), link.relations.end(), fact.relation) != link.relations.end()) return;
  link.relations.push_back(fact.relation);
  link.text += (link.text.isEmpty() ? QString() : QStringLiteral(", ")) + relation;
}

void GraphDrawing::addPrediction(const Triple& fact, const QString& relation, double score) {
  const auto head = nodeOf(fact.head), tail = nodeOf(fact.tail);
  if (!head || !tail || *head == *tail || linkBetween(*head, *tail) >= 0) return;
  linkOf_.insert(pairKey(*head, *tail), int(links_.size()));
  links_.push_back({*head, *tail, {}, relation, score});
  layout_.addLink(*head, *tail);
  layout_.warm();
}

void GraphDrawing::clear() { *this = {}; }

void GraphDrawing::clearPredictions() {
  for (const DrawnLink& link : links_)
    if (link.isPredicted()) layout_.removeLink(link.from, link.to);
  std::erase_if(links_, [](const DrawnLink& link) { return link.isPredicted(); });
  linkOf_.clear();
  for (int i = 0; i < int(links_.size()); ++i) linkOf_.insert(pairKey(links_[std::size_t(i)].from, links_[std::size_t(i)].to), i);
}

}  // namespace assay
