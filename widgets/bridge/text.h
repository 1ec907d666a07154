// SPDX-License-Identifier: GPL-3.0-or-later
// The border between core's std::string and Qt's text.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <QString>

#include "core/base/error.h"
#include "core/base/option_schema.h"
#include "core/base/strong_id.h"

namespace assay {

inline QString fromUtf8(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}
inline QString fromPath(const std::filesystem::path& path) { return fromUtf8(path.string()); }
inline std::filesystem::path toPath(const QString& text) { return std::filesystem::path(text.toStdString()); }
inline std::string fromItem(ItemId item) { return "item " + std::to_string(item.value); }

/// One sentence for a person: the message, then where.
QString describe(const Error& error);

/// Text of a schema or manifest (a label, a help sentence, a choice, a metric's name) in the user's
/// language. The English text is the key; translations are in the context "Options".
QString translateOption(std::string_view english);

/// A value of a run (loss, map33, rss) or a choice of an option (auto, lite0) as a person reads it; the identifier
/// itself, with spaces for underscores, when it is a plugin's own.
QString valueName(std::string_view identifier);
QString choiceName(std::string_view identifier);
/// A value as forms and tables show it: a choice's name, the option's word for it, or the number with its unit.
QString optionText(const Option& option, const OptionValue& value);

/// "Intel(R) Xeon(R) Processor, 2 threads" without the marks of its maker.
QString deviceName(std::string_view device);

}  // namespace assay
