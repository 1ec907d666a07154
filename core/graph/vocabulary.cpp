// SPDX-License-Identifier: Apache-2.0
#include "core/graph/vocabulary.h"

#include <functional>
#include <limits>

#include "core/base/error.h"

namespace assay {

namespace {

constexpr std::size_t firstSlots = 16;

uint32_t hashOf(std::string_view name) {
  const uint64_t hash = std::hash<std::string_view>{}(name);
  return uint32_t(hash ^ hash >> 32);
}

}  // namespace

/// Where the name is, or the free slot where it would go. There always is a free one.
std::size_t Vocabulary::slotOf(std::string_view name, uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash & mask;; slot = (slot + 1) & mask) {
    const int32_t id = slots_[slot];
    if (id < 0 || (hashes_[std::size_t(id)] == hash && names_[std::size_t(id)] == name)) return slot;
  }
}

void Vocabulary::grow() {
  slots_.assign(slots_.empty() ? firstSlots : slots_.size() * 2, -1);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t id = 0; id < hashes_.size(); ++id) {
    std::size_t slot = hashes_[id] & mask;
    while (slots_[slot] >= 0) slot = (slot + 1) & mask;
    slots_[slot] = int32_t(id);
  }
}

int32_t Vocabulary::add(std::string_view name) {
  if (names_.size() * 2 >= slots_.size()) grow();
  const uint32_t hash = hashOf(name);
  const std::size_t slot = slotOf(name, hash);
  if (slots_[slot] >= 0) return slots_[slot];
  require(names_.size() < std::size_t(std::numeric_limits<int32_t>::max()), "there are more than 2147483646 different names");
  slots_[slot] = int32_t(names_.size());
  names_.emplace_back(name);
  hashes_.push_back(hash);
  return slots_[slot];
}

std::optional<int32_t> Vocabulary::find(std::string_view name) const {
  if (slots_.empty()) return std::nullopt;
  const int32_t id = slots_[slotOf(name, hashOf(name))];
  return id < 0 ? std::nullopt : std::optional(id);
}

const std::string& Vocabulary::name(int32_t id) const {
  require(id >= 0 && id < size(), "there is no name with the id " + std::to_string(id), {}, Code::Internal);
  return names_[std::size_t(id)];
}

}  // namespace assay
