// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/json.h"
#include "core/base/problem.h"
#include "core/base/progress.h"

namespace assay {

/// How the command line talks. Results go to stdout, everything else to stderr; with --json stdout carries
/// one JSON object and nothing else. A live line is drawn only on a terminal.
class Console {
 public:
  explicit Console(bool json);

  bool isJson() const { return json_; }
  /// A line of the result, for people.
  void say(const std::string& line);
  /// A line beside the result: progress, warnings.
  void note(const std::string& line);
  /// Replaces the live line; on something that is no terminal it becomes a plain line now and then.
  void live(const std::string& text);
  void endLive();
  /// Each on a line of its own, the first fifty.
  void problems(const Problems& problems);

  /// Shows where long work is; stops on Ctrl-C.
  Progress progress();

 private:
  bool json_;
  bool isTerminal_;
  bool isLive_ = false;
  double lastLine_;   ///< seconds; when the last plain progress line was written, or the work began
};

/// Four significant digits: enough for a line that is read in passing.
std::string shortNumber(double value);

/// {"severity","where","message","fix"}
Json toJson(const Problem& problem);
Json toJson(const Problems& problems);

}  // namespace assay
