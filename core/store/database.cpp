// SPDX-License-Identifier: Apache-2.0
#include "core/store/database.h"

#include <sqlite3.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <unistd.h>
#include <utility>

#include "core/base/error.h"
#include "core/store/migrations.h"
#include "core/store/statement.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

constexpr int64_t applicationId = 0x41535341;   // "ASSA": tells our files from other SQLite files
constexpr int busyMilliseconds = 5000;

int64_t pragma(Database& database, const char* name) {
  Statement statement(database, std::string("PRAGMA ") + name);
  return statement.step() ? statement.integer(0) : 0;
}

/// SQLite notices a cut file only when it reads the missing page; the header says how long it should be.
void requireComplete(Database& database) {
  const auto bytes = static_cast<int64_t>(fs::file_size(database.file()));
  const int64_t expected = pragma(database, "page_count") * pragma(database, "page_size");
  const bool hasLog = fs::exists(database.file().string() + "-wal") && fs::file_size(database.file().string() + "-wal") > 0;
  require(hasLog || bytes >= expected,
          "the database is cut short: " + std::to_string(bytes) + " of " + std::to_string(expected) + " bytes",
          database.file().string());
}

/// VACUUM INTO and not a copy of the file: what is still in the log belongs to it.
void backUp(Database& database, int64_t version) {
  const fs::path copy = database.file().string() + ".v" + std::to_string(version) + ".backup";
  std::error_code ignored;
  fs::remove(copy, ignored);
  Statement backup(database, "VACUUM INTO ?");
  backup.bind(1, std::string_view(copy.native())).run();
}

void openExisting(Database& database, bool readOnly) {
  require(fs::file_size(database.file()) > 0, "the database is empty: not a database of Assay", database.file().string());
  require(pragma(database, "application_id") == applicationId, "not a database of Assay", database.file().string());
  requireComplete(database);
  const int64_t version = pragma(database, "user_version");
  if (version > storeSchema)
    throw Error(Code::NewerFormat, "the database has schema " + std::to_string(version) + ", this program reads up to " +
                                       std::to_string(storeSchema), database.file().string());
  if (version == storeSchema) return;
  require(!readOnly, "the database has an older schema and is open read-only", database.file().string(), Code::ReadOnly);
  backUp(database, version);
  migrateStore(database);
}

void removeWithLog(const fs::path& file) {
  std::error_code ignored;
  for (const char* end : {"", "-wal", "-shm"}) fs::remove(file.string() + end, ignored);
}

int64_t bigEndian(const std::string& bytes, std::size_t at, int count) {
  int64_t value = 0;
  for (int i = 0; i < count; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + std::size_t(i)]);
  return value;
}

/// Before SQLite sees the file: it would turn an empty one into a database, and says of a cut one only that it is
/// malformed. While there is a log, the header and the file may be of different ages.
void requireWholeFile(const fs::path& file) {
  constexpr int64_t headerBytes = 100;
  const std::string magic("SQLite format 3\0", 16);
  std::ifstream in(file, std::ios::binary);
  if (!in) throwErrno("opening the database", file.string());
  std::string header(std::size_t(headerBytes), '\0');
  in.read(header.data(), headerBytes);
  const int64_t got = in.gcount();
  require(got > 0, "the database is empty: not a database of Assay", file.string());
  const std::size_t compared = std::min(magic.size(), std::size_t(got));
  require(header.compare(0, compared, magic, 0, compared) == 0, "not a database of Assay: not an SQLite file", file.string());
  require(got == headerBytes, "the database is cut short after " + std::to_string(got) + " bytes", file.string());
  if (bigEndian(header, 24, 4) != bigEndian(header, 92, 4)) return;   // the header does not know the length
  std::error_code ignored;
  const fs::path log = file.string() + "-wal";
  if (fs::exists(log, ignored) && fs::file_size(log, ignored) > 0) return;
  const int64_t page = bigEndian(header, 16, 2);   // 1 stands for 65536
  const int64_t expected = (page == 1 ? 65536 : page) * bigEndian(header, 28, 4);
  const auto bytes = static_cast<int64_t>(fs::file_size(file));   // last: a log that was just folded in has lengthened it
  require(bytes >= expected, "the database is cut short: " + std::to_string(bytes) + " of " + std::to_string(expected) + " bytes",
          file.string());
}

