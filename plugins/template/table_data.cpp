// SPDX-License-Identifier: Apache-2.0
#include "plugins/template/table_data.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <optional>
#include <set>

#include "core/base/error.h"
#include "core/base/random_seed.h"

namespace assay::table {
namespace {

/// Integers with more distinct values than this are quantities, not class numbers.
constexpr std::size_t maxIntegerClasses = 20;
constexpr std::size_t maxClasses = 10000;

std::optional<double> numberOf(const std::string& cell) {
  double value = 0;
  const char* const end = cell.data() + cell.size();
  const auto [next, failed] = std::from_chars(cell.data(), end, value);
  if (failed != std::errc{} || next != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::size_t columnIndex(const CsvTable& table, const std::string& name, const std::string& where) {
  const auto place = std::find(table.columns.begin(), table.columns.end(), name);
  require(place != table.columns.end(), "the column `" + name + "` is missing", where);
  return std::size_t(place - table.columns.begin());
}

double numberAt(const CsvTable& table, std::size_t row, std::size_t column, const std::string& where) {
  const std::optional<double> value = numberOf(table.rows[row][column]);
  require(value.has_value(), "row " + std::to_string(row + 1) + ", column `" + table.columns[column] + "`: `" +
                                 table.rows[row][column] + "` is no number", where);
  return *value;
}

bool isNumeric(const CsvTable& table, std::size_t column) {
  return std::all_of(table.rows.begin(), table.rows.end(),
                     [&](const auto& row) { return numberOf(row[column]).has_value(); });
}

Kind guessKind(const CsvTable& table, std::size_t column, const std::set<std::string>& values) {
  if (!isNumeric(table, column)) return Kind::Classify;
  const bool areIntegers = std::all_of(values.begin(), values.end(), [](const std::string& text) {
    const double value = *numberOf(text);
    return value == std::floor(value);
  });
  return areIntegers && values.size() <= maxIntegerClasses ? Kind::Classify : Kind::Regress;
}

/// Mean and standard deviation; a constant column gets scale 1, so that it encodes to 0.
std::pair<double, double> statistics(const CsvTable& table, std::size_t column, const std::string& where) {
  double sum = 0, squares = 0;
  const double n = double(table.rows.size());
  for (std::size_t r = 0; r < table.rows.size(); ++r) sum += numberAt(table, r, column, where);
  const double mean = sum / n;
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    const double distance = numberAt(table, r, column, where) - mean;
    squares += distance * distance;
  }
  const double deviation = std::sqrt(squares / n);
  return {mean, deviation > 1e-12 * std::max(1.0, std::abs(mean)) ? deviation : 1.0};
}

void append(CsvTable& to, CsvTable from, const std::string& where) {
  if (to.columns.empty()) to.columns = from.columns;
  require(to.columns == from.columns, "the columns differ from those of the other tables", where);
  std::move(from.rows.begin(), from.rows.end(), std::back_inserter(to.rows));
}

void holdOut(Parts& parts, double fraction, uint64_t seed) {
  const std::size_t count = parts.train.rows.size();
  std::size_t held = std::size_t(std::llround(double(count) * fraction));
  if (fraction > 0 && held == 0 && count > 1) held = 1;
  if (held >= count) return;   // nothing would be left to learn from
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  Random random(deriveSeed(seed, "held out rows"));
  random.shuffle(std::span(order));
  const std::set<std::size_t> chosen(order.begin(), order.begin() + std::ptrdiff_t(held));
  std::vector<std::vector<std::string>> kept;
  for (std::size_t r = 0; r < count; ++r) (chosen.contains(r) ? parts.valid.rows : kept).push_back(parts.train.rows[r]);
  parts.train.rows = std::move(kept);
  parts.valid.columns = parts.train.columns;
}

std::vector<double> numberList(const Json& json, const char* key, std::size_t size, const std::string& where) {
  const Json list = member<Json>(json, key, where);
  require(list.is_array() && list.size() == size, std::string("`") + key + "` must hold one number a feature", where);
  std::vector<double> numbers;
  for (const Json& number : list) {
    require(number.is_number(), std::string("`") + key + "` must hold numbers", where);
    numbers.push_back(number.get<double>());
  }
  return numbers;
}

std::vector<std::string> textList(const Json& json, const char* key, const std::string& where) {
  const Json list = member<Json>(json, key, where);
  require(list.is_array(), std::string("`") + key + "` must be a list", where);
  std::vector<std::string> texts;
  for (const Json& text : list) {
    require(text.is_string(), std::string("`") + key + "` must hold texts", where);
    texts.push_back(text.get<std::string>());
  }
  return texts;
}

}  // namespace

Parts readParts(const Snapshot& data, const std::filesystem::path& root, double validFraction, uint64_t seed) {
  Parts parts;
  for (const Item& item : data.items) {
    if (item.kind != ItemKind::Table || item.status == LabelStatus::Withheld) continue;
    const std::filesystem::path file = root / item.path;   // an absolute item path replaces the root
    CsvTable& part = item.split == Split::Valid ? parts.valid : item.split == Split::Test ? parts.test : parts.train;
    append(part, readCsv(file), file.string());
  }
  require(!parts.train.rows.empty(), "there is no training row: import a CSV file with split train or none",
          root.string());
  if (parts.valid.rows.empty()) holdOut(parts, validFraction, seed);
  return parts;
}

Encoding learnEncoding(const CsvTable& train, const std::string& targetOption, const std::string& kindOption) {
  require(train.columns.size() >= 2, "a table needs a target column and at least one feature column");
  Encoding encoding;
  encoding.target = targetOption.empty() ? train.columns.back() : targetOption;
  const std::size_t target = columnIndex(train, encoding.target, "model.target");
  std::set<std::string> values;
  for (const auto& row : train.rows) values.insert(row[target]);
  encoding.kind = kindOption == "classify"  ? Kind::Classify
                  : kindOption == "regress" ? Kind::Regress
                                            : guessKind(train, target, values);
  if (encoding.kind == Kind::Classify) {
    require(values.size() >= 2, "the target column `" + encoding.target + "` has one value only: nothing to tell apart");
    require(values.size() <= maxClasses, "the target column has " + std::to_string(values.size()) + " classes",
            "model.target");
    encoding.classes.assign(values.begin(), values.end());
  } else {
    std::tie(encoding.targetMean, encoding.targetScale) = statistics(train, target, "model.target");
  }
  for (std::size_t c = 0; c < train.columns.size(); ++c) {
    if (c == target || !isNumeric(train, c)) continue;
    const auto [mean, scale] = statistics(train, c, train.columns[c]);
    encoding.features.push_back(train.columns[c]);
    encoding.mean.push_back(mean);
    encoding.scale.push_back(scale);
  }
  require(!encoding.features.empty(), "no column besides the target holds numbers only");
  return encoding;
}

Rows encode(const CsvTable& table, const Encoding& encoding, const std::string& where) {
  Rows rows;
  if (table.rows.empty()) return rows;
  std::vector<std::size_t> columns;
  for (const std::string& feature : encoding.features) columns.push_back(columnIndex(table, feature, where));
  const std::size_t target = columnIndex(table, encoding.target, where);
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    std::vector<float> features;
    for (std::size_t f = 0; f < columns.size(); ++f)
      features.push_back(float((numberAt(table, r, columns[f], where) - encoding.mean[f]) / encoding.scale[f]));
    rows.features.push_back(std::move(features));
    if (encoding.kind == Kind::Regress) {
      rows.targets.push_back(
          float((numberAt(table, r, target, where) - encoding.targetMean) / encoding.targetScale));
      continue;
    }
    const std::string& name = table.rows[r][target];
    const auto known = std::lower_bound(encoding.classes.begin(), encoding.classes.end(), name);
    require(known != encoding.classes.end() && *known == name,
            "row " + std::to_string(r + 1) + ": the class `" + name + "` never occurs in the training rows", where);
    rows.targets.push_back(float(known - encoding.classes.begin()));
  }
  return rows;
}

std::vector<float> encodeFeatures(const Json& row, const Encoding& encoding) {
  require(row.is_object(), "`row` must be an object of column names and values", "row");
  std::vector<float> features;
  for (std::size_t f = 0; f < encoding.features.size(); ++f) {
    const std::string& name = encoding.features[f];
    require(row.contains(name), "the column `" + name + "` is missing", "row");
    const Json& cell = row[name];
    const std::optional<double> value = cell.is_number()   ? std::optional(cell.get<double>())
                                        : cell.is_string() ? numberOf(cell.get<std::string>())
                                                           : std::nullopt;
    require(value && std::isfinite(*value), "the column `" + name + "` must be a number", "row");
    features.push_back(float((*value - encoding.mean[f]) / encoding.scale[f]));
  }
  return features;
}

Json toJson(const Encoding& e) {
  return {{"kind", e.kind == Kind::Classify ? "classify" : "regress"},
          {"target", e.target},
          {"features", e.features},
          {"mean", e.mean},
          {"scale", e.scale},
          {"classes", e.classes},
          {"target_mean", e.targetMean},
          {"target_scale", e.targetScale}};
}

Encoding encodingFromJson(const Json& json, const std::string& where) {
  Encoding e;
  const std::string kind = member<std::string>(json, "kind", where);
  require(kind == "classify" || kind == "regress", "`kind` must be classify or regress", where);
  e.kind = kind == "classify" ? Kind::Classify : Kind::Regress;
  e.target = member<std::string>(json, "target", where);
  e.features = textList(json, "features", where);
  e.mean = numberList(json, "mean", e.features.size(), where);
  e.scale = numberList(json, "scale", e.features.size(), where);
  e.classes = textList(json, "classes", where);
  e.targetMean = member<double>(json, "target_mean", where);
  e.targetScale = member<double>(json, "target_scale", where);
  const bool areScalesGood = e.targetScale > 0 && std::all_of(e.scale.begin(), e.scale.end(), [](double s) { return s > 0; });
  require(areScalesGood, "every scale must be positive", where);
  require(!e.features.empty() && (e.kind == Kind::Regress || e.classes.size() >= 2), "the encoding is empty", where);
  return e;
}

}  // namespace assay::table
