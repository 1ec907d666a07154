// SPDX-License-Identifier: GPL-3.0-or-later
// What the workbench remembers between starts: $ASSAY_HOME/settings.ini.
#pragma once

#include <memory>

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <QStringList>

#include "widgets/theme/theme.h"

namespace assay {

class Settings {
 public:
  Settings();

  /// Newest first, folders that still hold a project only.
  QStringList recentProjects() const;
  void addRecentProject(const QString& folder);
  void removeRecentProject(const QString& folder);

  Theme::Mode theme() const;
  void setTheme(Theme::Mode mode);
  /// "en", "zh_CN", or empty: the system's.
  QString language() const;
  void setLanguage(const QString& language);

  /// Window geometry and docks, kept per project; empty `project`: no project is open.
  QByteArray geometry(const QString& project) const;
  QByteArray layout(const QString& project) const;
  void setLayout(const QString& project, const QByteArray& geometry, const QByteArray& layout);
  void clearLayout(const QString& project);

  /// A page's own small choices ("gallery/tileSize").
  QVariant value(const QString& key, const QVariant& fallback = {}) const { return file_.value("pages/" + key, fallback); }
  void setValue(const QString& key, const QVariant& value) { file_.setValue("pages/" + key, value); }

 private:
  QSettings file_;
};

}  // namespace assay
