// SPDX-License-Identifier: Apache-2.0
#include "core/project/bundle_archive.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <vector>

#include "core/base/error.h"
#include "core/base/sha256.h"

namespace assay {

namespace {

constexpr std::size_t blockBytes = std::size_t{1} << 20;

struct Sink {
  AtomicFile& file;
  std::exception_ptr& fault;
};

la_ssize_t writeToFile(archive* writer, void* data, const void* bytes, std::size_t size) {
  auto* self = static_cast<Sink*>(data);
  try {
    self->file.write(std::string_view(static_cast<const char*>(bytes), size));
    return static_cast<la_ssize_t>(size);
  } catch (...) {
    self->fault = std::current_exception();
    archive_set_error(writer, EIO, "writing failed");
    return -1;
  }
}

int freeSink(archive*, void* data) {
  delete static_cast<Sink*>(data);
  return ARCHIVE_OK;
}

struct EntryDeleter {
  void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

}  // namespace

BundleWriter::BundleWriter(const std::filesystem::path& out) : name_(out.string()), file_(out), archive_(archive_write_new()) {
  require(archive_, "libarchive is out of memory", name_, Code::Environment);
  require(archive_write_add_filter_zstd(archive_) == ARCHIVE_OK, "libarchive has no zstd", name_, Code::Environment);
  archive_write_set_format_pax_restricted(archive_);
  archive_write_set_bytes_in_last_block(archive_, 1);
  check(archive_write_open2(archive_, new Sink{file_, fault_}, nullptr, writeToFile, nullptr, freeSink));
}

BundleWriter::~BundleWriter() { archive_write_free(archive_); }

void BundleWriter::check(int result) {
  if (fault_) std::rethrow_exception(fault_);
  if (result >= ARCHIVE_WARN) return;
  throw Error(Code::Io, std::string("writing the bundle failed: ") + archive_error_string(archive_), name_);
}

void BundleWriter::beginMember(const std::string& path, uint64_t size) {
  const std::unique_ptr<archive_entry, EntryDeleter> entry(archive_entry_new());
  archive_entry_set_pathname(entry.get(), path.c_str());
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0644);
  archive_entry_set_mtime(entry.get(), 0, 0);
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
  check(archive_write_header(archive_, entry.get()));
}

void BundleWriter::writeBytes(std::string_view bytes) {
  while (!bytes.empty()) {
    const la_ssize_t written = archive_write_data(archive_, bytes.data(), bytes.size());
    if (written <= 0) check(ARCHIVE_FATAL);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void BundleWriter::add(const std::string& path, std::string_view bytes) {
  beginMember(path, bytes.size());
  writeBytes(bytes);
}

void BundleWriter::addFile(const std::string& path, const std::filesystem::path& file, const BundleMember& expected) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throwErrno("opening", file.string());
  beginMember(path, expected.size);
  Sha256 hash;
  std::vector<char> block(blockBytes);
  for (uint64_t left = expected.size; left > 0;) {
    in.read(block.data(), static_cast<std::streamsize>(std::min<uint64_t>(left, block.size())));
    const std::string_view piece(block.data(), static_cast<std::size_t>(in.gcount()));
    require(!piece.empty(), "the file became shorter while the bundle was written", file.string());
    hash.update(piece);
    writeBytes(piece);
    left -= piece.size();
  }
  require(hash.finish() == expected.sha256, "the file changed while the bundle was written", file.string());
}

void BundleWriter::commit() {
  check(archive_write_close(archive_));
  file_.commit();
}

BundleReader::BundleReader(const std::filesystem::path& file) : name_(file.string()), archive_(archive_read_new()) {
  require(archive_, "libarchive is out of memory", name_, Code::Environment);
  archive_read_support_filter_zstd(archive_);
  archive_read_support_format_tar(archive_);
  if (archive_read_open_filename(archive_, name_.c_str(), blockBytes) == ARCHIVE_OK) return;
  const std::string reason = archive_error_string(archive_) ? archive_error_string(archive_) : "it cannot be read";
  archive_read_free(archive_);
  throw Error(Code::BadInput, "not a bundle (a zstd-compressed tar): " + reason, name_);
}

BundleReader::~BundleReader() { archive_read_free(archive_); }

void BundleReader::fail(const std::string& what) {
  const char* reason = archive_error_string(archive_);
  throw Error(Code::BadInput, what + (reason ? std::string(": ") + reason : std::string()), name_);
}

std::string BundleReader::next() {
  archive_entry* entry = nullptr;
  const int result = archive_read_next_header(archive_, &entry);
  if (result == ARCHIVE_EOF) return {};
  if (result != ARCHIVE_OK) fail("the bundle is damaged or cut short");
  const char* path = archive_entry_pathname(entry);
  const std::string name = path ? path : "";
  require(!name.empty(), "the bundle has a member without a name", name_);
  const bool isPlain = archive_entry_filetype(entry) == AE_IFREG && !archive_entry_hardlink(entry) && !archive_entry_symlink(entry);
  require(isPlain, "the member `" + name + "` is a link, folder or device; a bundle holds plain files only", name_);
  return name;
}

void BundleReader::content(uint64_t size, const std::function<void(std::string_view)>& take) {
  std::vector<char> block(blockBytes);
  uint64_t done = 0;
  for (;;) {
    const la_ssize_t got = archive_read_data(archive_, block.data(), block.size());
    if (got < 0) fail("the bundle is damaged or cut short");
    if (got == 0) return;
    done += static_cast<uint64_t>(got);
    require(done <= size, "a member is larger than the " + std::to_string(size) + " bytes that were announced", name_);
    take(std::string_view(block.data(), static_cast<std::size_t>(got)));
  }
}

BundleManifest BundleReader::manifest() {
  const std::string first = next();
  require(first == bundleManifestName, "not a bundle: the first member is not manifest.json", name_);
  std::string text;
  content(maxBundleManifest, [&](std::string_view piece) { text += piece; });
  return bundleManifestFromJson(text, name_ + ", manifest.json");
}

}  // namespace assay
