// SPDX-License-Identifier: Apache-2.0
// The safetensors format (huggingface/safetensors): 8 bytes header length, little endian; a JSON header
// {"name":{"dtype":"F32","shape":[2,3],"data_offsets":[begin,end]},...,"__metadata__":{text: text}}; the
// bytes of all tensors without gaps. No code runs while reading, whatever the file holds.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/export.h"

namespace assay {

struct NamedTensor {
  std::string name;
  at::Tensor tensor;
};
using NamedTensors = std::vector<NamedTensor>;

/// Where one tensor lies in its file; offsets count from the end of the header.
struct TensorEntry {
  c10::ScalarType type = c10::ScalarType::Float;
  std::vector<int64_t> shape;
  uint64_t begin = 0, end = 0;
};

/// A memory-mapped file. Everything is checked when it is opened: header size, JSON, dtype, shape and
/// offsets (overflow, overlaps, gaps, file size). Throws Error{BadInput} naming file and tensor.
class ASSAY_ENGINE_API SafetensorsFile {
 public:
  explicit SafetensorsFile(const std::filesystem::path& file);

  /// Names in the order of their bytes.
  const std::vector<std::string>& names() const { return names_; }
  bool has(const std::string& name) const { return entries_.contains(name); }
  /// Throws Error{BadInput} for a name that is not there.
  const TensorEntry& entry(const std::string& name) const;
  /// A contiguous CPU copy, independent of the file.
  at::Tensor read(const std::string& name) const;
  const std::map<std::string, std::string>& metadata() const { return metadata_; }
  const std::filesystem::path& path() const { return path_; }

 private:
  struct Mapping;
  void parse();

  std::filesystem::path path_;
  std::shared_ptr<const Mapping> mapping_;
  uint64_t dataStart_ = 0;
  std::vector<std::string> names_;
  std::map<std::string, TensorEntry> entries_;
  std::map<std::string, std::string> metadata_;
};

/// Writes atomically: F32, F16, BF16, F64, I64, I32, U8, BOOL. Tensors on devices are copied to the host.
/// Throws Error{Internal} for a repeated name or a type that the format does not hold.
ASSAY_ENGINE_API void writeSafetensors(const std::filesystem::path& file, const NamedTensors& tensors,
                                       const std::map<std::string, std::string>& metadata = {});

}  // namespace assay
