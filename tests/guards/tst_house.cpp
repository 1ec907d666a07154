// SPDX-License-Identifier: Apache-2.0
// The rules of the house, read off the sources: which room may include what, and what no file may lack.
#include <QtTest>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

struct Source {
  std::string path;   ///< from the repository root, slashes
  std::string text;
};

bool isCode(const fs::path& file) {
  static const std::set<std::string> extensions = {".h", ".cpp", ".cu", ".cuh"};
  return extensions.contains(file.extension().string());
}

std::vector<Source> readSources(const fs::path& root) {
  std::vector<Source> sources;
  for (const char* top : {"app", "core", "widgets", "plugins", "tests"})
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      if (!entry.is_regular_file() || !isCode(entry.path())) continue;
      std::stringstream text;
      text << std::ifstream(entry.path()).rdbuf();
      sources.push_back({fs::relative(entry.path(), root).generic_string(), text.str()});
    }
  return sources;
}

bool startsWith(const std::string& text, const std::string& prefix) { return text.rfind(prefix, 0) == 0; }

std::vector<std::string> includesOf(const std::string& text) {
  static const std::regex line("^[ \\t]*#[ \\t]*include[ \\t]*[<\"]([^>\"]+)[>\"]", std::regex::multiline);
  std::vector<std::string> names;
  for (std::sregex_iterator it(text.begin(), text.end(), line), end; it != end; ++it) names.push_back((*it)[1]);
  return names;
}

bool isQt(const std::string& name) { return std::regex_search(name, std::regex(R"(^(Q[A-Z]|Qt[A-Z]|qt))")); }
bool isTorch(const std::string& name) {
  for (const char* prefix : {"torch/", "ATen/", "c10/"})
    if (startsWith(name, prefix)) return true;
  return false;
}
bool isCuda(const std::string& name) { return std::regex_search(name, std::regex(R"(^(cuda|nccl|cublas|cudnn|nvml))")); }

}  // namespace

class HouseTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    const char* root = std::getenv("ASSAY_SOURCE");
    QVERIFY2(root, "ASSAY_SOURCE names the repository; ctest sets it");
    root_ = root;
    sources_ = readSources(root_);
    QVERIFY(sources_.size() > 100);
  }

  void coreIncludesNoQt() {
    forbid("core/", {}, isQt, "Qt does not belong in core");
  }

  void torchStaysInTheEngineAndThePlugins() {
    forbid("", {"core/engine/", "plugins/", "tests/engine/", "tests/plugins/", "tests/bench/", "app/worker/"}, isTorch,
           "torch belongs in core/engine and plugins");
  }

  void noHeaderIncludesAllOfTorch() {
    forbid("", {}, [](const std::string& name) { return name == "torch/torch.h"; },
           "<torch/torch.h> belongs in no header", ".h");
  }

  void cudaStaysInItsRoom() { forbid("", {"core/engine/cuda/"}, isCuda, "CUDA belongs in core/engine/cuda"); }

  void openCvStaysInImaging() {
    forbid("", {"core/imaging/"}, [](const std::string& name) { return startsWith(name, "opencv2/"); },
           "OpenCV belongs in core/imaging");
  }

  void arrowsGoOneWay() {
    const auto includes = [](const std::string& folder) {
      return [folder](const std::string& name) { return startsWith(name, folder); };
    };
    forbid("core/", {}, includes("widgets/"), "core may not include widgets");
    forbid("core/", {}, includes("app/"), "core may not include app");
    forbid("core/", {}, includes("plugins/"), "core may not include plugins");
    forbid("core/", {"core/engine/"}, includes("core/engine/"), "core may not include the engine");
    forbid("widgets/", {}, includes("app/"), "widgets may not include app");
    forbid("widgets/", {}, includes("core/engine/"), "widgets may not include the engine");
    forbid("plugins/", {}, includes("widgets/"), "plugins may not include widgets");
    forbid("app/cli/", {}, includes("widgets/"), "the command line has no GUI");
    forbid("app/cli/", {}, includes("core/engine/"), "the command line has no engine");
  }

  void sqlStaysInTheStore() {
    static const std::regex sql(R"(sqlite3|\b(SELECT .* FROM|INSERT INTO|DELETE FROM|CREATE TABLE|PRAGMA )\b)");
    for (const Source& source : sources_) {
      if (startsWith(source.path, "core/store/") || startsWith(source.path, "tests/")) continue;
      QVERIFY2(!std::regex_search(source.text, sql), qPrintable(QString::fromStdString(source.path + ": SQL belongs in core/store")));
    }
  }

  void everyFileNamesItsLicence() {
    for (const Source& source : sources_) {
      const bool isGui = startsWith(source.path, "widgets/") || startsWith(source.path, "app/desktop/") ||
                         startsWith(source.path, "tests/widgets/");
      // A benchmark that drives a page links widgets/, and so carries its licence.
      const bool drivesPages = startsWith(source.path, "tests/bench/") && source.text.find("\"widgets/") != std::string::npos;
      const std::string line = std::string("// SPDX-License-Identifier: ") + (isGui || drivesPages ? "GPL-3.0-or-later" : "Apache-2.0");
      QVERIFY2(startsWith(source.text, line + "\n"),
               qPrintable(QString::fromStdString(source.path + ": the first line is not `" + line + "`")));
    }
  }

  void coloursAreWrittenInTheThemeAlone() {
    static const std::regex colour("QColor\\s*\\(\\s*(\"#|\\d)|\"#[0-9a-fA-F]{6}\"");
    for (const Source& source : sources_) {
      if (!startsWith(source.path, "widgets/") || startsWith(source.path, "widgets/theme/")) continue;
      QVERIFY2(!std::regex_search(source.text, colour),
               qPrintable(QString::fromStdString(source.path + ": colours come from widgets/theme")));
    }
  }

  void noLoopRunsOverAViewOfATemporary() {
    // items() and entries() return views; of a temporary they dangle as soon as the loop begins (before C++23).
    static const std::regex loop("for \\([^;]*: (member<Json>|PluginCatalogue::scan)\\([^;]*\\)\\.(items|entries)\\(\\)\\)");
    for (const Source& source : sources_)
      QVERIFY2(!std::regex_search(source.text, loop),
               qPrintable(QString::fromStdString(source.path + ": a loop over a view of a temporary")));
  }

  void loopsOfTorchsThreadsAreCompiledForThem() {
    // Without OpenMP at::parallel_for is a plain loop, and nothing says so.
    std::size_t found = 0;
    for (const Source& source : sources_) {
      if (!source.path.ends_with(".cpp") || source.text.find("at::parallel_for(") == std::string::npos || startsWith(source.path, "tests/")) continue;
      const fs::path file(source.path);
      std::stringstream text;
      text << std::ifstream(root_ / file.parent_path() / "CMakeLists.txt").rdbuf();
      const std::regex named("assay_use_torch_threads\\([^)]*\\b" + file.stem().string() + "\\.cpp\\b[^)]*\\)");
      QVERIFY2(std::regex_search(text.str(), named), qPrintable(QString::fromStdString(source.path + ": name it in assay_use_torch_threads() of its CMakeLists.txt")));
      ++found;
    }
    QVERIFY(found > 0);
  }

  void theTopLevelHoldsOnlyTheHouse() {
    static const std::set<std::string> folders = {"app", "core", "widgets", "plugins", "resources", "translations",
                                                  "tests", "installer", ".ci", ".git", "build", ".cache"};
    for (const auto& entry : fs::directory_iterator(root_))
      if (entry.is_directory())
        QVERIFY2(folders.contains(entry.path().filename().string()), entry.path().c_str());
  }

 private:
  /// Fails at the first file under `folder`, outside `except`, that includes what `bad` matches.
  template <class Matches>
  void forbid(const std::string& folder, const std::vector<std::string>& except, Matches bad, const char* why,
              const std::string& extension = {}) {
    for (const Source& source : sources_) {
      if (!startsWith(source.path, folder)) continue;
      if (!extension.empty() && !source.path.ends_with(extension)) continue;
      bool excepted = false;
      for (const std::string& prefix : except) excepted = excepted || startsWith(source.path, prefix);
      if (excepted || startsWith(source.path, "tests/") ) continue;
      for (const std::string& name : includesOf(source.text))
        QVERIFY2(!bad(name), qPrintable(QString::fromStdString(source.path + " includes " + name + ": " + why)));
    }
  }

  fs::path root_;
  std::vector<Source> sources_;
};

QTEST_APPLESS_MAIN(HouseTest)
#include "tst_house.moc"
