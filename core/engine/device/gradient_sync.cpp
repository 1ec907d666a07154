// SPDX-License-Identifier: Apache-2.0
#include "core/engine/device/gradient_sync.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <unordered_map>

#include <torch/csrc/distributed/c10d/logger.hpp>
#include <torch/csrc/distributed/c10d/reducer.hpp>
#include <torch/torch.h>

#include "core/engine/device/side_stream.h"
#include "core/engine/device/thread_team.h"

namespace assay {
namespace {

using Clock = std::chrono::steady_clock;
using Future = c10::intrusive_ptr<c10::ivalue::Future>;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Runs tasks one after the other on a thread of its own. A broken connection breaks the group, so what is left is run
/// (and fails) too: the reducer waits for every bucket.
class OrderedThread {
 public:
  OrderedThread() : thread_([this] { work(); }) {}
  ~OrderedThread() {
    {
      const std::lock_guard lock(mutex_);
      isLeaving_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }
  void add(std::function<void()> task) {
    {
      const std::lock_guard lock(mutex_);
      tasks_.push_back(std::move(task));
    }
    changed_.notify_all();
  }

 private:
  void work() {
    useOneThreadHere();
    const at::NoGradGuard noGradients;
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return isLeaving_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
      const std::function<void()> task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> tasks_;
  bool isLeaving_ = false;
  std::thread thread_;
};

/// The rows of all ranks, those of the same index added up.
at::Tensor meanOfRows(ProcessGroup& group, const at::Tensor& gradient, double& bytesSent) {
  const at::Tensor own = gradient.coalesce(), indices = own._indices(), values = own._values();
  const int64_t count = indices.size(1);
  const at::Tensor counts = at::empty({group.size()}, at::kLong);
  group.gather(at::full({1}, count, at::kLong), counts);
  const int64_t most = counts.max().item<int64_t>();
  std::vector<int64_t> shape = values.sizes().vec();
  shape[0] = most;
  const at::Tensor paddedIndices = at::zeros({most, indices.size(0)}, indices.options()), paddedValues = at::zeros(shape, values.options());
  paddedIndices.narrow(0, 0, count).copy_(indices.t());
  paddedValues.narrow(0, 0, count).copy_(values);
  shape[0] = most * group.size();
  const at::Tensor allIndices = at::empty({most * group.size(), indices.size(0)}, indices.options()), allValues = at::empty(shape, values.options());
  group.gather(paddedIndices, allIndices);
  group.gather(paddedValues, allValues);
  bytesSent += double(paddedIndices.nbytes() + paddedValues.nbytes()) * (group.size() - 1);
  std::vector<at::Tensor> partsOfIndices, partsOfValues;
  for (int r = 0; r < group.size(); ++r) {
    const int64_t rows = counts[r].item<int64_t>();
    partsOfIndices.push_back(allIndices.narrow(0, r * most, rows));
    partsOfValues.push_back(allValues.narrow(0, r * most, rows));
  }
  return at::sparse_coo_tensor(at::cat(partsOfIndices).t().contiguous(), at::cat(partsOfValues).div_(group.size()), gradient.sizes(), values.options().layout(at::kSparse)).coalesce();
}

}  // namespace

struct GradientSync::Impl {
  ProcessGroup& group;
  std::unique_ptr<GradientReduction> reduction;
  std::shared_ptr<ProcessGroup> ofReducer, ofRows;   // each thread its own connections
  std::unordered_map<const c10::TensorImpl*, std::size_t> placeOf;

  std::mutex mutex;
  SyncCost cost;
  GradientBuckets used;
  double bytesBefore = 0, bytesOfRows = 0, exposed = 0;
  Clock::time_point lastReady = Clock::now();
  SideStream side;
  SideStream::Mark lastGradient, gradientBefore, lastStep;   ///< on a GPU: the same moments in its queue

  std::optional<OrderedThread> thread;
  std::shared_ptr<c10d::Reducer> reducer;
  std::shared_ptr<c10d::Logger> logger;   ///< the reducer tells it when what is unused changes, and has none of its own

  Impl(ProcessGroup& g, std::unique_ptr<GradientReduction> r, c10::Device device) : group(g), reduction(std::move(r)), side(device) {}

  at::Tensor reduce(const at::Tensor& flat, const std::vector<at::Tensor>& gradients, const std::vector<at::Tensor>& parameters) {
    if (flat.is_sparse()) return meanOfRows(*ofRows, flat, bytesOfRows);
    GradientBucket bucket{flat, gradients, {}};
    for (const at::Tensor& parameter : parameters) bucket.parameters.push_back(placeOf.at(parameter.unsafeGetTensorImpl()));
    reduction->average(bucket);
    return flat;
  }

  /// Of this backward pass; on a GPU of the one before, whose work is done by now: this one's has only been queued.
  double takeExposed() {
    if (!lastGradient.isSet()) return secondsSince(lastReady);
    const double seconds = lastStep.isSet() ? gradientBefore.secondsUntil(lastStep) : 0;
    gradientBefore = lastGradient;
    lastStep = side.mark();
    return seconds;
  }

