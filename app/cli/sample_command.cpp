// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command.h"
#include "core/project/sample_boards.h"
#include "core/project/sample_table.h"

namespace assay {

namespace {

constexpr int defaultBoards = 100, defaultRows = 2000;

struct SampleArguments {
  std::string kind, folder;
  int count = 0;   ///< 0: the kind's own
  uint64_t seed = 0;
};

void declareSample(CLI::App& verb, SampleArguments& a) {
  verb.add_option("KIND", a.kind, "boards (pairs of images with defects) or table (rows)")
      ->required()->check(CLI::IsMember({"boards", "table"}));
  verb.add_option("DIR", a.folder, "folder of the new project")->required();
  verb.add_option("--count", a.count, "pairs (100) or rows (2000)")->check(CLI::Range(1, 1000000));
  verb.add_option("--seed", a.seed, "equal seeds give equal files")->check(CLI::NonNegativeNumber);
}

Answer runSample(const SampleArguments& a, Console& console) {
  const bool boards = a.kind == "boards";
  const int count = a.count > 0 ? a.count : boards ? defaultBoards : defaultRows;
  const Project project = boards ? createSampleBoards(a.folder, count, a.seed, console.progress())
                                 : createSampleTable(a.folder, count, a.seed, console.progress());
  console.say("created " + project.root.string() + " with " + std::to_string(count) + (boards ? " pairs" : " rows"));
  return {{{"project", project.root.string()}, {"task", project.task}, {"count", count}, {"seed", a.seed}}};
}

}  // namespace

void addSampleCommand(CommandLine& line) {
  line.verb<SampleArguments>("sample", "a generated, labelled sample project", declareSample, runSample);
}

}  // namespace assay
