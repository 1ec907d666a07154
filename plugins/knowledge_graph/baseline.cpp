// SPDX-License-Identifier: Apache-2.0
#include "plugins/knowledge_graph/baseline.h"

#include <algorithm>
#include <chrono>

#include <torch/torch.h>

#include "core/base/random_seed.h"
#include "core/engine/data/batch_loader.h"
#include "core/engine/train/optimizers.h"
#include "plugins/knowledge_graph/link_loss.h"
#include "plugins/knowledge_graph/ranking_report.h"

namespace assay::kg {
namespace {

constexpr int64_t baselineRank = 64;
constexpr double shareOfTime = 0.05;
constexpr int64_t mostEpochs = 10;

/// The longest that the baseline may take, in seconds; without a clock in the run only its epochs bound it.
double secondsFor(const OptionValues& run) {
  const double minutes = run.real("trainer.max_minutes");
  return minutes > 0 ? minutes * 60 * shareOfTime : 1e9;
}

}  // namespace

Json runBaseline(const KgData& data, const KgOptions& options, const OptionValues& run, c10::Device device, const Progress& progress) {
  using Clock = std::chrono::steady_clock;
  const auto started = Clock::now();
  const double longest = secondsFor(run);
  const Graph& graph = data.graph();
  KgOptions plain = options;
  plain.loss.negatives = Negatives::All;
  plain.loss.regulariser = Regulariser::N3;
  plain.loss.relationWeight = 0;
  KgNetwork network(makeScorer("distmult"), baselineRank, graph.entityCount(), graph.relationCount(), 0);
  network.module().to(device);
  const auto optimizer = makeOptimizer({.kind = "adagrad"}, {{{{"entities", network.entities()}, {"relations", network.relations()}}, 0}});
  const auto source = std::make_shared<QuerySource>(data.knownInTraining(), data.knownInTraining(), graph.trainEntityCount(), 0, options.batchSize);
  BatchLoader loader(source, {.batchSize = options.batchSize, .workers = 1, .seed = deriveSeed(options.seed, "baseline"), .start = {}});
  FusedLoss fused;
  const at::AutoGradMode gradients(true);
  while (loader.position().epoch < mostEpochs && std::chrono::duration<double>(Clock::now() - started).count() < longest) {
    progress.step(loader.position().epoch, mostEpochs, "training the baseline");
    const std::unique_ptr<Batch> batch = loader.nextBatch();
    batch->moveTo(device);
    fused(network, plain.loss, static_cast<const QueryBatch&>(*batch)).total.backward();
    optimizer->step(0.1);
    optimizer->zeroGradients();
  }
  Json result = {{"rank", baselineRank}, {"epochs", loader.position().epoch}};
  for (const Split split : {Split::Valid, Split::Test}) {
    const Queries asked = groupQueries(data.part(split), graph.relationCount());
    if (asked.size() == 0) continue;
    const auto metrics = rankMetrics(rankAnswers(network, asked, data.known(), progress));
    result[std::string(splitName(split))] = Json(metrics);
  }
  return result;
}

}  // namespace assay::kg
