// SPDX-License-Identifier: Apache-2.0
#include "core/store/statement.h"

#include <sqlite3.h>

#include <cstring>

#include "core/base/system_error.h"

namespace assay {

namespace {

Code codeOf(int result) {
  switch (result & 0xff) {
    case SQLITE_FULL: return Code::DiskFull;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return Code::ReadOnly;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return Code::BadInput;
    case SQLITE_CANTOPEN: return Code::NotFound;
    default: return Code::Io;
  }
}

}  // namespace

void throwSqlite(sqlite3* handle, int code, const std::string& doing, const std::string& file) {
  // A full disk or a missing permission is an I/O error to SQLite; the number beneath it says which.
  const int number = handle ? sqlite3_system_errno(handle) : 0;
  const int kind = code & 0xff;
  if (number != 0 && (kind == SQLITE_IOERR || kind == SQLITE_CANTOPEN))
    throw Error(codeOfErrno(number), doing + " failed: " + std::strerror(number), file);
  const std::string reason = handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
  throw Error(codeOf(code), doing + " failed: " + reason, file);
}

Statement::Statement(Database& database, std::string_view sql) : database_(database) {
  const int code = sqlite3_prepare_v2(database.handle(), sql.data(), static_cast<int>(sql.size()), &statement_, nullptr);
  if (code != SQLITE_OK) throwSqlite(database.handle(), code, "reading the project's database", database.file().string());
}

Statement::~Statement() { sqlite3_finalize(statement_); }

Statement& Statement::bind(int position, int64_t value) {
  sqlite3_bind_int64(statement_, position, value);
  return *this;
}
Statement& Statement::bind(int position, double value) {
  sqlite3_bind_double(statement_, position, value);
  return *this;
}
Statement& Statement::bind(int position, std::string_view value) {
  sqlite3_bind_text64(statement_, position, value.data(), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}
Statement& Statement::bindNull(int position) {
  sqlite3_bind_null(statement_, position);
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  throwSqlite(database_.handle(), code, "the project's database", database_.file().string());
}

void Statement::run() {
  while (step()) {
  }
  reset();
}

void Statement::reset() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }
double Statement::real(int column) const { return sqlite3_column_double(statement_, column); }
bool Statement::isNull(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

std::string Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return bytes ? std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))) : std::string();
}

void execute(Database& database, const char* sql) {
  const int code = sqlite3_exec(database.handle(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) throwSqlite(database.handle(), code, "the project's database", database.file().string());
}

}  // namespace assay
