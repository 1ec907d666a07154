// SPDX-License-Identifier: Apache-2.0
#include "core/base/option_schema.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

#include "core/base/nearest_name.h"

namespace assay {

namespace {

const char* kindText(OptionKind kind) {
  switch (kind) {
    case OptionKind::Boolean: return "true or false";
    case OptionKind::Integer: return "an integer";
    case OptionKind::Real: return "a number";
    case OptionKind::Text: return "text";
    case OptionKind::File: return "a file's path";
    case OptionKind::Choice: return "one of its choices";
  }
  return "";
}

bool hasKind(const OptionValue& value, OptionKind kind) {
  switch (kind) {
    case OptionKind::Boolean: return std::holds_alternative<bool>(value);
    case OptionKind::Integer: return std::holds_alternative<int64_t>(value);
    case OptionKind::Real: return std::holds_alternative<double>(value) || std::holds_alternative<int64_t>(value);
    case OptionKind::Text:
    case OptionKind::File:
    case OptionKind::Choice: return std::holds_alternative<std::string>(value);
  }
  return false;
}

double asNumber(const OptionValue& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return static_cast<double>(*integer);
  return std::get<double>(value);
}

bool isNumber(OptionKind kind) { return kind == OptionKind::Integer || kind == OptionKind::Real; }

bool inRange(const Option& option, double number) {
  return std::isfinite(number) && !(option.minimum && number < *option.minimum) &&
         !(option.maximum && number > *option.maximum);
}

/// Empty when the value is allowed, else what is wrong with it.
std::string complaint(const Option& option, const OptionValue& value) {
  const std::string shown = "`" + toText(value) + "` is ";
  if (!hasKind(value, option.kind)) return shown + "not " + kindText(option.kind);
  if (isNumber(option.kind) && !inRange(option, asNumber(value))) return shown + "outside " + allowedText(option);
  if (option.kind == OptionKind::Choice &&
      std::find(option.choices.begin(), option.choices.end(), std::get<std::string>(value)) == option.choices.end())
    return shown + "not " + allowedText(option);
  return {};
}

std::string unknownKey(const std::vector<Option>& options, std::string_view key) {
  std::vector<std::string> known;
  for (const Option& option : options) known.push_back(option.key);
  const std::string nearest = nearestName(key, known);
  return nearest.empty() ? "no such option" : "no such option; did you mean `" + nearest + "`?";
}

template <class T>
const T& typed(const OptionValues& values, const std::string& key, const char* expected) {
  const OptionValue* value = values.find(key);
  require(value, "has no value", key, Code::BadOption);
  const T* held = std::get_if<T>(value);
  require(held, std::string("is not ") + expected, key, Code::BadOption);
  return *held;
}

}  // namespace

const OptionValue* OptionValues::find(const std::string& key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? nullptr : &found->second;
}

bool OptionValues::boolean(const std::string& key) const { return typed<bool>(*this, key, "true or false"); }
int64_t OptionValues::integer(const std::string& key) const { return typed<int64_t>(*this, key, "an integer"); }
const std::string& OptionValues::text(const std::string& key) const { return typed<std::string>(*this, key, "text"); }

double OptionValues::real(const std::string& key) const {
  if (const OptionValue* value = find(key))
    if (const auto* integer = std::get_if<int64_t>(value)) return static_cast<double>(*integer);
  return typed<double>(*this, key, "a number");
}

Option& OptionSchema::boolean(std::string key, bool fallback) {
  return add({.key = std::move(key), .kind = OptionKind::Boolean, .fallback = fallback});
}
Option& OptionSchema::integer(std::string key, int64_t fallback) {
  return add({.key = std::move(key), .kind = OptionKind::Integer, .fallback = fallback});
}
Option& OptionSchema::real(std::string key, double fallback) {
  return add({.key = std::move(key), .kind = OptionKind::Real, .fallback = fallback});
}
Option& OptionSchema::text(std::string key, std::string fallback) {
  return add({.key = std::move(key), .kind = OptionKind::Text, .fallback = std::move(fallback)});
}
Option& OptionSchema::file(std::string key, std::string fallback) {
  return add({.key = std::move(key), .kind = OptionKind::File, .fallback = std::move(fallback)});
}
Option& OptionSchema::choice(std::string key, std::string fallback, std::vector<std::string> choices) {
  Option option{.key = std::move(key), .kind = OptionKind::Choice, .fallback = std::move(fallback)};
  option.choices = std::move(choices);
  return add(std::move(option));
}

Option& OptionSchema::add(Option option) {
  require(!option.key.empty(), "an option needs a key", {}, Code::BadOption);
  require(!find(option.key), "is declared twice", option.key, Code::BadOption);
  require(option.kind != OptionKind::Choice || !option.choices.empty(), "a choice needs choices", option.key, Code::BadOption);
  const std::string wrong = complaint(option, option.fallback);
  require(wrong.empty(), "default " + wrong, option.key, Code::BadOption);
  options_.push_back(std::move(option));
  return options_.back();
}

void OptionSchema::append(const OptionSchema& other) {
  for (const Option& option : other.options_) add(option);
}

const Option* OptionSchema::find(std::string_view key) const {
  for (const Option& option : options_)
    if (option.key == key) return &option;
  return nullptr;
}

Problems OptionSchema::validate(const OptionValues& values) const {
  Problems problems;
  for (const auto& [key, value] : values) {
    const Option* option = find(key);
    const std::string wrong = option ? complaint(*option, value) : unknownKey(options_, key);
    if (!wrong.empty()) problems.push_back({Severity::Error, key, wrong, {}});
  }
  return problems;
}

OptionValues OptionSchema::resolve(const OptionValues& values) const {
  OptionValues resolved = values;
  for (const Option& option : options_) {
    const OptionValue* given = values.find(option.key);
    const OptionValue& value = given ? *given : option.fallback;
    const bool widen = option.kind == OptionKind::Real && std::holds_alternative<int64_t>(value);
    resolved.set(option.key, widen ? OptionValue(asNumber(value)) : value);
  }
  return resolved;
}

namespace {

template <class Number>
bool parseNumber(std::string_view text, Number& number) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

OptionValue parsed(const Option& option, std::string_view text) {
  int64_t integer = 0;
  double real = 0;
  if (option.kind == OptionKind::Boolean && (text == "true" || text == "false")) return text == "true";
  if (option.kind == OptionKind::Integer && parseNumber(text, integer)) return integer;
  if (option.kind == OptionKind::Real && parseNumber(text, real)) return real;
  return std::string(text);   // for a number or a boolean this is a wrong type, which complaint() words
}

}  // namespace

OptionValue OptionSchema::parse(std::string_view key, std::string_view text) const {
  const Option* option = find(key);
  require(option, option ? "" : unknownKey(options_, key), std::string(key), Code::BadOption);
  OptionValue value = parsed(*option, text);
  const std::string wrong = complaint(*option, value);
  require(wrong.empty(), wrong, std::string(key), Code::BadOption);
  return value;
}

std::string toText(const OptionValue& value) {
  if (const auto* boolean = std::get_if<bool>(&value)) return *boolean ? "true" : "false";
  if (const auto* integer = std::get_if<int64_t>(&value)) return std::to_string(*integer);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  const double number = std::get<double>(value);
  char buffer[40];
  const bool isPlainWhole = std::floor(number) == number && std::abs(number) < 1e15;   // 100000, which the shortest form calls 1e+05
  const auto end = (isPlainWhole ? std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::fixed)
                                 : std::to_chars(buffer, buffer + sizeof buffer, number)).ptr;   // shortest that round-trips
  return std::string(buffer, end);
}

bool isWord(const Option& option, const OptionValue& value) {
  if (!option.wordValue) return false;
  if (const auto* whole = std::get_if<int64_t>(&value)) return double(*whole) == *option.wordValue;
  const auto* real = std::get_if<double>(&value);
  return real != nullptr && *real == *option.wordValue;
}

int64_t trainingsBefore(const OptionSchema& schema, const OptionValues& resolved) {
  int64_t count = 0;
  for (const Option& option : schema.options())
    if (option.addsTrainings) count += option.kind == OptionKind::Boolean ? int64_t(resolved.boolean(option.key)) : resolved.integer(option.key);
  return count;
}

std::string allowedText(const Option& option) {
  if (option.kind == OptionKind::Choice) {
    std::string text = "one of ";
    for (std::size_t i = 0; i < option.choices.size(); ++i) text += (i ? ", " : "") + option.choices[i];
    return text;
  }
  if (option.minimum && option.maximum) return toText(*option.minimum) + " to " + toText(*option.maximum);
  if (option.minimum) return "at least " + toText(*option.minimum);
  if (option.maximum) return "at most " + toText(*option.maximum);
  return kindText(option.kind);
}

}  // namespace assay
