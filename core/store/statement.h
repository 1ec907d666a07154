// SPDX-License-Identifier: Apache-2.0
// A prepared statement of core/store. Errors of SQLite become Error with the file's name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/store/database.h"

namespace assay {

/// Binds by position from 1, reads columns from 0. Belongs to its database's thread.
class Statement {
 public:
  Statement(Database& database, std::string_view sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& bind(int position, int64_t value);
  Statement& bind(int position, double value);
  Statement& bind(int position, std::string_view value);
  Statement& bindNull(int position);

  /// True while there is a row. Throws Error{DiskFull, ReadOnly, BadInput, Io}.
  bool step();
  /// For statements without rows: runs it and makes it ready to be bound again.
  void run();
  void reset();

  int64_t integer(int column) const;
  double real(int column) const;
  std::string text(int column) const;
  bool isNull(int column) const;

 private:
  Database& database_;
  sqlite3_stmt* statement_ = nullptr;
};

/// Runs SQL text of one or more statements.
void execute(Database& database, const char* sql);

/// Throws the Error that an SQLite result code means; `doing` says what was tried.
[[noreturn]] void throwSqlite(sqlite3* handle, int code, const std::string& doing, const std::string& file);

}  // namespace assay
