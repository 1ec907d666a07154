// SPDX-License-Identifier: Apache-2.0
#include "core/labels/query.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <set>

namespace assay {
namespace {

constexpr std::array fieldNames = {"name", "class", "status", "split", "source", "group", "boxes"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

/// `pattern` is lower case; `*` matches any run. Linear in practice: only the last star is retried.
bool globMatches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == lower(text[t])) {
      ++p, ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

std::string_view fileName(std::string_view path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool nameMatches(std::string_view value, std::string_view path) {
  // A value with a slash means the path, so that a folder can be asked for.
  const std::string_view text = value.find('/') == std::string_view::npos ? fileName(path) : path;
  return globMatches("*" + lowered(value) + "*", text);
}

struct CountRule {
  char relation = '=';
  int number = 0;
};

std::optional<CountRule> parseCount(std::string_view text) {
  CountRule rule;
  if (!text.empty() && (text[0] == '>' || text[0] == '<' || text[0] == '=')) {
    rule.relation = text[0];
    text.remove_prefix(1);
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), rule.number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || rule.number < 0) return {};
  return rule;
}

bool countMatches(const std::string& value, int count) {
  const CountRule rule = parseCount(value).value_or(CountRule{});
  if (rule.relation == '>') return count > rule.number;
  if (rule.relation == '<') return count < rule.number;
  return count == rule.number;
}

bool valueMatches(QueryField field, const std::string& value, const QuerySubject& subject) {
  const Item& item = *subject.item;
  switch (field) {
    case QueryField::Name: return nameMatches(value, item.path);
    case QueryField::Status: return globMatches(lowered(value), labelStatusName(item.status));
    case QueryField::Split: return globMatches(lowered(value), splitName(item.split));
    case QueryField::Source: return globMatches(lowered(value), item.source);
    case QueryField::Group: return globMatches(lowered(value), item.group);
    case QueryField::Class:
      return subject.classes && std::any_of(subject.classes->begin(), subject.classes->end(), [&](const auto& entry) {
        return entry.second > 0 && globMatches(lowered(value), entry.first);
      });
    case QueryField::Boxes: {
      int count = 0;
      if (subject.classes)
        for (const auto& entry : *subject.classes) count += entry.second;
      return countMatches(value, count);
    }
  }
  return false;
}

bool termMatches(const QueryTerm& term, const QuerySubject& subject) {
  const bool any = std::any_of(term.values.begin(), term.values.end(), [&](const std::string& value) {
    return valueMatches(term.field, value, subject);
  });
  return any != term.negated;
}

/// Values that would read as something else bare are written in quotes.
std::string quoted(const std::string& value) {
  const bool plain = !value.empty() && value[0] != '-' &&
                     value.find_first_of(" \t\r\n\f\v,:\"\\") == std::string::npos;
  if (plain) return value;
  std::string result = "\"";
  for (char c : value) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

bool isSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool sameText(std::string_view a, std::string_view b) { return lowered(a) == lowered(b); }

}  // namespace

std::string_view queryFieldName(QueryField field) { return fieldNames[std::size_t(field)]; }

/// Reads one term after the other; what it does not understand becomes a problem.
struct QueryParser {
  std::string_view text;
  std::size_t at = 0;
  Query query;

  Query run() {
    while (skipSpace()) readTerm();
    return std::move(query);
  }

  bool skipSpace() {
    while (at < text.size() && isSpace(text[at])) ++at;
    return at < text.size();
  }

  /// A bare run up to a space, comma or colon, or a quoted text with \" and \\.
  std::string readWord() {
    std::string word;
    if (at < text.size() && text[at] == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\' && at + 1 < text.size()) ++at;
        word += text[at];
      }
      if (at < text.size()) ++at;
      return word;
    }
    while (at < text.size() && !isSpace(text[at]) && text[at] != ',' && text[at] != ':') word += text[at++];
    return word;
  }

  void readTerm() {
    const std::size_t begin = at;
    QueryTerm term;
    if (text[at] == '-') {
      term.negated = true;
      if (++at == text.size() || isSpace(text[at])) return;
    }
    const bool quotedFirst = at < text.size() && text[at] == '"';
    std::string word = readWord();
    if (!quotedFirst && at < text.size() && text[at] == ':') {
      ++at;
      const auto field = std::find_if(fieldNames.begin(), fieldNames.end(),
                                      [&](const char* name) { return sameText(name, word); });
      if (field == fieldNames.end()) {
        readValues(term);
        problem("`" + word + "` is not a field; the fields are name, class, status, split, source, group, boxes");
        return;
      }
      term.field = QueryField(field - fieldNames.begin());
    } else if (!word.empty()) {
      term.values.push_back(std::move(word));
      if (at < text.size() && text[at] == ',') ++at, readValues(term);
      keep(std::move(term));
      return;
    }
    readValues(term);
    if (at == begin) ++at;   // a lone comma or colon: step over it, or we would stand here for ever
    keep(std::move(term));
  }

  void readValues(QueryTerm& term) {
    while (at < text.size() && !isSpace(text[at])) {
      const bool isQuoted = text[at] == '"';
      std::string value = readWord();
      // Only the first colon ends a field name; later ones belong to the value.
      while (!isQuoted && at < text.size() && text[at] == ':') value += text[at++], value += readWord();
      if (isQuoted || !value.empty()) term.values.push_back(std::move(value));
      if (at < text.size() && text[at] == ',') ++at;
    }
  }

  void keep(QueryTerm term) {
    if (term.values.empty()) return;   // "class:" while it is being typed
    for (const std::string& value : term.values)
      if (!understood(term.field, value)) return;
    query.terms_.push_back(std::move(term));
  }

  bool understood(QueryField field, const std::string& value) {
    const auto isOneOf = [&](std::initializer_list<std::string_view> words) {
      return value.find('*') != std::string::npos ||
             std::any_of(words.begin(), words.end(), [&](std::string_view word) { return sameText(word, value); });
    };
    if (field == QueryField::Status && !isOneOf({"unlabelled", "labelled", "withheld"}))
      return problem("status is unlabelled, labelled or withheld, not `" + value + "`");
    if (field == QueryField::Split && !isOneOf({"none", "train", "valid", "test"}))
      return problem("split is none, train, valid or test, not `" + value + "`");
    if (field == QueryField::Boxes && !parseCount(value))
      return problem("boxes is a count such as 3, >3 or <3, not `" + value + "`");
    return true;
  }

  bool problem(std::string message) {
    query.problems_.push_back(std::move(message));
    return false;
  }
};

Query Query::parse(std::string_view text) { return QueryParser{text, 0, {}}.run(); }

std::string Query::text() const {
  std::string result;
  for (const QueryTerm& term : terms_) {
    if (!result.empty()) result += ' ';
    if (term.negated) result += '-';
    result += std::string(queryFieldName(term.field)) + ':';
    for (std::size_t i = 0; i < term.values.size(); ++i) result += (i ? "," : "") + quoted(term.values[i]);
  }
  return result;
}

bool Query::matches(const QuerySubject& subject) const {
  return std::all_of(terms_.begin(), terms_.end(),
                     [&](const QueryTerm& term) { return termMatches(term, subject); });
}

bool Query::selects(QueryField field, std::string_view value) const {
  for (const QueryTerm& term : terms_)
    if (term.field == field && !term.negated)
      for (const std::string& own : term.values)
        if (sameText(own, value)) return true;
  return false;
}

Query Query::toggled(QueryField field, const std::string& value) const {
  Query result = *this;
  const auto term = std::find_if(result.terms_.begin(), result.terms_.end(),
                                 [&](const QueryTerm& t) { return t.field == field && !t.negated; });
  if (selects(field, value)) {
    for (QueryTerm& own : result.terms_)
      if (own.field == field && !own.negated)
        std::erase_if(own.values, [&](const std::string& v) { return sameText(v, value); });
    std::erase_if(result.terms_, [](const QueryTerm& t) { return t.values.empty(); });
  } else if (term != result.terms_.end()) {
    term->values.push_back(value);
  } else {
    result.terms_.push_back({field, false, {value}});
  }
  return result;
}

Query Query::without(QueryField field) const {
  Query result = *this;
  std::erase_if(result.terms_, [&](const QueryTerm& term) { return term.field == field; });
  return result;
}

namespace {

/// Ordered counts of one facet: the given values first, then others by name.
class Facet {
 public:
  explicit Facet(QueryField field, std::vector<std::string> first = {}) : field_(field), first_(std::move(first)) {}