  Future start(c10d::GradBucket& bucket) {
    auto future = c10::make_intrusive<c10::ivalue::Future>(c10::TensorType::get(), side.devices());
    const at::Tensor flat = bucket.getBuffer();
    std::vector<at::Tensor> gradients;
    if (!flat.is_sparse()) gradients = bucket.getGradients();
    const SideStream::Mark ready = side.mark();
    {
      const std::lock_guard lock(mutex);
      std::vector<std::size_t> together;
      for (const at::Tensor& parameter : bucket.getParameters()) together.push_back(placeOf.at(parameter.unsafeGetTensorImpl()));
      if (used.size() <= bucket.getIndex()) used.resize(bucket.getIndex() + 1);
      used[bucket.getIndex()] = std::move(together);
      if (bucket.isLast()) used.resize(bucket.getIndex() + 1);
      lastReady = Clock::now();
      lastGradient = ready;
    }
    // On a GPU the exchange is only queued, and by the one thread that all other exchanges are started from: NCCL wants one order on all ranks.
    const auto exchange = [this, future, flat, ready, gradients = std::move(gradients), parameters = bucket.getParameters()] {
      const auto begin = Clock::now();
      try {
        const SideStream::Scope scope(side, ready);
        at::Tensor mean = reduce(flat, gradients, parameters);
        {
          const std::lock_guard lock(mutex);
          cost.busySeconds += secondsSince(begin);
        }
        future->markCompleted(c10::IValue(std::move(mean)));
      } catch (...) {
        future->setError(std::current_exception());
      }
    };
    if (ready.isSet()) exchange();
    else thread->add(exchange);
    return future;
  }
};

namespace {

class Hook final : public c10d::CommHookInterface {
 public:
  explicit Hook(std::function<Future(c10d::GradBucket&)> start) : start_(std::move(start)) {}
  Future runHook(c10d::GradBucket& bucket) override { return start_(bucket); }
  at::Tensor parseHookResult(const c10::IValue& result) override { return c10d::detail::parseCppCommHookResult(result); }

 private:
  const std::function<Future(c10d::GradBucket&)> start_;
};

/// Last layers first: their gradients are ready first.
GradientBuckets bucketsOf(const std::vector<at::Tensor>& parameters, const std::vector<bool>& isSparse, int64_t bytes) {
  auto [buckets, sizes] = c10d::compute_bucket_assignment_by_size(parameters, {std::size_t(c10d::kDefaultFirstBucketBytes), std::size_t(bytes)}, isSparse);
  std::reverse(buckets.begin(), buckets.end());
  return buckets;
}

}  // namespace

GradientSync::GradientSync(ProcessGroup& group, std::unique_ptr<GradientReduction> reduction, const NamedTensors& parameters,
                           const std::vector<bool>& isSparse, const SyncOptions& options)
    : impl_(std::make_unique<Impl>(group, std::move(reduction), parameters.empty() ? c10::Device(c10::kCPU) : parameters.front().tensor.device())) {
  std::vector<int> everybody;
  for (int r = 0; r < group.size(); ++r) everybody.push_back(r);
  impl_->ofReducer = group.split("reducer", everybody);
  impl_->ofRows = group.split("rows", everybody);
  std::vector<at::Tensor> tensors;
  std::unordered_map<std::size_t, std::string> names;
  for (const NamedTensor& parameter : parameters) {
    impl_->placeOf[parameter.tensor.unsafeGetTensorImpl()] = tensors.size();
    names[tensors.size()] = parameter.name;
    tensors.push_back(parameter.tensor);
  }
  impl_->thread.emplace();
  c10d::ProcessGroup& torchGroup = impl_->ofReducer->torchGroup();
  impl_->reducer = std::make_shared<c10d::Reducer>(
      tensors, options.buckets.empty() ? bucketsOf(tensors, isSparse, options.bucketBytes) : options.buckets, c10::intrusive_ptr<c10d::ProcessGroup>::reclaim_copy(&torchGroup), isSparse,
      options.bucketBytes, /*find_unused_parameters=*/!options.usesEveryParameter, /*gradient_as_bucket_view=*/false, std::move(names),
      c10d::kDefaultFirstBucketBytes, /*skip_all_reduce_unused_params=*/false, /*use_python_reducer=*/false, std::vector<int64_t>{});
  impl_->logger = std::make_shared<c10d::Logger>(impl_->reducer);
  impl_->reducer->set_logger(impl_->logger);
  impl_->reducer->register_comm_hook(std::make_unique<Hook>([impl = impl_.get()](c10d::GradBucket& bucket) { return impl->start(bucket); }));
}

GradientSync::~GradientSync() {
  impl_->thread.reset();   // joins: no bucket is under way when the reducer goes
}

void GradientSync::beforeForward() try {
  if (impl_->reducer->should_rebuild_buckets()) impl_->reducer->rebuild_buckets();   // in the order in which gradients came
  impl_->reducer->prepare_for_forward();
} catch (...) {
  rethrowPeerLost("buckets");
}

void GradientSync::beforeBackward(const at::Tensor& loss) { impl_->reducer->prepare_for_backward({loss}); }

void GradientSync::afterBackward() {
  const std::lock_guard lock(impl_->mutex);
  impl_->exposed = impl_->takeExposed();
  impl_->cost.exposedSeconds += impl_->exposed;
}

double GradientSync::exposedSeconds() const { return impl_->exposed; }

SyncCost GradientSync::takeCost() {
  const std::lock_guard lock(impl_->mutex);
  const double sent = impl_->reduction->bytesSent() + impl_->bytesOfRows;
  impl_->cost.bytesSent = sent - impl_->bytesBefore;
  impl_->bytesBefore = sent;
  return std::exchange(impl_->cost, SyncCost{});
}

GradientBuckets GradientSync::buckets() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->used;
}

NamedTensors GradientSync::state() const { return impl_->reduction->state(); }

}  // namespace assay
