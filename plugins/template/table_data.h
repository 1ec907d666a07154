// SPDX-License-Identifier: Apache-2.0
// From CSV files to numbers: which rows belong to which part, which columns are features, what the target is.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/engine/plugin/model_type.h"
#include "plugins/template/csv_reader.h"

namespace assay::table {

enum class Kind { Classify, Regress };

/// How cells become numbers; fixed by the training rows and kept in the checkpoint's metadata.
struct Encoding {
  Kind kind = Kind::Classify;
  std::string target;                  ///< column name
  std::vector<std::string> features;   ///< column names, in the order of the network's inputs
  std::vector<double> mean, scale;     ///< per feature: (value - mean) / scale
  std::vector<std::string> classes;    ///< Classify; sorted
  double targetMean = 0, targetScale = 1;   ///< Regress
};

Json toJson(const Encoding& encoding);
/// Throws Error{BadInput}.
Encoding encodingFromJson(const Json& json, const std::string& where);

/// Rows of one part of the data, encoded.
struct Rows {
  std::vector<std::vector<float>> features;   ///< standardised
  std::vector<float> targets;                 ///< class index, or the standardised target
  int64_t size() const { return int64_t(features.size()); }
};

/// The text rows of each part. A split given per file is kept; when no file is marked valid, a seeded
/// `validFraction` of the training rows is held out. Rows of files without a split count as training.
struct Parts {
  CsvTable train, valid, test;
};
Parts readParts(const Snapshot& data, const std::filesystem::path& root, double validFraction, uint64_t seed);

/// Chooses target, kind, features and statistics from the training rows. `kindOption` is auto, classify or
/// regress; an empty `targetOption` means the last column. Throws Error{BadInput, BadOption}.
Encoding learnEncoding(const CsvTable& train, const std::string& targetOption, const std::string& kindOption);

/// Throws Error{BadInput} naming column and row when a cell is no number or an unknown class.
Rows encode(const CsvTable& table, const Encoding& encoding, const std::string& where);
std::vector<float> encodeFeatures(const Json& row, const Encoding& encoding);

}  // namespace assay::table
