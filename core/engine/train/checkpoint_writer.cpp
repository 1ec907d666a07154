// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/checkpoint_writer.h"

#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include <torch/torch.h>

#include "core/base/system_error.h"
#include "core/engine/device/thread_team.h"

namespace assay {
namespace {

constexpr double shortestInterval = 15, longestInterval = 600;   // seconds

/// Into the memory of the copy before, when that fits.
void copyInto(NamedTensors& copies, const NamedTensors& tensors) {
  const at::NoGradGuard noGradients;
  copies.resize(tensors.size());
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    const at::Tensor& from = tensors[i].tensor;
    at::Tensor& to = copies[i].tensor;
    copies[i].name = tensors[i].name;
    if (!to.defined() || to.sizes() != from.sizes() || to.scalar_type() != from.scalar_type()) to = at::empty(from.sizes(), from.options().device(at::kCPU).requires_grad(false));
    to.copy_(from.detach());
  }
}

/// Where that is not allowed the thread is as any other.
void useSpareTime(pthread_t thread) {
  sched_param none{};
  pthread_setschedparam(thread, SCHED_IDLE, &none);
}

void useTimeAsOthersDo(pthread_t thread) {
  sched_param none{};
  pthread_setschedparam(thread, SCHED_OTHER, &none);
}

}  // namespace

struct CheckpointWriter::Impl {
  const std::filesystem::path folder;
  const int64_t keep;
  const Written written;
  const Failed failed;

  std::mutex mutex;
  std::condition_variable changed;
  bool isFull = false, isLeaving = false;   // isFull: `copy` waits to be written, or is
  CheckpointContent copy;
  std::thread thread;

  void write(const CheckpointContent& content) const { written(writeCheckpoint(folder, content, keep), content.trainer); }

  /// Nothing may leave the thread: not even when the fault cannot be written down either.
  void writeOrReport() try {
    try {
      write(copy);
    } catch (const Error& fault) {
      failed(fault);
    } catch (const std::filesystem::filesystem_error& fault) {
      failed(errorOfFileSystem(fault));
    } catch (const std::exception& fault) {
      failed(Error(Code::JobFailed, fault.what()));
    }
  } catch (const std::exception&) {   // the next checkpoint, or the end, tries again
  }

  void work() {
    useOneThreadHere();
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [this] { return isFull || isLeaving; });
      if (!isFull) return;
      lock.unlock();
      useSpareTime(pthread_self());
      writeOrReport();
      lock.lock();
      isFull = false;
      changed.notify_all();
    }
  }

  void wait() {
    std::unique_lock lock(mutex);
    if (isFull && thread.joinable()) useTimeAsOthersDo(thread.native_handle());   // it is waited for
    changed.wait(lock, [this] { return !isFull; });
  }
};

CheckpointWriter::CheckpointWriter(std::filesystem::path checkpoints, int64_t keep, Written written, Failed failed)
    : impl_(new Impl{.folder = std::move(checkpoints), .keep = keep, .written = std::move(written), .failed = std::move(failed)}) {}

CheckpointWriter::~CheckpointWriter() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->isLeaving = true;
    if (impl_->thread.joinable()) useTimeAsOthersDo(impl_->thread.native_handle());
  }
  impl_->changed.notify_all();
  if (impl_->thread.joinable()) impl_->thread.join();
}

void CheckpointWriter::start(const CheckpointContent& content) {
  impl_->wait();
  copyInto(impl_->copy.model, content.model);
  copyInto(impl_->copy.training, content.training);
  impl_->copy.trainer = content.trainer;
  impl_->copy.metadata = content.metadata;
  if (!impl_->thread.joinable()) impl_->thread = std::thread([impl = impl_.get()] { impl->work(); });
  const std::lock_guard lock(impl_->mutex);
  impl_->isFull = true;
  impl_->changed.notify_all();
}

void CheckpointWriter::writeNow(const CheckpointContent& content) {
  impl_->wait();
  impl_->write(content);
}

double checkpointInterval(double costSeconds, double secondsBetweenFailures) {
  return std::clamp(std::sqrt(2 * std::max(costSeconds, 0.0) * secondsBetweenFailures), shortestInterval, longestInterval);
}

}  // namespace assay
