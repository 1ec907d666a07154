// SPDX-License-Identifier: Apache-2.0
#include "core/project/split.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/random_seed.h"
#include "core/store/item_table.h"
#include "core/store/split_table.h"

namespace assay {

namespace {

struct Placed {
  const Item* item;
  ItemPlacement place;
  bool isLabelled() const { return item->status != LabelStatus::Unlabelled; }
};

void requireShares(const SplitPlan& plan) {
  const auto share = [](double value, const char* name) {
    require(std::isfinite(value) && value >= 0 && value <= 1, std::string("`") + name + "` is outside 0 to 1", name, Code::BadOption);
  };
  share(plan.train, "train");
  share(plan.valid, "valid");
  require(plan.train + plan.valid <= 1 + 1e-9, "the shares for training and validation add up to more than 1", "train", Code::BadOption);
  require(!plan.labelled || *plan.labelled > 0, "at least one item must keep its labels", "labelled", Code::BadOption);
}

/// A file of triples or sentences is all of a part; drawn by chance, the whole of training could become the test.
bool canBeDrawn(ItemKind kind) { return kind == ItemKind::Image || kind == ItemKind::Table; }

/// By path, because ids depend on the order of import.
std::vector<Item> itemsByPath(Database& database) {
  std::vector<Item> items = listItems(database, With::ItemsOnly);
  std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return a.path < b.path; });
  return items;
}

/// Part of n, rounded; a part that was asked for gets an item when there are at least three.
std::size_t partOf(std::size_t n, double share) {
  const auto part = static_cast<std::size_t>(std::llround(share * static_cast<double>(n)));
  return n >= 3 && share > 1e-9 ? std::clamp<std::size_t>(part, 1, n) : part;
}

void draw(std::vector<Placed*>& open, const SplitPlan& plan) {
  Random random(deriveSeed(plan.seed, "split"));
  random.shuffle(std::span<Placed*>(open));
  const std::size_t n = open.size(), test = std::min(n, partOf(n, 1 - plan.train - plan.valid));
  const std::size_t valid = std::min(n - test, partOf(n, plan.valid));
  for (std::size_t i = 0; i < n; ++i) {
    open[i]->place.split = i < test ? Split::Test : i < test + valid ? Split::Valid : Split::Train;
    open[i]->place.isDrawn = true;
  }
}

void withhold(std::vector<Placed>& placed, const SplitPlan& plan) {
  std::vector<Placed*> labelled;
  for (Placed& p : placed)
    if (p.isLabelled() && p.place.split == Split::Train) labelled.push_back(&p);
  const auto count = static_cast<std::size_t>(*plan.labelled);
  require(count <= labelled.size(), "`" + std::to_string(count) + "` is more than the " + std::to_string(labelled.size()) +
                                        " labelled items of the training part", "labelled", Code::BadOption);
  Random random(deriveSeed(plan.seed, "labelled"));
  random.shuffle(std::span<Placed*>(labelled));
  for (std::size_t i = count; i < labelled.size(); ++i) labelled[i]->place.status = LabelStatus::Withheld;
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
  if (plan.labelled) withhold(placed, plan);
  std::vector<ItemPlacement> placements;
  for (const Placed& p : placed) placements.push_back(p.place);
  placeItems(database, placements);
  transaction.commit();
  return reportOf(placed);
}

}  // namespace assay
