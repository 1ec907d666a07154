// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/language.h"

#include <memory>

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

static void initialiseTranslations() { Q_INIT_RESOURCE(assay_translations); }

namespace assay {

namespace {

struct Spoken {
  QString language = "en";
  std::unique_ptr<QTranslator> ours, qts;
};

Spoken& spoken() {
  static Spoken state;
  return state;
}

}  // namespace

QStringList languages() { return {"en", "zh_CN"}; }

QString systemLanguage() {
  const QLocale system = QLocale::system();
  return system.language() == QLocale::Chinese ? "zh_CN" : "en";
}

QString currentLanguage() { return spoken().language; }

QString applyLanguage(const QString& language) {
  const QString wanted = languages().contains(language) ? language : systemLanguage();
  initialiseTranslations();
  Spoken& now = spoken();
  if (now.ours) QCoreApplication::removeTranslator(now.ours.get());
  if (now.qts) QCoreApplication::removeTranslator(now.qts.get());
  now.ours.reset();
  now.qts.reset();
  now.language = wanted;
  // English keeps the system's own number format when that is an English one.
  QLocale::setDefault(wanted == "en" && QLocale::system().language() == QLocale::English ? QLocale::system() : QLocale(wanted));
  if (wanted != "en") {
    now.qts = std::make_unique<QTranslator>();
    if (now.qts->load("qtbase_" + wanted, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
      QCoreApplication::installTranslator(now.qts.get());
  }
  now.ours = std::make_unique<QTranslator>();   // English too, for its plurals
  if (now.ours->load(":/translations/assay_" + wanted + ".qm")) QCoreApplication::installTranslator(now.ours.get());
  return wanted;
}

}  // namespace assay
