// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QAbstractTableModel>
#include <QHash>
#include <QString>
#include <QStringList>

#include "core/graph/triple.h"

namespace assay {

class GraphData;

/// A fact that a text suggests, for somebody to judge.
struct Proposal {
  Triple fact;               ///< relation -1: nobody has said yet; head or tail below 0: a new name (ProposalTable::newName)
  double score = 0;          ///< the model's for the relation, among all relations of the two
  QString sentence;
  qint64 sentences = 1;      ///< how many name both
  bool isChosen = false;     ///< to be accepted
  bool isMended = false;     ///< relation or direction by a person
  bool isAnswered = false;   ///< by a model: there is a score
  bool isRead = false;       ///< by a text reader, which saw the sentence: the graph's model does not overrule it
};

/// Proposals as rows: a tick to accept, head, relation (to be changed by a double click), tail, score, sentence.
class ProposalTable : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Head, Relation, Tail, Score, Sentence, columnCount_ };
  /// For an editor: the relations' names; EditRole of the Relation column is the relation's number.
  static constexpr int relationsRole = Qt::UserRole + 1;

  using QAbstractTableModel::QAbstractTableModel;

  /// Proposals stay, by the ids of their entities and relations; those that another graph has not go.
  void setGraph(std::shared_ptr<const GraphData> data);
  void setProposals(std::vector<Proposal> proposals);
  void add(std::vector<Proposal> proposals);
  /// A number below 0 that stands for a name which the graph has not; the same for the same name.
  int32_t newName(const QString& name);
  std::optional<int32_t> findNewName(const QString& name) const;
  static bool isNew(int32_t entity) { return entity < 0; }
  /// The id that the graph's files write; of a new entity its name.
  std::string idOf(int32_t entity) const;
  const std::vector<Proposal>& proposals() const { return proposals_; }
  /// Takes a model's answer for a row's pair; `isRead`: a text reader's.
  void setFact(int row, const Triple& fact, double score, bool isRead = false);
  /// Without a relation a row cannot be chosen.
  void setChosen(int row, bool isChosen);
  /// Head becomes tail.
  void turn(int row);
  /// The likeliest first; those without an answer last.
  void sortByScore();
  void remove(const std::vector<int>& rows);
  /// The ticked ones leave the table.
  std::vector<Proposal> takeChosen();
  /// What could not be accepted, first.
  void putBack(const std::vector<Proposal>& proposals);
  int chosenCount() const;

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(proposals_.size()); }
  int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : columnCount_; }
  QVariant data(const QModelIndex& index, int role) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;

 Q_SIGNALS:
  void chosenChanged();

 private:
  void mended(int row);
  void rowChanged(int row) { Q_EMIT dataChanged(index(row, 0), index(row, columnCount_ - 1)); }

  QString text(int32_t entity) const;

  std::shared_ptr<const GraphData> data_;
  std::vector<Proposal> proposals_;
  QStringList newNames_;   // of -1, -2, ...
  QHash<QString, int32_t> newNumbers_;
};

}  // namespace assay
