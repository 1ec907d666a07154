// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/graph/triple.h"

namespace assay {

/// Finds a triple in a vector that the caller keeps; 16 to 32 bytes a triple beside it.
class TripleIndex {
 public:
  explicit TripleIndex(const std::vector<Triple>& triples) : triples_(triples) {
    while (count_ < triples_.size()) addNext();
  }

  bool contains(const Triple& triple) const { return !slots_.empty() && slots_[slotOf(triple)] >= 0; }
  /// Takes up what the caller has appended to the vector since: one triple, not in it before.
  void addNext() {
    if (count_ * 2 >= slots_.size()) grow();
    slots_[slotOf(triples_[count_])] = int64_t(count_);
    ++count_;
  }

 private:
  std::size_t slotOf(const Triple& triple) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = hashOf(triple) & mask;
    while (slots_[slot] >= 0 && triples_[std::size_t(slots_[slot])] != triple) slot = (slot + 1) & mask;
    return slot;
  }
  void grow() {
    slots_.assign(slots_.empty() ? 64 : slots_.size() * 2, -1);
    for (std::size_t i = 0; i < count_; ++i) slots_[slotOf(triples_[i])] = int64_t(i);
  }

  const std::vector<Triple>& triples_;
  std::vector<int64_t> slots_;   // open addressing, a power of two, at most half full; -1: free
  std::size_t count_ = 0;
};

}  // namespace assay
