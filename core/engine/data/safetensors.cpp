// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/safetensors.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <set>
#include <span>

#include <torch/torch.h>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json.h"

namespace assay {
namespace {

static_assert(std::endian::native == std::endian::little, "the file is little endian");

// No model of ours has a header near this; a damaged length must not make us parse gigabytes.
constexpr uint64_t maxHeaderBytes = 64u << 20;
constexpr std::size_t maxDimensions = 16;

struct TypeName {
  const char* name;
  c10::ScalarType type;
};
constexpr TypeName typeNames[] = {
    {"F32", c10::kFloat}, {"F16", c10::kHalf}, {"BF16", c10::kBFloat16}, {"F64", c10::kDouble},
    {"I64", c10::kLong},  {"I32", c10::kInt},  {"U8", c10::kByte},       {"BOOL", c10::kBool}};

c10::ScalarType typeFromName(const std::string& name, const std::string& where) {
  for (const TypeName& known : typeNames)
    if (name == known.name) return known.type;
  throw Error(Code::BadInput, "dtype `" + name + "` is none of F32, F16, BF16, F64, I64, I32, U8, BOOL", where);
}

const char* nameOfType(c10::ScalarType type, const std::string& tensor) {
  for (const TypeName& known : typeNames)
    if (type == known.type) return known.name;
  throw Error(Code::Internal, std::string("safetensors does not hold the type ") + c10::toString(type), tensor);
}

uint64_t unsignedNumber(const Json& json, const char* what, const std::string& where) {
  // Also refuses numbers over 2^63, which no offset or size of a file can be.
  require(json.is_number_integer() && (!json.is_number_unsigned() || json.get<uint64_t>() <= uint64_t(INT64_MAX)) &&
              json.get<int64_t>() >= 0,
          std::string(what) + " must be a whole number from 0 to 2^63-1", where);
  return json.get<uint64_t>();
}

uint64_t byteCount(const TensorEntry& entry, const std::string& where) {
  uint64_t bytes = c10::elementSize(entry.type);
  for (const int64_t extent : entry.shape) {
    uint64_t product = 0;
    require(!__builtin_mul_overflow(bytes, uint64_t(extent), &product) && product <= uint64_t(INT64_MAX),
            "the shape is too large for any file", where);
    bytes = product;
  }
  return bytes;
}

TensorEntry parseEntry(const Json& json, const std::string& where) {
  require(json.is_object(), "the entry must be an object", where);
  TensorEntry entry;
  entry.type = typeFromName(member<std::string>(json, "dtype", where), where);
  const Json shape = member<Json>(json, "shape", where);
  require(shape.is_array() && shape.size() <= maxDimensions, "`shape` must be a list of at most 16 numbers", where);
  for (const Json& extent : shape)
    entry.shape.push_back(static_cast<int64_t>(unsignedNumber(extent, "each number of `shape`", where)));
  const Json offsets = member<Json>(json, "data_offsets", where);
  require(offsets.is_array() && offsets.size() == 2, "`data_offsets` must be [begin, end]", where);
  entry.begin = unsignedNumber(offsets[0], "`data_offsets`", where);
  entry.end = unsignedNumber(offsets[1], "`data_offsets`", where);
  require(entry.begin <= entry.end && entry.end - entry.begin == byteCount(entry, where),
          "`data_offsets` do not span the bytes of its shape and dtype", where);
  return entry;
}

void requireNoGapOrOverlap(const std::vector<std::string>& names, const std::map<std::string, TensorEntry>& entries,
                           uint64_t dataBytes, const std::string& file) {
  uint64_t expected = 0;
  for (const std::string& name : names) {
    const TensorEntry& entry = entries.at(name);
    require(entry.begin == expected, "tensor `" + name + "` " + (entry.begin < expected ? "overlaps" : "leaves a gap after") +
                                         " the one before it", file);
    expected = entry.end;
  }
  require(expected == dataBytes, "the tensors take " + std::to_string(expected) + " bytes, and the file has " +
                                     std::to_string(dataBytes) + " (cut short?)", file);
}

}  // namespace

struct SafetensorsFile::Mapping {
  void* address = nullptr;
  uint64_t size = 0;
  ~Mapping() {
    if (address != nullptr) munmap(address, size);
  }
  const char* bytes() const { return static_cast<const char*>(address); }
};

SafetensorsFile::SafetensorsFile(const std::filesystem::path& file) : path_(file) {
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) throwErrno("open", file.string());
  struct stat info {};
  const bool isFile = fstat(fd, &info) == 0 && S_ISREG(info.st_mode);
  auto mapping = std::make_shared<Mapping>();
  if (isFile && info.st_size >= 8) {
    mapping->size = static_cast<uint64_t>(info.st_size);
    void* address = mmap(nullptr, mapping->size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (address != MAP_FAILED) mapping->address = address;
  }
  close(fd);
  require(isFile && info.st_size >= 8, "this is no safetensors file: it has fewer than 8 bytes", file.string());
  require(mapping->address != nullptr, "the file cannot be mapped into memory", file.string(), Code::Io);
  mapping_ = std::move(mapping);
  parse();
}

void SafetensorsFile::parse() {
  const std::string file = path_.string();
  uint64_t headerBytes = 0;
  std::memcpy(&headerBytes, mapping_->bytes(), 8);
  require(headerBytes >= 2 && headerBytes <= maxHeaderBytes && headerBytes <= mapping_->size - 8,
          "this is no safetensors file: its header length is " + std::to_string(headerBytes), file);
  dataStart_ = 8 + headerBytes;
  const Json header = parseJson(std::string_view(mapping_->bytes() + 8, headerBytes), file);
  require(header.is_object(), "the header must be a JSON object", file);
  for (const auto& [name, value] : header.items()) {
    if (name == "__metadata__") {
      require(value.is_object(), "`__metadata__` must be an object", file);
      for (const auto& [key, text] : value.items()) {
        require(text.is_string(), "`__metadata__` must hold texts only", file);
        metadata_[key] = text.get<std::string>();
      }
      continue;
    }
    const bool isNew = entries_.emplace(name, parseEntry(value, file + ": " + name)).second;
    require(isNew, "tensor `" + name + "` is there twice", file);
    names_.push_back(name);
  }
  std::sort(names_.begin(), names_.end(), [this](const std::string& a, const std::string& b) {
    const TensorEntry &left = entries_.at(a), &right = entries_.at(b);
    return std::tie(left.begin, left.end, a) < std::tie(right.begin, right.end, b);
  });
  requireNoGapOrOverlap(names_, entries_, mapping_->size - dataStart_, file);
}

const TensorEntry& SafetensorsFile::entry(const std::string& name) const {
  const auto place = entries_.find(name);
  require(place != entries_.end(), "tensor `" + name + "` is missing", path_.string());
  return place->second;
}

at::Tensor SafetensorsFile::read(const std::string& name) const {
  const TensorEntry& wanted = entry(name);
  at::Tensor tensor = at::empty(wanted.shape, at::TensorOptions().dtype(wanted.type));
  if (wanted.end > wanted.begin)
    std::memcpy(tensor.data_ptr(), mapping_->bytes() + dataStart_ + wanted.begin, wanted.end - wanted.begin);
  return tensor;
}

void writeSafetensors(const std::filesystem::path& file, const NamedTensors& tensors,
                      const std::map<std::string, std::string>& metadata) {
  Json header = Json::object();
  if (!metadata.empty()) {
    Json& texts = header["__metadata__"] = Json::object();
    for (const auto& [key, text] : metadata) texts[key] = text;
  }
  uint64_t offset = 0;
  std::set<std::string> seen{"__metadata__"};
  for (const NamedTensor& named : tensors) {
    require(seen.insert(named.name).second, "tensor name `" + named.name + "` cannot be used twice", file.string(),
            Code::Internal);
    const uint64_t end = offset + named.tensor.nbytes();
    header[named.name] = {{"dtype", nameOfType(named.tensor.scalar_type(), named.name)},
                          {"shape", named.tensor.sizes().vec()},
                          {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = toLine(header);
  text.append((8 - text.size() % 8) % 8, ' ');   // the tensors' bytes start at a multiple of 8
  const uint64_t headerBytes = text.size();
  AtomicFile out(file);
  out.write(std::as_bytes(std::span(&headerBytes, 1)));
  out.write(text);
  for (const NamedTensor& named : tensors) {
    const at::Tensor host = named.tensor.detach().to(at::kCPU).contiguous();
    if (host.nbytes() > 0) out.write(std::span(static_cast<const std::byte*>(host.data_ptr()), host.nbytes()));
  }
  out.commit();
}

}  // namespace assay
