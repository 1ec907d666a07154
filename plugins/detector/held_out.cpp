// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/held_out.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/base/random_seed.h"
#include "core/labels/name_number.h"

namespace assay::detector {

namespace {

constexpr std::size_t usualRun = 10;   // clean images that are held out side by side

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

std::string folderOf(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

std::size_t shareOf(std::size_t count, double fraction) { return std::size_t(std::lround(fraction * double(count))); }

/// Of two or more: one is held out, and one is left.
std::size_t oneAtLeast(std::size_t count, double fraction) { return std::clamp<std::size_t>(shareOf(count, fraction), 1, count - 1); }

/// Enough to judge whole images by, where enough to be remembered are left.
std::size_t cleanHeldOut(std::size_t count, double fraction) {
  const std::size_t share = shareOf(count, fraction);
  return count >= fewestRemembered + fewestCleanHeldOut ? std::clamp(share, fewestCleanHeldOut, count - fewestRemembered) : share;
}

std::vector<const Item*> drawn(std::vector<const Item*> items, std::size_t count, uint64_t seed) {
  Random random(deriveSeed(seed, "held out"));
  random.shuffle(std::span<const Item*>(items));
  items.resize(count);
  return items;
}

/// `count` items as a few runs, one somewhere in each equal part of the list.
std::vector<const Item*> drawnRuns(std::vector<const Item*> items, std::size_t count, uint64_t seed) {
  sortByNumber(items);
  Random random(deriveSeed(seed, "held-out runs"));
  const std::size_t runs = std::max<std::size_t>(1, count / usualRun);
  std::vector<const Item*> chosen;
  for (std::size_t run = 0; run < runs; ++run) {
    const std::size_t begin = run * items.size() / runs, end = (run + 1) * items.size() / runs;
    const std::size_t length = std::min((run + 1) * count / runs - run * count / runs, end - begin);
    const auto first = items.begin() + std::ptrdiff_t(begin + std::size_t(random.below(int64_t(end - begin - length + 1))));
    chosen.insert(chosen.end(), first, first + std::ptrdiff_t(length));
  }
  return chosen;
}

struct Apart {
  std::vector<const Item*> clean, others;
};

/// Where clean images are no more alike than others, they are among these.
Apart apart(const std::vector<const Item*>& items, const HoldOut& holdOut) {
  Apart parts;
  for (const Item* item : items) (holdOut.cleanByRuns && item->annotations.empty() ? parts.clean : parts.others).push_back(item);
  return parts;
}

/// A share of the images by chance, and one of the clean ones in runs.
std::vector<const Item*> shareBy(const std::vector<const Item*>& items, const HoldOut& holdOut) {
  const auto [clean, others] = apart(items, holdOut);
  std::vector<const Item*> chosen = drawnRuns(clean, cleanHeldOut(clean.size(), holdOut.fraction), holdOut.seed);
  if (others.size() < 2) return chosen;
  const std::vector<const Item*> more = drawn(others, oneAtLeast(others.size(), holdOut.fraction), holdOut.seed);
  chosen.insert(chosen.end(), more.begin(), more.end());
  return chosen;
}

/// Shuffled, then class by class: every folds-th image is of one part; of the clean ones, one of so many runs.
std::vector<const Item*> partOf(const std::vector<const Item*>& items, const HoldOut& holdOut) {
  auto [clean, others] = apart(items, holdOut);
  Random random(deriveSeed(holdOut.seed, "folds"));
  random.shuffle(std::span<const Item*>(others));
  const auto firstClass = [](const Item* item) { return item->annotations.empty() ? std::string() : item->annotations.front().className; };
  std::stable_sort(others.begin(), others.end(), [&](const Item* a, const Item* b) { return firstClass(a) < firstClass(b); });
  std::vector<const Item*> part;
  const std::size_t folds = std::size_t(holdOut.folds), fold = std::size_t(holdOut.fold - 1);
  for (std::size_t i = fold; i < others.size(); i += folds) part.push_back(others[i]);
  sortByNumber(clean);
  for (std::size_t i = fold * clean.size() / folds; i < (fold + 1) * clean.size() / folds; ++i) part.push_back(clean[i]);
  return part;
}

/// Of the training part's labelled images.
std::vector<const Item*> heldOutOf(const std::vector<const Item*>& items, const HoldOut& holdOut) {
  if (holdOut.isByTurns()) return holdOut.fold == 0 ? std::vector<const Item*>() : partOf(items, holdOut);
  return holdOut.fraction <= 0 ? std::vector<const Item*>() : shareBy(items, holdOut);
}

}  // namespace

void sortByNumber(std::vector<const Item*>& items) {
  std::map<int64_t, std::string> folders;
  const bool startsAnew = std::any_of(items.begin(), items.end(), [&](const Item* item) {
    const std::string folder = folderOf(item->path);
    return folders.emplace(numberInName(item->path), folder).first->second != folder;
  });
  std::stable_sort(items.begin(), items.end(), [&](const Item* a, const Item* b) {
    const int64_t first = numberInName(a->path), second = numberInName(b->path);
    return startsAnew ? std::make_pair(folderOf(a->path), first) < std::make_pair(folderOf(b->path), second) : first < second;
  });
}

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
