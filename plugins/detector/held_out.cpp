// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/held_out.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/random_seed.h"

namespace assay::detector {

namespace {

/// By path: a draw must not depend on the order in which items were read.
template <class Holds>
std::vector<const Item*> imagesIn(const Snapshot& data, Split split, Holds holds) {
  std::vector<const Item*> items;
  for (const Item& item : data.items)
    if (item.kind == ItemKind::Image && item.split == split && holds(item)) items.push_back(&item);
  std::sort(items.begin(), items.end(), [](const Item* a, const Item* b) { return a->path < b->path; });
  return items;
}

std::vector<const Item*> labelledIn(const Snapshot& data, Split split) {
  return imagesIn(data, split, [](const Item& item) { return item.status == LabelStatus::Labelled; });
}

}  // namespace

LabelledItems labelledItems(const Snapshot& data, double fraction, uint64_t seed) {
  LabelledItems out{labelledIn(data, Split::Train), labelledIn(data, Split::Valid)};
  if (!out.valid.empty() || fraction <= 0 || out.train.size() < 2) return out;
  const auto count = std::clamp<std::size_t>(std::size_t(std::lround(fraction * double(out.train.size()))), 1, out.train.size() - 1);
  std::vector<const Item*> order = out.train;
  Random random(deriveSeed(seed, "held out"));
  random.shuffle(std::span<const Item*>(order));
  const std::set<const Item*> held(order.begin(), order.begin() + std::ptrdiff_t(count));
  std::erase_if(out.train, [&](const Item* item) {
    if (!held.contains(item)) return false;
    out.valid.push_back(item);
    return true;
  });
  return out;
}

std::vector<const Item*> itemsToJudge(const Snapshot& data, Split split, double fraction, uint64_t seed) {
  if (split == Split::Train) return labelledItems(data, fraction, seed).train;
  if (split == Split::Valid) return labelledItems(data, fraction, seed).valid;
  return labelledIn(data, split);
}

std::vector<const Item*> cleanItems(const Snapshot& data, double fraction, uint64_t seed) {
  std::vector<const Item*> items = itemsToJudge(data, Split::Train, fraction, seed);
  std::erase_if(items, [](const Item* item) { return !item->annotations.empty(); });
  return items;
}

std::vector<const Item*> unlabelledPairs(const Snapshot& data) {
  return imagesIn(data, Split::Train, [](const Item& item) { return item.status != LabelStatus::Labelled && !item.reference.empty(); });
}

std::vector<const Item*> evenlySpread(const std::vector<const Item*>& items, std::size_t count) {
  if (items.size() <= count) return items;
  std::vector<const Item*> some;
  for (std::size_t i = 0; i < count; ++i) some.push_back(items[i * items.size() / count]);
  return some;
}

}  // namespace assay::detector
