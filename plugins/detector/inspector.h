// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/report/detection_result.h"
#include "plugins/detector/box_finder.h"
#include "plugins/detector/normalisation.h"

namespace assay::detector {

/// What a network says of pictures, from their files to boxes in their pixels. The network is in evaluation mode; one thread at a time.
class Inspector {
 public:
  /// `classes`: that the network tells apart. Options and network outlive the inspector.
  Inspector(const DetectorOptions& options, DetectorNetwork& network, std::vector<std::string> classes);

  const std::vector<std::string>& classes() const { return classes_; }
  /// Before any picture is prepared.
  void use(const Normalisation& normalisation) { normalisation_ = normalisation; }
  const std::optional<Normalisation>& normalisation() const { return normalisation_; }
  void use(const ClassEvidence& evidence) { evidence_ = evidence; }
  const ClassEvidence& evidence() const { return evidence_; }

  /// The reference is read in pair mode alone.
  PairImages decode(const std::filesystem::path& image, const std::filesystem::path& reference) const;
  /// As the network takes them.
  /// `anomalyMap`: NormalVerdict::places; empty where nothing is known of it.
  PairImages prepare(const PairImages& decoded, const Image& anomalyMap = {}) const;
  std::vector<Detection> find(const PairImages& prepared, Views views = Views::All) const;
  /// What active learning asks: {"embedding","disagreement"}: what the picture looks like to the network, and whether it says the same of it mirrored.
  Json survey(const PairImages& prepared, const std::vector<Detection>& found) const;

 private:
  const DetectorOptions& options_;
  const std::vector<std::string> classes_;
  const BoxFinder finder_;
  std::optional<Normalisation> normalisation_;
  ClassEvidence evidence_;
};

}  // namespace assay::detector
