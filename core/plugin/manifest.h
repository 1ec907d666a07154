// SPDX-License-Identifier: Apache-2.0
// plugin.yaml, read without loading any code. plugins/template/README.md explains each field.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/option_schema.h"

namespace assay {

/// Number of the checked same-toolchain ABI between worker and plugins.
inline constexpr int pluginAbi = 5;
inline constexpr const char* engineTorchVersion = "2.11.0";

struct MetricInfo {
  std::string name;            ///< "map33"
  std::string doc;
  bool higherIsBetter = true;
};

struct PluginManifest {
  std::string id;                   ///< "detector"; [a-z][a-z0-9_]*
  std::string name;                 ///< display name, English
  std::string doc;                  ///< one sentence
  std::string version;              ///< "1.0.0"
  std::string compatibleSince;      ///< oldest version whose checkpoints this one reads
  int abi = 0;
  std::string torch;                ///< torch version it was built with
  std::string task;                 ///< "detection"
  std::vector<std::string> itemKinds;   ///< "image", "table": what its projects import
  std::vector<std::string> formats;     ///< import formats that make sense for it
  std::filesystem::path library;    ///< absolute path of the shared library; a front end works without it
  OptionSchema options;             ///< model.* keys
  OptionValues defaults;            ///< its defaults for common keys (trainer.batch_size: 16)
  std::map<std::string, OptionValues> presets;   ///< "quick", "balanced", "best"
  std::vector<MetricInfo> metrics;  ///< the first is the one runs are compared by
  std::vector<std::string> artifacts;   ///< kinds it emits: "boxes", "confusion", "scatter", ...
};

/// Throws Error{BadInput} with file:line for a wrong field, Error{NewerFormat} for a newer abi.
ASSAY_CORE_API PluginManifest readManifest(const std::filesystem::path& pluginYaml);

}  // namespace assay
