// SPDX-License-Identifier: Apache-2.0
// A run directory over generated CSV files, for tests that drive the real worker.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/option_schema.h"
#include "core/job/run_directory.h"

namespace assay::test {

/// Three classes of points around three centres, `rows` of them, as CSV text with a text column that no
/// model can use.
std::string pointsCsv(int64_t rows, uint64_t seed);

/// y = 2 a - 3 b + 1 with little noise.
std::string lineCsv(int64_t rows, uint64_t seed);

/// Writes train.csv and test.csv below `root`, a dataset version of both, and a run at root/runs/<name>.
RunDirectory makeTableRun(const std::filesystem::path& root, const std::string& name, const std::string& train,
                          const std::string& test, const OptionValues& changes = {});

}  // namespace assay::test
