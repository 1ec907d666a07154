// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/gallery/item_index.h"

#include <map>

namespace assay {

void ItemIndex::load(const std::vector<Item>& items, const std::vector<ClassCount>& counts) {
  items_ = &items;
  classes_.clear();
  for (const ClassCount& count : counts) classes_[count.item].emplace_back(count.className, count.count);
}

void ItemIndex::update(ItemId item, const std::vector<Annotation>& annotations) {
  std::map<std::string, int> counts;
  for (const Annotation& annotation : annotations) ++counts[annotation.className];
  classes_[item].assign(counts.begin(), counts.end());
}

const std::vector<std::pair<std::string, int>>& ItemIndex::classesOf(ItemId item) const {
  static const std::vector<std::pair<std::string, int>> none;
  const auto it = classes_.find(item);
  return it == classes_.end() ? none : it->second;
}

std::vector<QuerySubject> ItemIndex::subjects() const {
  std::vector<QuerySubject> result;
  if (!items_) return result;
  result.reserve(items_->size());
  for (const Item& item : *items_) result.push_back({&item, &classesOf(item.id)});
  return result;
}

std::vector<ItemId> ItemIndex::matching(const Query& query) const {
  std::vector<ItemId> result;
  for (const QuerySubject& subject : subjects())
    if (query.matches(subject)) result.push_back(subject.item->id);
  return result;
}

FacetCounts ItemIndex::facets(const Query& query, const std::vector<std::string>& classOrder) const {
  return countFacets(subjects(), query, classOrder);
}

}  // namespace assay
