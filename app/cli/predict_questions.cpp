// SPDX-License-Identifier: Apache-2.0
#include "app/cli/predict_questions.h"

#include <cstdio>
#include <sstream>

#include "core/base/atomic_file.h"
#include "core/base/error.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t shownAnswers = 10;

bool isLiteral(const std::string& input) {
  const auto first = input.find_first_not_of(" \t\r\n");
  return first != std::string::npos && input[first] == '{';
}

Json questionOf(const std::string& text, const std::string& where) {
  Json question = parseJson(text, where);
  require(question.is_object(), "a question is a JSON object, as {\"head\": \"X\", \"relation\": \"R\"}", where);
  return question;
}

PredictSource fileOfQuestions(const std::string& input) {
  require(fs::exists(input), "there is no such file, and it is no JSON object either", input, Code::NotFound);
  require(fs::is_regular_file(input), "a question is a JSON object or a .jsonl file of them, not a folder", input);
  PredictSource source{fs::absolute(input), {}};
  std::istringstream lines(readFile(input, std::size_t{1} << 30));
  int64_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") != std::string::npos)
      source.inputs.push_back(questionOf(line, input + ":" + std::to_string(number)));
  }
  require(!source.inputs.empty(), "the file holds no question", input);
  return source;
}

std::string text(const Json& answer, const char* key) {
  return answer.contains(key) && answer[key].is_string() ? answer[key].get<std::string>() : "";
}

/// "pump -has_fault-> leak; valve -has_fault-> leak", chains on a line each.
void sayPaths(const Json& paths, Console& console) {
  for (std::size_t i = 0; i < std::min(shownAnswers, paths.size()); ++i) {
    std::string line;
    for (const Json& fact : paths[i].value("facts", Json::array())) {
      const Json names = fact.value("names", Json::array());
      if (names.size() == 3) line += (line.empty() ? "" : "; ") + names[0].get<std::string>() + " -" + names[1].get<std::string>() + "-> " + names[2].get<std::string>();
    }
    char probability[32];
    std::snprintf(probability, sizeof probability, "%8.2g", paths[i].value("probability", 0.0));
    console.say(std::string(probability) + "  " + line);
  }
}

}  // namespace

std::vector<PredictSource> questionSources(const std::vector<std::string>& inputs) {
  std::vector<PredictSource> sources;
  for (const std::string& input : inputs)
    sources.push_back(isLiteral(input) ? PredictSource{"question.json", {questionOf(input, "INPUT")}, true} : fileOfQuestions(input));
  return sources;
}

void sayAnswers(const Json& output, Console& console) {
  if (output.is_object() && output.contains("paths") && output["paths"].is_array()) return sayPaths(output["paths"], console);
  if (!output.is_object() || !output.contains("answers") || !output["answers"].is_array()) return;
  const Json& answers = output["answers"];
  for (std::size_t i = 0; i < std::min(shownAnswers, answers.size()); ++i) {
    const Json& answer = answers[i];
    char score[32];
    std::snprintf(score, sizeof score, "%8.3f", answer.value("score", 0.0));
    console.say(std::string(score) + "  " + text(answer, "name") + (answer.value("known", false) ? "  (known)" : ""));
  }
}

}  // namespace assay
