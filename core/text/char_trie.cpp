// SPDX-License-Identifier: Apache-2.0
#include "core/text/char_trie.h"

#include "core/base/error.h"

namespace assay {

namespace {

constexpr int firstBits = 10;

}  // namespace

CharTrie::CharTrie() : keys_(std::size_t{1} << firstBits, free), targets_(keys_.size()), words_(1, none), shift_(64 - firstBits) {}

void CharTrie::put(uint64_t key, int32_t target) {
  std::size_t slot = slotOf(key);
  while (keys_[slot] != free) slot = (slot + 1) & (keys_.size() - 1);
  keys_[slot] = key;
  targets_[slot] = target;
}

void CharTrie::grow() {
  const std::vector<uint64_t> keys = std::move(keys_);
  const std::vector<int32_t> targets = std::move(targets_);
  keys_.assign(keys.size() * 2, free);
  targets_.assign(keys_.size(), none);
  --shift_;
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (keys[i] != free) put(keys[i], targets[i]);
}

int32_t CharTrie::stepOrAdd(int32_t node, char32_t c) {
  if (const int32_t next = step(node, c); next != none) return next;
  require(words_.size() < std::size_t(INT32_MAX), "the names have more than 2147483647 characters");
  if (words_.size() * 2 >= keys_.size()) grow();
  const auto next = int32_t(words_.size());
  words_.push_back(none);
  put(keyOf(node, c), next);
  return next;
}

int32_t CharTrie::add(std::u32string_view word, int32_t next) {
  require(!word.empty(), "a word of a trie has no character", {}, Code::Internal);
  int32_t node = root;
  for (const char32_t c : word) node = stepOrAdd(node, c);
  int32_t& number = words_[std::size_t(node)];
  if (number == none) number = next;
  return number;
}

}  // namespace assay
