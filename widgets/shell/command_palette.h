// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl+K: everything that can be done, by name.
#pragma once

#include <functional>

#include <QFrame>
#include <QIcon>
#include <QList>
#include <QPointer>
#include <QStandardItemModel>

class QLineEdit;
class QListView;

namespace assay {

struct PaletteEntry {
  QString text;       ///< "Zoom to fit"
  QString group;      ///< "View", "Recent projects": shown small, and searched too
  QString key;        ///< "Ctrl+0", or empty
  QIcon icon;
  std::function<void()> run;
};

class CommandPalette : public QFrame {
  Q_OBJECT

 public:
  /// Entries are asked for each time it opens, and again with the text typed (items of a project).
  using Source = std::function<QList<PaletteEntry>(const QString& query)>;

  explicit CommandPalette(QWidget* parent);
  void addSource(Source source);
  /// Shows itself over the parent, upper middle, with the focus in the field.
  void open();
  QStringList shownTexts() const;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void refresh();
  void place();
  void moveSelection(int by);
  void runCurrent();
  void dismiss();

  QLineEdit* field_;
  QListView* list_;
  QStandardItemModel model_;
  QList<Source> sources_;
  QList<PaletteEntry> shown_;
  QPointer<QWidget> focusBefore_;
};

}  // namespace assay
