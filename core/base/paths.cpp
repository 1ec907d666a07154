// SPDX-License-Identifier: Apache-2.0
#include "core/base/paths.h"

#include <cstdlib>
#include <unistd.h>

#include "core/base/error.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

fs::path fromEnvironment(const char* name) {
  const char* value = std::getenv(name);
  return value && *value ? fs::path(value) : fs::path();
}

bool isProgram(const fs::path& file) { return fs::is_regular_file(file) && access(file.c_str(), X_OK) == 0; }

fs::path onPath(const std::string& name) {
  const std::string path = std::getenv("PATH") ? std::getenv("PATH") : "";
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t end = std::min(path.find(':', start), path.size());
    const fs::path candidate = fs::path(path.substr(start, end - start)) / name;
    if (end > start && isProgram(candidate)) return candidate;
    start = end + 1;
  }
  return {};
}

}  // namespace

fs::path assayHome() {
  if (const fs::path home = fromEnvironment("ASSAY_HOME"); !home.empty()) return fs::absolute(home);
  if (const fs::path data = fromEnvironment("XDG_DATA_HOME"); !data.empty()) return data / "assay";
  const fs::path home = fromEnvironment("HOME");
  require(!home.empty(), "neither ASSAY_HOME nor HOME is set", {}, Code::Environment);
  return home / ".local/share/assay";
}

fs::path executableFolder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  require(!error, "the running program's place cannot be read", "/proc/self/exe", Code::Environment);
  return program.parent_path();
}

fs::path siblingProgram(const std::string& name) {
  for (const fs::path& folder : {fromEnvironment("ASSAY_BIN"), executableFolder()})
    if (!folder.empty() && isProgram(folder / name)) return fs::absolute(folder / name);
  if (const fs::path found = onPath(name); !found.empty()) return found;
  throw Error(Code::Environment, "the program `" + name + "` is neither beside this one nor on PATH",
              executableFolder().string());
}

fs::path resourceFolder() {
  if (const fs::path named = fromEnvironment("ASSAY_RESOURCES"); !named.empty()) return named;
  const fs::path own = executableFolder();
  for (const char* up : {"../share/assay", "../../share/assay"})   // bin/ and bin/tests/
    if (fs::is_directory(own / up)) return fs::weakly_canonical(own / up);
  return own / "../share/assay";
}

std::string portablePath(const fs::path& path, const fs::path& base) {
  const fs::path full = fs::weakly_canonical(fs::absolute(path));
  const fs::path relative = full.lexically_relative(fs::weakly_canonical(fs::absolute(base)));
  const bool inside = !relative.empty() && *relative.begin() != "..";
  return (inside ? relative : full).generic_string();
}

}  // namespace assay
