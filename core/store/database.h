// SPDX-License-Identifier: Apache-2.0
// assay.db: SQLite in WAL mode. One Database is one connection and belongs to one thread; open
// another for another thread. SQL exists only in core/store. resources/docs/file-formats.md describes the tables.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/export.h"

struct sqlite3;
struct sqlite3_stmt;

namespace assay {

enum class OpenMode { ReadWrite, ReadOnly, Create };

class ASSAY_CORE_API Database {
 public:
  /// Checks integrity marks and the schema version; migrates an older one after a backup.
  /// Throws Error{NotFound, BadInput (not a database, truncated), NewerFormat, ReadOnly}.
  Database(const std::filesystem::path& file, OpenMode mode);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const std::filesystem::path& file() const { return file_; }
  bool isReadOnly() const { return readOnly_; }
  sqlite3* handle() { return handle_; }     ///< for core/store alone

 private:
  std::filesystem::path file_;
  sqlite3* handle_ = nullptr;
  bool readOnly_ = false;
};

/// Rolls back unless commit() was called. Nested transactions are savepoints.
class ASSAY_CORE_API Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  void commit();

 private:
  Database& database_;
  std::string name_;
  bool committed_ = false;
};

}  // namespace assay
