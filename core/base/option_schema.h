// SPDX-License-Identifier: Apache-2.0
// One declaration of an option feeds YAML, forms, command line help, validation and the generated
// options page. Keys are dotted ("trainer.max_minutes"); the first part is the option's group.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/error.h"
#include "core/base/export.h"
#include "core/base/problem.h"

namespace assay {

enum class OptionKind { Boolean, Integer, Real, Text, Choice, File };

/// Text, Choice and File hold a string. A file is a path, absolute or relative to the project, or empty: none.
using OptionValue = std::variant<bool, int64_t, double, std::string>;

struct Option {
  std::string key;
  OptionKind kind = OptionKind::Text;
  OptionValue fallback;                ///< the value when nobody says anything
  std::optional<double> minimum;       ///< inclusive; numbers only
  std::optional<double> maximum;       ///< inclusive
  std::vector<std::string> choices;    ///< Choice only, in display order
  std::string label;                   ///< short English name for forms; translated in widgets
  std::string help;                    ///< one sentence, English; translated in widgets
  std::string suffix;                  ///< unit shown after the value: "min", "px"
  bool isAdvanced = false;             ///< folded away in forms until asked for
  bool addsTrainings = false;          ///< Boolean and Integer only: its value is how many trainings of the run's length come before the run's own
  std::optional<double> wordValue;     ///< numbers only: one that means what `word` says, as 0 does "no limit"
  std::string word;                    ///< English; translated in widgets, which show it instead of the number

  // The builder half: schema.real("loss.gamma", 2.0).range(0, 10).doc("focusing strength");
  Option& range(double low, double high) { minimum = low; maximum = high; return *this; }
  Option& doc(std::string text) { help = std::move(text); return *this; }
  Option& name(std::string text) { label = std::move(text); return *this; }
  Option& unit(std::string text) { suffix = std::move(text); return *this; }
  Option& advanced() { isAdvanced = true; return *this; }
  Option& means(double value, std::string text) { wordValue = value; word = std::move(text); return *this; }
};

/// Values by key, ordered by key so that files and hashes are stable.
class ASSAY_CORE_API OptionValues {
 public:
  void set(const std::string& key, OptionValue value) { values_[key] = std::move(value); }
  void erase(const std::string& key) { values_.erase(key); }
  bool has(const std::string& key) const { return values_.contains(key); }
  const OptionValue* find(const std::string& key) const;

  /// Typed access after validation: an integer also reads as a real. Throws Error{BadOption} naming
  /// the key when it is absent or of another type.
  bool boolean(const std::string& key) const;
  int64_t integer(const std::string& key) const;
  double real(const std::string& key) const;
  const std::string& text(const std::string& key) const;

  auto begin() const { return values_.begin(); }
  auto end() const { return values_.end(); }
  std::size_t size() const { return values_.size(); }
  bool operator==(const OptionValues&) const = default;

 private:
  std::map<std::string, OptionValue> values_;
};

class ASSAY_CORE_API OptionSchema {
 public:
  Option& boolean(std::string key, bool fallback);
  Option& integer(std::string key, int64_t fallback);
  Option& real(std::string key, double fallback);
  Option& text(std::string key, std::string fallback);
  Option& choice(std::string key, std::string fallback, std::vector<std::string> choices);
  Option& file(std::string key, std::string fallback);
  /// Adds an option read from a manifest. Throws Error{BadOption} when the key exists already, the
  /// fallback breaks its own range, or a choice has no choices.
  Option& add(Option option);
  /// All options of `other` after ours.
  void append(const OptionSchema& other);

  const Option* find(std::string_view key) const;
  const std::vector<Option>& options() const { return options_; }

  /// Every unknown key, wrong type and value out of range, in key order. An unknown key's message
  /// names the nearest known one.
  Problems validate(const OptionValues& values) const;
  /// `values` with every missing key filled from the schema; integers widened where a real is meant.
  OptionValues resolve(const OptionValues& values) const;
  /// Text from `--set key=value` or YAML into a value of the option's kind. Throws Error{BadOption}
  /// "trainer.max_minutes: `abc` is not a number".
  OptionValue parse(std::string_view key, std::string_view text) const;

 private:
  std::vector<Option> options_;
};

/// "fp32", "0.25", "true": how a value is written in YAML and on the command line. Reals round-trip.
ASSAY_CORE_API std::string toText(const OptionValue& value);

/// How many trainings come before the run's own, for resolved values.
ASSAY_CORE_API int64_t trainingsBefore(const OptionSchema& schema, const OptionValues& resolved);

/// Whether the value is the one that the option has a word for.
ASSAY_CORE_API bool isWord(const Option& option, const OptionValue& value);

/// "0 to 10", "one of a, b, c": what is allowed, for messages, help and the options page.
ASSAY_CORE_API std::string allowedText(const Option& option);

}  // namespace assay
