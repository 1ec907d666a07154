// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include <ATen/core/Tensor.h>

#include "plugins/text_reader/crf.h"

namespace torch::nn {
class Module;
}

namespace assay::text {

struct NetworkShape {
  int64_t characters = 2, pairs = 2;   ///< rows of the tables
  int64_t tags = 0, relations = 0;     ///< 0: that head is not there
  int64_t hidden = 128;                ///< of each direction
  double dropout = 0.5;
};

/// Parts of a sentence that relates two names; the network pools each by itself.
enum class Part : int64_t { Before, Head, Between, Tail, After };
inline constexpr int64_t partCount = 5;
inline constexpr int64_t farthest = 30;   ///< characters from a name; beyond, distances are one

/// Sentences one below the other, [B, T] int64, 0 behind their ends.
struct TextInput {
  at::Tensor characters, pairs;
  at::Tensor lengths;                  ///< [B] int64, on the CPU
  /// Only of sentences that relate two names: the part of each character (-1 behind the end) and its distance to head and tail
  /// from 1 to 2 farthest + 1.
  at::Tensor parts, fromHead, fromTail;

  bool hasNames() const { return parts.defined(); }
  void moveTo(c10::Device device);
};

/// Embeddings of characters and of pairs of neighbours, a bidirectional LSTM, and on it a CRF for names (Huang, Xu, Yu 2015)
/// and a classifier for relations that pools the stretches between the names by themselves (Zeng et al. 2015, PCNN). Parameter
/// names are checkpoint keys.
class TextNetwork {
 public:
  explicit TextNetwork(const NetworkShape& shape);
  ~TextNetwork();
  TextNetwork(TextNetwork&&) noexcept;

  torch::nn::Module& module();
  CrfTables crf() const;
  /// [B, T, tags]
  at::Tensor tagScores(const TextInput& input);
  /// [B, relations]
  at::Tensor relationScores(const TextInput& input);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;   // torch keeps modules in shared pointers
};

}  // namespace assay::text
