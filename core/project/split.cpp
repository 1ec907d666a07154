// SPDX-License-Identifier: Apache-2.0
#include "core/project/split.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/random_seed.h"
#include "core/labels/name_number.h"
#include "core/store/item_table.h"
#include "core/store/split_table.h"

namespace assay {

namespace {

struct Placed {
  const Item* item;
  ItemPlacement place;
  bool isLabelled() const { return item->status != LabelStatus::Unlabelled; }
  bool isClean() const { return isLabelled() && item->annotations.empty(); }
};

void requireShares(const SplitPlan& plan) {
  const auto share = [](double value, const char* name) {
    require(std::isfinite(value) && value >= 0 && value <= 1, std::string("`") + name + "` is outside 0 to 1", name, Code::BadOption);
  };
  share(plan.train, "train");
  share(plan.valid, "valid");
  require(plan.train + plan.valid <= 1 + 1e-9, "the shares for training and validation add up to more than 1", "train", Code::BadOption);
  require(!plan.labelled || *plan.labelled >= 0, "a number of labelled items is not below 0", "labelled", Code::BadOption);
  require(!plan.clean || *plan.clean >= 0, "a number of clean images is not below 0", "clean", Code::BadOption);
  require(plan.block >= 1, "a block holds at least one item", "block", Code::BadOption);
}

/// A file of triples or sentences is all of a part; drawn by chance, the whole of training could become the test.
bool canBeDrawn(ItemKind kind) { return kind == ItemKind::Image || kind == ItemKind::Table; }

/// By path, because ids depend on the order of import.
std::vector<Item> itemsByPath(Database& database) {
  std::vector<Item> items = listItems(database, With::Annotations);
  std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return a.path < b.path; });
  return items;
}

/// Part of n, rounded; a part that was asked for gets an item when there are at least three.
std::size_t partOf(std::size_t n, double share) {
  const auto part = static_cast<std::size_t>(std::llround(share * static_cast<double>(n)));
  return n >= 3 && share > 1e-9 ? std::clamp<std::size_t>(part, 1, n) : part;
}

using Block = std::vector<Placed*>;

/// Neighbours together; each item alone when blocks hold one.
std::vector<Block> blocksOf(std::vector<Placed*> open, int64_t size) {
  if (size > 1)
    std::stable_sort(open.begin(), open.end(), [](const Placed* a, const Placed* b) { return numberInName(a->item->path) < numberInName(b->item->path); });
  std::vector<Block> blocks;
  for (std::size_t i = 0; i < open.size(); ++i) {
    if (i % std::size_t(size) == 0) blocks.emplace_back();
    blocks.back().push_back(open[i]);
  }
  return blocks;
}

void draw(const std::vector<Placed*>& open, const SplitPlan& plan) {
  std::vector<Block> blocks = blocksOf(open, plan.block);
  Random random(deriveSeed(plan.seed, "split"));
  random.shuffle(std::span<Block>(blocks));
  const double shares[] = {1 - plan.train - plan.valid, plan.valid, plan.train};
  const auto parts = std::count_if(std::begin(shares), std::end(shares), [](double share) { return share > 1e-9; });
  const std::size_t n = blocks.size();
  require(plan.block == 1 || open.empty() || n >= std::size_t(parts), "blocks of " + std::to_string(plan.block) + " leave " + std::to_string(n) + " for " + std::to_string(parts) + " parts", "block",
          Code::BadOption);
  const std::size_t test = std::min(n, partOf(n, shares[0])), valid = std::min(n - test, partOf(n, shares[1]));
  for (std::size_t i = 0; i < n; ++i) {
    for (Placed* p : blocks[i]) {
      p->place.split = i < test ? Split::Test : i < test + valid ? Split::Valid : Split::Train;
      p->place.isDrawn = true;
    }
  }
}

/// The first `count` of a shuffle keep their labels.
void withhold(std::vector<Placed*> labelled, int64_t count, uint64_t seed, const std::string& what, const char* option) {
  require(count <= int64_t(labelled.size()), "`" + std::to_string(count) + "` is more than the " + std::to_string(labelled.size()) + " " + what +
                                                 " of the training part", option, Code::BadOption);
  Random random(seed);
  random.shuffle(std::span<Placed*>(labelled));
  for (std::size_t i = std::size_t(count); i < labelled.size(); ++i) labelled[i]->place.status = LabelStatus::Withheld;
}

void withhold(std::vector<Placed>& placed, const SplitPlan& plan) {
  std::vector<Placed*> all, clean, others;
  for (Placed& p : placed) {
    if (!p.isLabelled() || p.place.split != Split::Train) continue;
    all.push_back(&p);
    (p.isClean() ? clean : others).push_back(&p);
  }
  const uint64_t seed = deriveSeed(plan.seed, "labelled");
  if (plan.clean) withhold(clean, *plan.clean, deriveSeed(plan.seed, "clean"), "clean images", "clean");
  if (plan.labelled) withhold(plan.clean ? others : all, *plan.labelled, seed, plan.clean ? "images with a label" : "labelled items", "labelled");
}

SplitReport reportOf(const std::vector<Placed>& placed) {
  SplitReport report;
  for (const Placed& p : placed) {
    report.train += p.place.split == Split::Train;
    report.valid += p.place.split == Split::Valid;
    report.test += p.place.split == Split::Test;
    report.kept += !p.place.isDrawn;
    report.labelled += p.place.split == Split::Train && p.place.status == LabelStatus::Labelled;
    report.withheld += p.place.status == LabelStatus::Withheld;
  }
  return report;
}

}  // namespace

SplitReport splitItems(Database& database, const SplitPlan& plan) {
  requireShares(plan);
  Transaction transaction(database);
  const std::vector<Item> items = itemsByPath(database);
  require(!items.empty(), "the project has no items that could be split", database.file().parent_path().string());
  const std::set<ItemId> drawn = drawnItems(database);
  std::vector<Placed> placed;
  for (const Item& item : items) {
    if (!canBeDrawn(item.kind)) continue;
    const LabelStatus status = item.status == LabelStatus::Withheld ? LabelStatus::Labelled : item.status;
    placed.push_back({&item, {item.id, item.split, status, false}});
  }
  require(!placed.empty(), "the project has only files of triples, sentences and documents; which part a file is for is said when it is imported (--split)",
          database.file().parent_path().string());
  std::vector<Placed*> open;
  for (Placed& p : placed) {
    const bool isOfficial = p.item->split != Split::None && !drawn.contains(p.item->id);
    if (!isOfficial || plan.official == OfficialSplit::Redraw) open.push_back(&p);
  }
  draw(open, plan);
  withhold(placed, plan);
  std::vector<ItemPlacement> placements;
  for (const Placed& p : placed) placements.push_back(p.place);
  placeItems(database, placements);
  transaction.commit();
  return reportOf(placed);
}

}  // namespace assay
