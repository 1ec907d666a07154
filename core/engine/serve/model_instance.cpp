// SPDX-License-Identifier: Apache-2.0
#include "core/engine/serve/model_instance.h"

#include <charconv>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/base/log_text.h"
#include "core/base/paths.h"
#include "core/base/random_seed.h"
#include "core/engine/data/cache_limit.h"
#include "core/engine/train/checkpoint.h"
#include "core/engine/train/eval_scope.h"
#include "core/engine/train/module_tensors.h"
#include "core/plugin/catalogue.h"

namespace assay {
namespace {

std::vector<int> versionParts(const std::string& version) {
  std::vector<int> parts;
  const char* at = version.data();
  const char* const end = at + version.size();
  for (;;) {
    int part = 0;
    const auto [next, failed] = std::from_chars(at, end, part);
    require(failed == std::errc{} && part >= 0 && parts.size() < 4, "`" + version + "` is no version like 1.2.3");
    parts.push_back(part);
    if (next == end) break;
    require(*next == '.', "`" + version + "` is no version like 1.2.3");
    at = next + 1;
  }
  parts.resize(4, 0);
  return parts;
}

/// The run's spec; options that its version did not know yet get today's defaults.
RunSpec completedSpec(const RunDirectory& run) {
  RunSpec spec = run.spec();
  spec.options = runSchema(PluginCatalogue::scan().byId(spec.plugin)).resolve(spec.options);
  return spec;
}

DevicePlan seededPlan(const RunSpec& spec) {
  const DevicePlan plan = planDevice(spec.options);
  at::manual_seed(deriveSeed(static_cast<uint64_t>(spec.options.integer("seed")), "weights"));
  return plan;
}

std::filesystem::path preparedCache() {
  const std::filesystem::path folder = assayHome() / "cache" / "decoded";
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  require(!failed, "the cache folder cannot be created: " + failed.message(), folder.string(), Code::Io);
  const Evicted evicted = evictDecoded(folder, decodedCacheLimit(folder));
  if (evicted.files > 0)
    logInfo("removed " + std::to_string(evicted.files) + " files of decoded images that were not used for long (" +
            std::to_string(evicted.bytes >> 20) + " MiB)");
  return folder;
}

}  // namespace

int compareVersions(const std::string& a, const std::string& b) {
  const std::vector<int> left = versionParts(a), right = versionParts(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

ModelInstance::ModelInstance(const RunDirectory& run, Weights weights, Progress progress, std::map<std::string, Json> rehearsed)
    : spec_(completedSpec(run)), data_(readSnapshot(spec_.dataFile)), plan_(seededPlan(spec_)),
      plugin_(loadPlugin(PluginCatalogue::scan().byId(spec_.plugin))),
      context_{spec_, data_, resourceFolder(), preparedCache(), plan_.loaderWorkers, std::move(rehearsed), std::move(progress)},
      model_(plugin_.create(context_)) {
  if (weights == Weights::LastCheckpoint) loadWeights(run);
}

ModelInstance::~ModelInstance() = default;

void ModelInstance::loadWeights(const RunDirectory& run) {
  const std::filesystem::path folder = run.requireCheckpoint();
  const Checkpoint checkpoint(folder);
  checkpoint.requirePlugin(spec_.plugin);
  const PluginManifest& manifest = plugin_.manifest();
  const std::string version = member<std::string>(checkpoint.trainer(), "plugin_version", folder.string());
  require(compareVersions(version, manifest.compatibleSince) >= 0 && compareVersions(version, manifest.version) <= 0,
          "the checkpoint is of plugin version " + version + ", and version " + manifest.version + " reads " +
              manifest.compatibleSince + " to " + manifest.version, folder.string());
  model_->restoreMetadata(checkpoint.metadata());
  placeNetwork(model_->network(), plan_);
  restoreTensors(stateTensors(model_->network()), checkpoint.model());
}

Json ModelInstance::predict(const Json& input) {
  require(input.is_object(), "an input must be a JSON object, as {\"image\": PATH} or {\"row\": {...}}");
  const EvalScope scope(model_->network());
  try {
    return model_->predict(input);
  } catch (const Error&) {
    throw;
  } catch (const c10::Error& fault) {
    throw Error(Code::JobFailed, std::string("the model failed: ") + fault.what_without_backtrace());
  } catch (const std::exception& fault) {
    throw Error(Code::JobFailed, std::string("the model failed: ") + fault.what());
  }
}

}  // namespace assay
