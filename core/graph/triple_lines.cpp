// SPDX-License-Identifier: Apache-2.0
#include "core/graph/triple_lines.h"

#include <algorithm>
#include <array>

#include "core/base/error.h"

namespace assay {

namespace {

constexpr std::string_view blanks = " \t\r\v\f";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(blanks);
  return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Fields between separators; more than five are not counted further.
int splitAt(std::string_view text, char separator, std::array<std::string_view, 5>& fields) {
  int count = 0;
  for (std::size_t at = 0; count < int(fields.size());) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    fields[std::size_t(count++)] = trimmed(text.substr(at, end - at));
    if (end == text.size()) break;
    at = end + 1;
  }
  return count;
}

int splitAtBlanks(std::string_view text, std::array<std::string_view, 5>& fields) {
  int count = 0;
  for (std::size_t at = 0; (at = text.find_first_not_of(blanks, at)) != std::string_view::npos && count < int(fields.size());) {
    const std::size_t end = std::min(text.find_first_of(blanks, at), text.size());
    fields[std::size_t(count++)] = text.substr(at, end - at);
    at = end;
  }
  return count;
}

[[noreturn]] void refuse(const LineReader& at, std::string message) { throw Error(Code::BadInput, std::move(message), at.place()); }

void checkNames(const TripleText& triple, const LineReader& at) {
  if (triple.head.empty()) refuse(at, "the head of the triple is empty");
  if (triple.relation.empty()) refuse(at, "the relation of the triple is empty");
  if (triple.tail.empty()) refuse(at, "the tail of the triple is empty");
}

/// Takes an IRI or a blank node off the front.
std::string_view takeTerm(std::string_view& rest, const char* what, const LineReader& at) {
  rest = trimmed(rest);
  const bool isIri = rest.starts_with('<');
  if (!isIri && !rest.starts_with("_:")) refuse(at, std::string("the ") + what + " is neither an <IRI> nor a blank node _:x");
  const std::size_t end = isIri ? rest.find('>') : rest.find_first_of(" \t<");
  if (end == std::string_view::npos) refuse(at, std::string("the ") + what + " has no end");
  const std::string_view term = isIri ? rest.substr(1, end - 1) : rest.substr(0, end);
  rest.remove_prefix(isIri ? end + 1 : end);
  return term;
}

}  // namespace

LineKind parseTsvLine(std::string_view line, TripleText& triple, const LineReader& at) {
  std::array<std::string_view, 5> fields;
  const bool hasTabs = line.find('\t') != std::string_view::npos;
  const int count = hasTabs ? splitAt(line, '\t', fields) : splitAtBlanks(line, fields);
  if (trimmed(line).empty()) return LineKind::Blank;
  if (count != 3)
    refuse(at, "the line has " + (count == 5 ? "more than 4" : std::to_string(count)) +
                   " field" + (count == 1 ? "" : "s") + "; expected 3: head, relation and tail, with tabs between");
  triple = {fields[0], fields[1], fields[2]};
  checkNames(triple, at);
  return LineKind::Triple;
}

LineKind parseNTriplesLine(std::string_view line, TripleText& triple, const LineReader& at) {
  std::string_view rest = trimmed(line);
  if (rest.empty() || rest.starts_with('#')) return LineKind::Blank;
  triple.head = takeTerm(rest, "subject", at);
  triple.relation = takeTerm(rest, "predicate", at);
  rest = trimmed(rest);
  if (rest.starts_with('"')) {
    const std::size_t close = rest.rfind('"');
    if (close == 0 || rest.find('.', close) == std::string_view::npos) refuse(at, "the literal has no end; expected \"...\" and a dot");
    return LineKind::Literal;
  }
  triple.tail = takeTerm(rest, "object", at);
  if (!trimmed(rest).starts_with('.')) refuse(at, "the statement does not end with a dot");
  checkNames(triple, at);
  return LineKind::Triple;
}

}  // namespace assay
