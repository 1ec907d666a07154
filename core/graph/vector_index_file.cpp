// SPDX-License-Identifier: Apache-2.0
// The file: head, graph, types, then the SHA-256 of all before it as 64 hex digits.
#include <algorithm>
#include <cstring>
#include <fstream>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/graph/vector_index_impl.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr char magic[8] = {'A', 'S', 'S', 'A', 'Y', 'V', 'E', 'C'};
constexpr uint32_t fileFormat = 1;
constexpr std::size_t hashLength = 64, block = std::size_t{1} << 20;

struct FileHead {
  char magic[8];
  uint32_t format, dimension, similarity, neighbours, efConstruction, ef;
  uint64_t seed, count;
};

class HashedWriter {
 public:
  explicit HashedWriter(const fs::path& file) : file_(file) {}
  void write(const void* bytes, std::size_t size) {
    const std::string_view text(static_cast<const char*>(bytes), size);
    hash_.update(text);
    file_.write(text);
  }
  void finish() {
    file_.write(hash_.finish());
    file_.commit();
  }

 private:
  AtomicFile file_;
  Sha256 hash_;
};

/// A file whose hash is right; what is read beyond its end is a fault.
class HashedReader {
 public:
  explicit HashedReader(const fs::path& file) : place_(file.string()), stream_(file, std::ios::binary) {
    std::error_code fault;
    require(fs::is_regular_file(file, fault), "there is no index of vectors", place_, Code::NotFound);
    require(bool(stream_), "the index cannot be read", place_, Code::Io);
    const auto size = fs::file_size(file, fault);
    require(!fault && size >= hashLength + sizeof(FileHead), "the index is cut short", place_);
    left_ = size - hashLength;
    checkHash();
  }
  void read(void* out, std::size_t size) {
    require(size <= left_, "the index is cut short", place_);
    stream_.read(static_cast<char*>(out), std::streamsize(size));
    require(bool(stream_), "the index cannot be read", place_, Code::Io);
    left_ -= size;
  }
  std::size_t left() const { return left_; }
  const std::string& place() const { return place_; }

 private:
  void checkHash() {
    Sha256 hash;
    std::string bytes(block, '\0'), said(hashLength, '\0');
    for (std::size_t rest = left_; rest > 0;) {
      const std::size_t part = std::min(rest, block);
      stream_.read(bytes.data(), std::streamsize(part));
      require(bool(stream_), "the index cannot be read", place_, Code::Io);
      hash.update(std::string_view(bytes).substr(0, part));
      rest -= part;
    }
    stream_.read(said.data(), std::streamsize(hashLength));
    require(bool(stream_) && hash.finish() == said, "the index is damaged: its content has another hash than it says", place_);
    stream_.seekg(0);
  }
  std::string place_;
  std::ifstream stream_;
  std::size_t left_ = 0;
};

FileHead readHead(HashedReader& reader) {
  FileHead head;
  reader.read(&head, sizeof head);
  require(std::memcmp(head.magic, magic, sizeof magic) == 0, "this is no index of vectors", reader.place());
  if (head.format > fileFormat)
    throw Error(Code::NewerFormat, "the index has format " + std::to_string(head.format) + ", this program reads up to " + std::to_string(fileFormat), reader.place());
  require(head.dimension >= 1 && head.dimension <= 65536 && head.similarity <= 1 && head.neighbours >= 2 && head.neighbours <= 256 && head.efConstruction >= 1 &&
              head.efConstruction <= 100000 && head.ef >= 1 && head.ef <= 1000000 && head.count < uint64_t(INT32_MAX),
          "the head of the index is wrong", reader.place());
  // No memory is asked for that the file does not fill.
  const std::size_t links = 1 + 2 * head.neighbours, levelAndType = 2;
  const std::size_t element = (links + head.dimension + levelAndType) * sizeof(int32_t) + sizeof(int64_t);
  require(head.count <= reader.left() / element, "the index is cut short", reader.place());
  return head;
}

}  // namespace

void VectorIndex::save(const fs::path& file) const {
  std::shared_lock lock(impl_->mutex);
  const VectorIndexOptions& o = impl_->options;
  FileHead head{};
  std::memcpy(head.magic, magic, sizeof magic);
  head.format = fileFormat;
  head.dimension = uint32_t(o.dimension);
  head.similarity = uint32_t(o.similarity);
  head.neighbours = uint32_t(o.neighbours);
  head.efConstruction = uint32_t(o.efConstruction);
  head.ef = uint32_t(impl_->ef.load());
  head.seed = o.seed;
  head.count = impl_->graph->count();
  HashedWriter writer(file);
  const auto sink = [&](const void* bytes, std::size_t size) { writer.write(bytes, size); };
  sink(&head, sizeof head);
  impl_->graph->write(sink);
  sink(impl_->types.data(), impl_->graph->count() * sizeof(int32_t));
  lock.unlock();   // the disk may take its time
  writer.finish();
}

VectorIndex VectorIndex::load(const fs::path& file) {
  HashedReader reader(file);
  const FileHead head = readHead(reader);
  VectorIndexOptions options;
  options.dimension = int(head.dimension);
  options.similarity = Similarity(head.similarity);
  options.neighbours = int(head.neighbours);
  options.efConstruction = int(head.efConstruction);
  options.seed = head.seed;
  auto impl = std::make_unique<Impl>(options, head.count);
  impl->ef = int(head.ef);
  impl->graph->read([&](void* out, std::size_t size) { reader.read(out, size); }, head.count, reader.place());
  reader.read(impl->types.data(), head.count * sizeof(int32_t));
  require(reader.left() == 0, "the index is longer than it says", reader.place());
  for (uint32_t id = 0; id < head.count; ++id)
    if (!impl->graph->isMarkedDeleted(id)) ++impl->typeCounts[impl->types[id]];
  return VectorIndex(std::move(impl));
}

}  // namespace assay
