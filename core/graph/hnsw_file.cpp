// SPDX-License-Identifier: Apache-2.0
// The graph's form on disk: entry, elements with their lowest links, levels, upper links.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "core/base/error.h"
#include "core/graph/hnsw_graph.h"

namespace assay {

namespace {

constexpr int32_t highestLevel = 32;

struct GraphHead {
  int32_t maxLevel = -1;
  uint32_t entry = 0;
};

}  // namespace

void HnswGraph::write(const Sink& sink) const {
  const GraphHead head{maxlevel_, enterpoint_node_};
  sink(&head, sizeof head);
  sink(data_level0_memory_, count() * size_data_per_element_);
  sink(element_levels_.data(), count() * sizeof(int));
  for (std::size_t i = 0; i < count(); ++i)
    if (element_levels_[i] > 0) sink(linkLists_[i], size_links_per_element_ * std::size_t(element_levels_[i]));
}

void HnswGraph::read(const Source& source, std::size_t elements, const std::string& place) {
  GraphHead head;
  source(&head, sizeof head);
  source(data_level0_memory_, elements * size_data_per_element_);
  source(element_levels_.data(), elements * sizeof(int));
  for (std::size_t i = 0; i < elements; ++i) {
    const float* vector = vectorAt(uint32_t(i));
    require(std::all_of(vector, vector + space_.padded(), [](float x) { return std::isfinite(x); }), "a vector of the index is not finite", place);
    const int level = element_levels_[i];
    require(level >= 0 && level <= highestLevel, "an element of the index has the level " + std::to_string(level), place);
    linkLists_[i] = level > 0 ? static_cast<char*>(std::calloc(1, size_links_per_element_ * std::size_t(level) + 1)) : nullptr;
    require(level == 0 || linkLists_[i] != nullptr, "there is not enough memory for the index", place, Code::Environment);
    cur_element_count = i + 1;   // what the destructor frees
    if (level > 0) source(linkLists_[i], size_links_per_element_ * std::size_t(level));
    require(label_lookup_.emplace(getExternalLabel(hnswlib::tableint(i)), hnswlib::tableint(i)).second, "a key of the index is there twice", place);
  }
  const bool isSound = elements == 0 ? head.maxLevel == -1
                                     : head.entry < elements && head.maxLevel >= 0 && head.maxLevel == element_levels_[head.entry];
  require(isSound, "the entry point of the index is wrong", place);
  maxlevel_ = head.maxLevel;
  enterpoint_node_ = elements == 0 ? std::numeric_limits<hnswlib::tableint>::max() : head.entry;
  checkLinks(place);
  for (uint32_t i = 0; i < elements; ++i)
    if (isMarkedDeleted(i)) {
      num_deleted_ += 1;
      deleted_elements.insert(i);
    }
}

void HnswGraph::checkList(const unsigned* list, int level, const std::string& place) const {
  const unsigned size = getListCount(const_cast<unsigned*>(list));
  if (size > (level == 0 ? maxM0_ : maxM_)) throw Error(Code::BadInput, "an element of the index has too many links", place);
  for (unsigned i = 1; i <= size; ++i)
    if (list[i] >= count() || element_levels_[list[i]] < level || element_levels_[list[i]] > maxlevel_)
      throw Error(Code::BadInput, "a link of the index leads outside", place);
}

void HnswGraph::checkLinks(const std::string& place) const {
  for (uint32_t i = 0; i < count(); ++i)
    for (int level = 0; level <= element_levels_[i]; ++level) checkList(get_linklist_at_level(i, level), level, place);
}

}  // namespace assay
