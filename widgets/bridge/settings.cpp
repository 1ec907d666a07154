// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/settings.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

#include "core/base/paths.h"
#include "core/project/bundle.h"
#include "widgets/bridge/text.h"

namespace assay {

namespace {

constexpr int maxRecent = 12;

/// A group name that QSettings takes whatever the folder is called.
QString layoutGroup(const QString& project) {
  if (project.isEmpty()) return "layout/none";
  const QByteArray digest = QCryptographicHash::hash(project.toUtf8(), QCryptographicHash::Sha256);
  return "layout/" + QString::fromLatin1(digest.toHex().left(16));
}

}  // namespace

Settings::Settings() : file_(fromPath(assayHome() / "settings.ini"), QSettings::IniFormat) {}

QStringList Settings::recentProjects() const {
  QStringList present;
  const QStringList stored = file_.value("recent").toStringList();
  for (const QString& folder : stored)
    if (isBundle(toPath(folder)) || QFileInfo::exists(QDir(folder).filePath("project.yaml"))) present << folder;
  return present;
}

void Settings::addRecentProject(const QString& folder) {
  QStringList list = file_.value("recent").toStringList();
  list.removeAll(folder);
  list.prepend(folder);
  file_.setValue("recent", QStringList(list.mid(0, maxRecent)));
}

void Settings::removeRecentProject(const QString& folder) {
  QStringList list = file_.value("recent").toStringList();
  list.removeAll(folder);
  file_.setValue("recent", list);
}

Theme::Mode Settings::theme() const {
  const QString name = file_.value("theme").toString();
  return name == "light" ? Theme::Mode::Light : name == "dark" ? Theme::Mode::Dark : Theme::Mode::System;
}

void Settings::setTheme(Theme::Mode mode) {
  file_.setValue("theme", mode == Theme::Mode::Light ? "light" : mode == Theme::Mode::Dark ? "dark" : "system");
}

QString Settings::language() const { return file_.value("language").toString(); }
void Settings::setLanguage(const QString& language) { file_.setValue("language", language); }

QByteArray Settings::geometry(const QString& project) const {
  return file_.value(layoutGroup(project) + "/geometry").toByteArray();
}

QByteArray Settings::layout(const QString& project) const {
  return file_.value(layoutGroup(project) + "/docks").toByteArray();
}

void Settings::setLayout(const QString& project, const QByteArray& geometry, const QByteArray& layout) {
  file_.setValue(layoutGroup(project) + "/geometry", geometry);
  file_.setValue(layoutGroup(project) + "/docks", layout);
}

void Settings::clearLayout(const QString& project) { file_.remove(layoutGroup(project)); }

}  // namespace assay
