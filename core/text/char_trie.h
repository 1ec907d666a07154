// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/export.h"

namespace assay {

/// Words of folded characters and a number for each. A step costs one look into a table, so a walk along a text is as
/// fast as the text is long. Reading from several threads is safe, adding is not.
class ASSAY_CORE_API CharTrie {
 public:
  static constexpr int32_t none = -1;
  static constexpr int32_t root = 0;

  CharTrie();
  /// The word's number: `next` when it is new, else the one that it has. `word` is not empty.
  int32_t add(std::u32string_view word, int32_t next);

  /// The node one character on, or `none`.
  int32_t step(int32_t node, char32_t c) const {
    const uint64_t key = keyOf(node, c);
    for (std::size_t slot = slotOf(key);; slot = (slot + 1) & (keys_.size() - 1)) {
      if (keys_[slot] == key) return targets_[slot];
      if (keys_[slot] == free) return none;
    }
  }
  /// The number of the word that ends at the node, or `none`.
  int32_t wordAt(int32_t node) const { return words_[std::size_t(node)]; }

 private:
  static constexpr uint64_t free = ~uint64_t{0};
  static uint64_t keyOf(int32_t node, char32_t c) { return uint64_t(uint32_t(node)) << 21 | c; }
  std::size_t slotOf(uint64_t key) const { return std::size_t((key * 0x9E3779B97F4A7C15ull) >> shift_); }
  int32_t stepOrAdd(int32_t node, char32_t c);
  void put(uint64_t key, int32_t target);
  void grow();

  std::vector<uint64_t> keys_;      // open addressing, a power of two, at most half full
  std::vector<int32_t> targets_;
  std::vector<int32_t> words_;      // by node
  int shift_ = 0;
};

}  // namespace assay
