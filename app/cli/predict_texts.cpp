// SPDX-License-Identifier: Apache-2.0
#include "app/cli/predict_texts.h"

#include <algorithm>
#include <cstdio>

#include "app/cli/predict_questions.h"
#include "core/base/error.h"
#include "core/base/line_reader.h"
#include "core/text/text_pieces.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t shownLines = 10;

bool isText(const fs::path& file) { return file.extension() == ".txt" || file.extension() == ".md"; }

std::vector<fs::path> textsIn(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_regular_file() && isText(entry.path())) files.push_back(entry.path());
  require(!files.empty(), "the folder holds no .txt or .md file", folder.string());
  std::sort(files.begin(), files.end());
  return files;
}

PredictSource textOf(const fs::path& file) {
  PredictSource source{fs::absolute(file), {}};
  LineReader reader(file);
  TextPieces pieces;
  for (std::string_view line; reader.next(line);) pieces.addLine(line);
  for (std::string& piece : pieces.take()) source.inputs.push_back({{"text", std::move(piece)}});
  require(!source.inputs.empty(), "the text is empty", file.string());
  return source;
}

std::string nameAt(const Json& names, const Json& number) {
  const auto at = number.is_number_unsigned() || number.is_number_integer() ? number.get<int64_t>() : -1;
  return at >= 0 && at < int64_t(names.size()) ? names[std::size_t(at)].value("name", "") : "";
}

}  // namespace

std::vector<PredictSource> textSources(const std::vector<std::string>& paths) {
  std::vector<PredictSource> sources;
  for (const std::string& path : paths) {
    std::error_code ignored;   // a question is no path: it may be too long for one
    if (fs::is_directory(path, ignored))
      for (const fs::path& file : textsIn(path)) sources.push_back(textOf(file));
    else if (isText(path) && fs::exists(path, ignored)) sources.push_back(textOf(path));
    else sources.push_back(questionSources({path}).front());
  }
  return sources;
}

void sayNames(const Json& output, Console& console) {
  if (!output.is_object() || !output.contains("sentences") || !output["sentences"].is_array()) return;
  std::size_t shown = 0;
  for (const Json& sentence : output["sentences"]) {
    const Json names = sentence.value("names", Json::array());
    std::string line;
    for (const Json& name : names) line += (line.empty() ? "" : ", ") + name.value("name", "") + " (" + name.value("type", "") + ")";
    if (line.empty() || ++shown > shownLines) continue;
    console.say("  " + line);
    for (const Json& relation : sentence.value("relations", Json::array())) {
      char score[32];
      std::snprintf(score, sizeof score, "%8.3f", relation.value("score", 0.0));
      console.say(std::string(score) + "  " + nameAt(names, relation.value("head", Json())) + " -" + relation.value("relation", "") + "-> " +
                  nameAt(names, relation.value("tail", Json())));
    }
  }
}

}  // namespace assay
