// SPDX-License-Identifier: Apache-2.0
#include "core/formats/parallel.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace assay {

namespace {

/// What the threads of one parallelFor share.
struct Shared {
  std::atomic<int64_t> next{0}, done{0};
  std::atomic<bool> stop{false};
  std::mutex mutex;
  std::condition_variable ended;
  int running = 0;
  std::exception_ptr fault;
};

void workUntilDone(Shared& shared, int64_t count, const std::function<void(int64_t)>& work) {
  try {
    for (int64_t i; !shared.stop && (i = shared.next++) < count; ++shared.done) work(i);
  } catch (...) {
    const std::lock_guard lock(shared.mutex);
    if (!shared.fault) shared.fault = std::current_exception();
    shared.stop = true;
  }
  const std::lock_guard lock(shared.mutex);
  --shared.running;
  shared.ended.notify_all();
}

}  // namespace

void parallelFor(int64_t count, const Progress& progress, const std::string& what,
                 const std::function<void(int64_t)>& work) {
  progress.step(0, count, what);
  if (count == 0) return;
  Shared shared;
  const int threads =
      int(std::clamp<int64_t>(std::thread::hardware_concurrency(), 1, std::min<int64_t>(count, 8)));
  shared.running = threads;
  std::vector<std::jthread> pool;
  for (int t = 0; t < threads; ++t) pool.emplace_back([&] { workUntilDone(shared, count, work); });
  std::unique_lock lock(shared.mutex);
  while (shared.running > 0) {
    shared.ended.wait_for(lock, std::chrono::milliseconds(100),
                          [&] { return shared.running == 0; });
    if (shared.stop) continue;
    lock.unlock();
    try {
      progress.step(shared.done, count, what);
    } catch (...) {
      lock.lock();
      if (!shared.fault) shared.fault = std::current_exception();
      shared.stop = true;
      continue;
    }
    lock.lock();
  }
  lock.unlock();
  pool.clear();
  if (shared.fault) std::rethrow_exception(shared.fault);
}

}  // namespace assay