  /// `failing`: fields whose terms the item does not meet.
  void add(const std::string& value, const std::set<QueryField>& failing) {
    int& count = counts_[value];
    if (failing.empty() || (failing.size() == 1 && failing.contains(field_))) ++count;
  }

  FacetCounts::Counts take() const {
    FacetCounts::Counts result;
    for (const std::string& value : first_) {
      const auto it = counts_.find(value);
      result.emplace_back(value, it == counts_.end() ? 0 : it->second);
    }
    for (const auto& entry : counts_)
      if (std::find(first_.begin(), first_.end(), entry.first) == first_.end()) result.push_back(entry);
    return result;
  }

 private:
  QueryField field_;
  std::vector<std::string> first_;
  std::map<std::string, int> counts_;
};

}  // namespace

FacetCounts countFacets(const std::vector<QuerySubject>& subjects, const Query& query,
                        const std::vector<std::string>& classOrder) {
  Facet classes(QueryField::Class, classOrder), sources(QueryField::Source), groups(QueryField::Group);
  Facet statuses(QueryField::Status, {"unlabelled", "labelled", "withheld"});
  Facet splits(QueryField::Split, {"none", "train", "valid", "test"});
  FacetCounts result;
  for (const QuerySubject& subject : subjects) {
    std::set<QueryField> failing;
    for (const QueryTerm& term : query.terms())
      if (!termMatches(term, subject)) failing.insert(term.field);
    result.matching += failing.empty();
    if (subject.classes)
      for (const auto& entry : *subject.classes)
        if (entry.second > 0) classes.add(entry.first, failing);
    statuses.add(std::string(labelStatusName(subject.item->status)), failing);
    splits.add(std::string(splitName(subject.item->split)), failing);
    if (!subject.item->source.empty()) sources.add(subject.item->source, failing);
    if (!subject.item->group.empty()) groups.add(subject.item->group, failing);
    if (!subject.item->group.empty() && subject.item->group != subject.item->source) result.groupsRepeatSources = false;
  }
  result.classes = classes.take();
  result.statuses = statuses.take();
  result.splits = splits.take();
  result.sources = sources.take();
  result.groups = groups.take();
  return result;
}

}  // namespace assay
