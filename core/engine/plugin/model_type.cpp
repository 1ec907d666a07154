// SPDX-License-Identifier: Apache-2.0
#include "core/engine/plugin/model_type.h"

#include "core/base/error.h"

namespace assay {

ModelType::~ModelType() = default;

void ModelType::calibrate(const Progress&) {}

Json ModelType::metadata() const { return Json::object(); }

void ModelType::restoreMetadata(const Json&) {}

std::vector<Rehearsal> ModelType::rehearsals() const { return {}; }

Json ModelType::tell(const std::string& rehearsal, const Progress&) { throw Error(Code::BadPlugin, "the plugin has nothing to tell of its rehearsal", rehearsal); }

std::vector<std::pair<std::string, std::string>> ModelType::disclosures() const { return {}; }

double ModelType::rateFactor(const std::string&) const { return 1; }

bool ModelType::learnsInOnePass() const { return false; }

void ModelType::fit(const Progress&) { throw Error(Code::BadPlugin, "the plugin says that it learns in one pass, and does not"); }

bool ModelType::usesEveryParameter() const { return false; }

bool ModelType::hasSparseGradient(const std::string&) const { return false; }

bool ModelType::exemptFromDecay(const std::string&, const at::Tensor& parameter) const {
  // Gains and biases set a scale; pulling them to zero only works against the normalisation.
  return parameter.dim() <= 1;
}

void PluginRegistry::add(std::string id, ModelFactory factory) {
  require(!id.empty() && factory != nullptr, "a plugin registered a model type without an id or a factory", {},
          Code::BadPlugin);
  const auto [place, isNew] = factories_.try_emplace(std::move(id), std::move(factory));
  require(isNew, "the model type `" + place->first + "` is registered twice", {}, Code::BadPlugin);
}

const ModelFactory* PluginRegistry::find(std::string_view id) const {
  const auto place = factories_.find(id);
  return place == factories_.end() ? nullptr : &place->second;
}

}  // namespace assay