int openFlags(OpenMode mode) {
  switch (mode) {
    case OpenMode::ReadOnly: return SQLITE_OPEN_READONLY;
    case OpenMode::ReadWrite: return SQLITE_OPEN_READWRITE;
    case OpenMode::Create: return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  }
  return SQLITE_OPEN_READONLY;
}

/// SQLite cannot open a database in WAL mode where it may not create its side files; without a log to replay,
/// the file alone is complete.
bool isImmutable(const fs::path& file) {
  const fs::path folder = fs::absolute(file).parent_path();
  return access(folder.c_str(), W_OK) != 0 && !fs::exists(file.string() + "-wal");
}

std::string uriOf(const fs::path& file) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string uri = "file:";
  const std::string path = fs::absolute(file).native();   // named, because a range-for keeps no temporary alive
  for (const char c : path) {
    if (std::isalnum(static_cast<unsigned char>(c)) || c == '/' || c == '-' || c == '_' || c == '.') uri += c;
    else (((uri += '%') += digits[static_cast<unsigned char>(c) >> 4]) += digits[c & 15]);
  }
  return uri;
}

void requirePlace(const fs::path& file, OpenMode mode) {
  const bool exists = fs::exists(file);
  if (mode == OpenMode::Create) require(!exists, "a database is there already", file.string());
  else require(exists, "the database does not exist", file.string(), Code::NotFound);
  require(!exists || fs::is_regular_file(file), "not a database: no regular file", file.string());
  if (exists) requireWholeFile(file);
}

}  // namespace

Database::Database(const fs::path& file, OpenMode mode) : file_(file), readOnly_(mode == OpenMode::ReadOnly) {
  requirePlace(file, mode);
  const std::string uri = uriOf(file) + (readOnly_ && isImmutable(file) ? "?immutable=1" : "");
  try {
    const int code = sqlite3_open_v2(uri.c_str(), &handle_, openFlags(mode) | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, nullptr);
    if (code != SQLITE_OK) throwSqlite(handle_, code, "opening the database", file.string());
    sqlite3_busy_timeout(handle_, busyMilliseconds);
    require(readOnly_ || sqlite3_db_readonly(handle_, "main") == 0, "the database cannot be written", file.string(), Code::ReadOnly);
    // FULL: a label that was acknowledged survives a power cut, not only a crash.
    if (!readOnly_) execute(*this, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
    if (mode == OpenMode::Create) {
      execute(*this, ("PRAGMA application_id = " + std::to_string(applicationId)).c_str());
      migrateStore(*this);
    } else {
      openExisting(*this, readOnly_);
    }
  } catch (...) {
    sqlite3_close(handle_);
    if (mode == OpenMode::Create) removeWithLog(file);
    throw;
  }
}

Database::~Database() { sqlite3_close(handle_); }

Transaction::Transaction(Database& database)
    : database_(database), name_(sqlite3_get_autocommit(database.handle()) ? "" : "nested") {
  execute(database_, name_.empty() ? "BEGIN IMMEDIATE" : "SAVEPOINT nested");
}

Transaction::~Transaction() {
  if (committed_) return;
  // SQLite may have rolled back by itself (disk full); a second rollback then only reports that.
  sqlite3_exec(database_.handle(), name_.empty() ? "ROLLBACK" : "ROLLBACK TO nested; RELEASE nested", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  execute(database_, name_.empty() ? "COMMIT" : "RELEASE nested");
  committed_ = true;
}

}  // namespace assay
