// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/codec_library.h"

#include <dlfcn.h>

#include <filesystem>
#include <string>

#include "core/base/error.h"

namespace assay {

namespace {

/// The folder that this very library was loaded from.
std::filesystem::path libraryFolder() {
  Dl_info info{};
  if (dladdr(reinterpret_cast<void*>(&codecLibrary), &info) == 0 || info.dli_fname == nullptr)
    return {};
  return std::filesystem::path(info.dli_fname).parent_path();
}

CodecLibrary load() {
  const std::string file = (libraryFolder() / "libassay_codecs.so").string();
  void* handle = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr)
    throw Error(Code::Environment, std::string("the image codecs cannot be loaded: ") + dlerror(),
                file);
  CodecLibrary library;
  library.decode = reinterpret_cast<decltype(library.decode)>(dlsym(handle, "assayDecodeImage"));
  library.encode = reinterpret_cast<decltype(library.encode)>(dlsym(handle, "assayEncodeImage"));
  library.checkJpeg =
      reinterpret_cast<decltype(library.checkJpeg)>(dlsym(handle, "assayCheckJpeg"));
  if (library.decode == nullptr || library.encode == nullptr || library.checkJpeg == nullptr)
    throw Error(Code::Environment, "the image codecs are of another version of Assay", file);
  // Callers run one image per thread; OpenCV's own threads would only get in their way.
  cv::setNumThreads(1);
  return library;
}

}  // namespace

const CodecLibrary& codecLibrary() {
  static const CodecLibrary library = load();
  return library;
}

}  // namespace assay
