// SPDX-License-Identifier: GPL-3.0-or-later
// Core speaks English and knows no Qt. Its sentences have a fixed wording with values put in; here they get the user's
// language, by the patterns of message_patterns.h. What has no pattern stays as it is.
#pragma once

#include <optional>
#include <string_view>

#include <QString>
#include <QStringList>

namespace assay {

/// A sentence of core (an Error's message, a Problem's, a step of Progress) in the user's language.
QString translateMessage(std::string_view english);

/// The values in `text` if it is `pattern` with something in place of each %1, %2, ...; otherwise nothing.
std::optional<QStringList> matchMessage(const QString& pattern, const QString& text);

}  // namespace assay
