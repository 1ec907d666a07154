// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include "core/engine/data/batch_source.h"

namespace assay {

/// Where the loader stands: the next batch to hand out. It is the loader's whole state.
struct LoaderPosition {
  int64_t epoch = 0;
  int64_t batch = 0;
  bool operator==(const LoaderPosition&) const = default;
};

struct LoaderOptions {
  int64_t batchSize = 16;   ///< of all ranks together
  int workers = 1;          ///< threads that make batches ahead
  uint64_t seed = 0;
  LoaderPosition start;
  int rank = 0, ranks = 1;  ///< which part of each batch this loader makes
};

/// An endless, ordered stream of batches. Samples of epoch e are a shuffle by (seed, e); batch b of it is
/// made with deriveSeed(deriveSeed(seed, e), b): the stream is the same for any number of workers. An
/// incomplete last batch is left out, unless the whole epoch is smaller than one batch. Of several ranks each makes its part of
/// the same batch: sizes differ by one sample at most, and together they are what one rank would make.
class ASSAY_ENGINE_API BatchLoader {
 public:
  BatchLoader(std::shared_ptr<const BatchSource> source, const LoaderOptions& options);
  ~BatchLoader();

  /// Waits for the next batch in order. Rethrows what makeBatch threw for it.
  std::unique_ptr<Batch> nextBatch();
  /// Of the batch that nextBatch() will return.
  LoaderPosition position() const;
  int64_t batchesPerEpoch() const;
  /// Seconds that nextBatch() has waited in total: the honest cost of data.
  double waitedSeconds() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay
