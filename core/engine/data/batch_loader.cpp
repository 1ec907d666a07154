// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/batch_loader.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <numeric>
#include <thread>
#include <utility>
#include <vector>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/base/random_seed.h"
#include "core/engine/device/thread_team.h"

namespace assay {
namespace {

constexpr int64_t readAheadBatches = 16;

using Order = std::shared_ptr<const std::vector<int64_t>>;

Order shuffledOrder(int64_t size, uint64_t seed, int64_t epoch) {
  auto order = std::make_shared<std::vector<int64_t>>(std::size_t(size));
  std::iota(order->begin(), order->end(), int64_t{0});
  Random random(deriveSeed(deriveSeed(seed, "order"), uint64_t(epoch)));
  random.shuffle(std::span(*order));
  return order;
}

}  // namespace

struct BatchLoader::Impl {
  struct Made {
    std::unique_ptr<Batch> batch;
    std::exception_ptr fault;
  };

  std::shared_ptr<const BatchSource> source;
  LoaderOptions options;
  int64_t sampleCount = 0, perEpoch = 0;
  int64_t ahead = 0;                       // batches made or being made beyond the one asked for

  mutable std::mutex mutex;
  std::condition_variable roomToWork, batchMade;
  bool leaving = false;
  int64_t nextToMake = 0, nextToGive = 0;  // tickets: epoch * perEpoch + batch
  int64_t announced = 0;                   // the next one of which the source has not heard
  std::map<int64_t, Made> made;
  std::pair<int64_t, Order> order{-1, nullptr};
  std::chrono::steady_clock::duration waited{};
  std::vector<std::thread> threads;

  // Two workers may stand on either side of an epoch's end, so an order is shared, never changed.
  Order orderOf(int64_t epoch) {
    if (order.first != epoch) order = {epoch, shuffledOrder(sampleCount, options.seed, epoch)};
    return order.second;
  }

  /// This rank's part of a batch.
  std::span<const int64_t> samplesOf(int64_t batch, const std::vector<int64_t>& order) const {
    const int64_t whole = std::min(options.batchSize, sampleCount - batch * options.batchSize);
    const int64_t first = whole * options.rank / options.ranks, end = whole * (options.rank + 1) / options.ranks;
    return {order.data() + batch * options.batchSize + first, std::size_t(end - first)};
  }

  /// The batches up to `readAheadBatches` beyond the one that is now made, within its epoch: [first, end) of those that nobody has announced.
  std::pair<int64_t, int64_t> takeAhead(int64_t ticket) {
    const int64_t first = std::max(announced, ticket + 1), end = std::min(ticket + 1 + readAheadBatches, (ticket / perEpoch + 1) * perEpoch);
    announced = std::max(announced, end);
    return {first, end};
  }

  void announce(std::pair<int64_t, int64_t> tickets, const Order& samples) const {
    try {
      for (int64_t ticket = tickets.first; ticket < tickets.second; ++ticket) source->readAhead(samplesOf(ticket % perEpoch, *samples));
    } catch (...) {   // it was only advice: making the batch says what is wrong
    }
  }

  Made make(int64_t ticket, const Order& samples) const {
    Made result;
    try {
      const int64_t epoch = ticket / perEpoch, batch = ticket % perEpoch;
      result.batch = source->makeBatch(samplesOf(batch, *samples), deriveSeed(deriveSeed(options.seed, uint64_t(epoch)), uint64_t(batch)));
      require(result.batch != nullptr, "the plugin made no batch", {}, Code::BadPlugin);
    } catch (...) {
      result.fault = std::current_exception();
    }
    return result;
  }

  void work() {
    useOneThreadHere();
    const at::NoGradGuard noGradients;
    std::unique_lock lock(mutex);
    for (;;) {
      roomToWork.wait(lock, [this] { return leaving || nextToMake < nextToGive + ahead; });
      if (leaving) return;
      const int64_t ticket = nextToMake++;
      const Order samples = orderOf(ticket / perEpoch);
      const std::pair<int64_t, int64_t> coming = takeAhead(ticket);
      lock.unlock();
      announce(coming, samples);
      Made result = make(ticket, samples);
      lock.lock();
      made.emplace(ticket, std::move(result));
      batchMade.notify_all();
    }
  }
};

BatchLoader::BatchLoader(std::shared_ptr<const BatchSource> source, const LoaderOptions& options)
    : impl_(std::make_unique<Impl>()) {
  require(source != nullptr && source->size() > 0, "there is nothing to learn from");
  require(options.batchSize > 0, "trainer.batch_size must be positive", "trainer.batch_size", Code::BadOption);
  require(options.workers > 0, "data.workers must be positive", "data.workers", Code::BadOption);
  require(options.rank >= 0 && options.rank < options.ranks, "rank " + std::to_string(options.rank) + " is none of " + std::to_string(options.ranks));
  require(std::min(options.batchSize, source->size()) >= options.ranks,
          "a batch of " + std::to_string(std::min(options.batchSize, source->size())) + " samples cannot be shared by " +
              std::to_string(options.ranks) + " ranks", "trainer.batch_size", Code::BadOption);
  impl_->source = std::move(source);
  impl_->options = options;
  impl_->sampleCount = impl_->source->size();
  impl_->perEpoch = std::max<int64_t>(1, impl_->sampleCount / options.batchSize);
  impl_->ahead = 2 * options.workers + 1;
  const LoaderPosition& start = options.start;
  require(start.epoch >= 0 && start.batch >= 0 && start.batch < impl_->perEpoch,
          "the loader cannot start at batch " + std::to_string(start.batch) + " of " + std::to_string(impl_->perEpoch));
  impl_->nextToMake = impl_->nextToGive = start.epoch * impl_->perEpoch + start.batch;
  for (int i = 0; i < options.workers; ++i) impl_->threads.emplace_back([impl = impl_.get()] { impl->work(); });
}

BatchLoader::~BatchLoader() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->leaving = true;
  }
  impl_->roomToWork.notify_all();
  for (std::thread& thread : impl_->threads) thread.join();
}

std::unique_ptr<Batch> BatchLoader::nextBatch() {
  const auto start = std::chrono::steady_clock::now();
  std::unique_lock lock(impl_->mutex);
  impl_->batchMade.wait(lock, [this] { return impl_->made.contains(impl_->nextToGive); });
  Impl::Made result = std::move(impl_->made.extract(impl_->nextToGive).mapped());
  ++impl_->nextToGive;
  impl_->waited += std::chrono::steady_clock::now() - start;
  lock.unlock();
  impl_->roomToWork.notify_all();
  if (result.fault) std::rethrow_exception(result.fault);
  return std::move(result.batch);
}

LoaderPosition BatchLoader::position() const {
  const std::lock_guard lock(impl_->mutex);
  return {impl_->nextToGive / impl_->perEpoch, impl_->nextToGive % impl_->perEpoch};
}

int64_t BatchLoader::batchesPerEpoch() const { return impl_->perEpoch; }

double BatchLoader::waitedSeconds() const {
  const std::lock_guard lock(impl_->mutex);
  return std::chrono::duration<double>(impl_->waited).count();
}

}  // namespace assay
