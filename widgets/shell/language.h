// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace assay {

/// "en", "zh_CN": what the program can speak.
QStringList languages();
/// The best of languages() for the system's locale.
QString systemLanguage();
/// Installs the translators (ours and Qt's own) and the default locale. Empty: the system's language.
/// Returns what is now spoken. Widgets made before get QEvent::LanguageChange.
QString applyLanguage(const QString& language);
QString currentLanguage();

}  // namespace assay
