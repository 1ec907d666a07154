// SPDX-License-Identifier: Apache-2.0
#include "app/cli/predict_inputs.h"

#include <algorithm>
#include <charconv>

#include "app/cli/predict_questions.h"
#include "app/cli/predict_texts.h"
#include "core/base/error.h"
#include "core/formats/csv_reader.h"
#include "core/formats/pair_names.h"
#include "core/imaging/inspect.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

bool isWanted(const fs::path& file, bool tables) { return tables ? file.extension() == ".csv" : hasImageExtension(file); }

std::vector<fs::path> filesOf(const std::vector<std::string>& paths, bool tables) {
  std::vector<fs::path> files;
  for (const std::string& path : paths) {
    require(fs::exists(path), "there is no such file or folder", path, Code::NotFound);
    if (!fs::is_directory(path)) {
      files.push_back(fs::absolute(path));
      continue;
    }
    std::vector<fs::path> inside;
    for (const auto& entry : fs::directory_iterator(path))
      if (entry.is_regular_file() && isWanted(entry.path(), tables) && !isReferenceOfAnother(entry.path())) inside.push_back(fs::absolute(entry.path()));
    require(!inside.empty(), tables ? "the folder holds no .csv file" : "the folder holds no image", path);
    std::sort(inside.begin(), inside.end());
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

fs::path referenceFor(const fs::path& image, const std::string& reference) {
  const fs::path twin = twinOf(image);
  if (reference.empty()) return !twin.empty() && fs::exists(twin) ? twin : fs::path();
  if (!fs::is_directory(reference)) return fs::absolute(reference);
  for (const fs::path& name : {image.filename(), twin.filename()})
    if (!name.empty() && fs::exists(reference / name)) return fs::absolute(reference / name);
  throw Error(Code::NotFound, "no reference for `" + image.filename().string() + "` in this folder", reference);
}

Json cellValue(const std::string& text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? Json(number) : Json(text);
}

std::vector<Json> rowsOf(const fs::path& file) {
  const CsvTable table = readCsv(file);
  std::vector<Json> inputs;
  for (const auto& cells : table.rows) {
    Json row = Json::object();
    for (std::size_t i = 0; i < cells.size(); ++i) row[table.columns[i]] = cellValue(cells[i]);
    inputs.push_back({{"row", row}});
  }
  return inputs;
}

}  // namespace

std::vector<PredictSource> predictSources(const PluginManifest& manifest, const std::vector<std::string>& paths, const std::string& reference) {
  const auto& kinds = manifest.itemKinds;
  const auto learnsFrom = [&](const char* kind) { return std::find(kinds.begin(), kinds.end(), kind) != kinds.end(); };
  const bool tables = learnsFrom("table");
  if (learnsFrom("sentences")) return textSources(paths);
  if (!tables && !learnsFrom("image")) return questionSources(paths);
  require(reference.empty() || fs::exists(reference), "there is no such file or folder", reference, Code::NotFound);
  std::vector<PredictSource> sources;
  for (const fs::path& file : filesOf(paths, tables)) {
    if (tables) {
      sources.push_back({file, rowsOf(file)});
      continue;
    }
    Json input = {{"image", file.string()}};
    if (const fs::path found = referenceFor(file, reference); !found.empty()) input["reference"] = found.string();
    sources.push_back({file, {input}, true});
  }
  return sources;
}

}  // namespace assay
