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

std::vector<const Item*> drawn(std::vector<const Item*> items, double fraction, uint64_t seed) {
  const auto count = std::clamp<std::size_t>(std::size_t(std::lround(fraction * double(items.size()))), 1, items.size() - 1);
  Random random(deriveSeed(seed, "held out"));
  random.shuffle(std::span<const Item*>(items));
  items.resize(count);
  return items;
}

/// Shuffled, then class by class: every folds-th image is of one part.
std::vector<const Item*> partOf(std::vector<const Item*> items, const HoldOut& holdOut) {
  Random random(deriveSeed(holdOut.seed, "folds"));
  random.shuffle(std::span<const Item*>(items));
  const auto firstClass = [](const Item* item) { return item->annotations.empty() ? std::string() : item->annotations.front().className; };
  std::stable_sort(items.begin(), items.end(), [&](const Item* a, const Item* b) { return firstClass(a) < firstClass(b); });
  std::vector<const Item*> part;
  for (std::size_t i = std::size_t(holdOut.fold - 1); i < items.size(); i += std::size_t(holdOut.folds)) part.push_back(items[i]);
  return part;
}

/// Of the training part's labelled images.
std::vector<const Item*> heldOutOf(const std::vector<const Item*>& items, const HoldOut& holdOut) {
  if (holdOut.isByTurns()) return holdOut.fold == 0 ? std::vector<const Item*>() : partOf(items, holdOut);
  return holdOut.fraction <= 0 || items.size() < 2 ? std::vector<const Item*>() : drawn(items, holdOut.fraction, holdOut.seed);
}

}  // namespace

LabelledItems labelledItems(const Snapshot& data, const HoldOut& holdOut) {
  LabelledItems out{labelledIn(data, Split::Train), labelledIn(data, Split::Valid)};
  if (!out.valid.empty()) return out;
  const std::vector<const Item*> chosen = heldOutOf(out.train, holdOut);
  const std::set<const Item*> held(chosen.begin(), chosen.end());
  std::erase_if(out.train, [&](const Item* item) {
    if (!held.contains(item)) return false;
    out.valid.push_back(item);
    return true;
  });
  return out;
}

std::vector<const Item*> itemsToJudge(const Snapshot& data, Split split, const HoldOut& holdOut) {
  if (split == Split::Train) return labelledItems(data, holdOut).train;
  if (split == Split::Valid) return labelledItems(data, holdOut).valid;
  return labelledIn(data, split);
}

std::vector<const Item*> cleanItems(const Snapshot& data, const HoldOut& holdOut) {
  std::vector<const Item*> items = itemsToJudge(data, Split::Train, holdOut);
  std::erase_if(items, [](const Item* item) { return !item->annotations.empty(); });
  return items;
}

std::vector<const Item*> unlabelledImages(const Snapshot& data) {
  return imagesIn(data, Split::Train, [](const Item& item) { return item.status != LabelStatus::Labelled; });
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
