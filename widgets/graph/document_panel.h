// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QWidget>

#include "core/graph/pair_finder.h"
#include "widgets/graph/graph_answers.h"
#include "widgets/graph/proposal_table.h"

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTableView;

namespace assay {

class GraphData;

/// Text in, facts out: entities that a text names together, each with the relation that the model finds likeliest, to accept,
/// mend or reject. Text is pasted, dropped, or comes from the project's documents.
class DocumentPanel : public QWidget {
  Q_OBJECT

 public:
  static constexpr std::size_t mostProposals = 500;   ///< rows that somebody may read

  explicit DocumentPanel(QWidget* parent = nullptr);

  void setData(std::shared_ptr<const GraphData> data);
  /// What can be read besides the text field: names and absolute paths.
  void setDocuments(const QStringList& names, const QStringList& paths);
  void setReadOnly(bool readOnly);
  QString text() const;
  void setText(const QString& text);
  /// Files of the chosen document or of all; empty: the text field.
  QStringList files() const;

  /// Projects whose models may read, by name and folder, and the one that does ("": none).
  void setReaders(const QStringList& names, const QStringList& folders, const QString& chosen);

  void showPairs(const FoundPairs& found);
  void showMessage(const QString& text);
  ProposalTable& proposals() const { return *table_; }
  QTableView* view() const { return view_; }

  void chooseSelected();
  void rejectSelected();
  void turnSelected();

 Q_SIGNALS:
  void findRequested();
  void acceptRequested();
  /// "": only names of the graph are to be found.
  void readerChosen(const QString& folder);
  void otherReaderRequested();

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  QWidget* buildText();
  QWidget* buildProposals();
  std::vector<int> selectedRows() const;
  void updateButtons();

  std::shared_ptr<const GraphData> data_;
  bool isReadOnly_ = false;
  QStringList dropped_;
  QComboBox *source_ = nullptr, *reader_ = nullptr;
  QPlainTextEdit* text_ = nullptr;
  QLabel* message_ = nullptr;
  QPushButton *find_ = nullptr, *accept_ = nullptr, *reject_ = nullptr;
  ProposalTable* table_ = nullptr;
  QTableView* view_ = nullptr;
};

}  // namespace assay
