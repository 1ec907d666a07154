// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/proposal_table.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "widgets/charts/series_math.h"
#include "widgets/graph/graph_data.h"
#include "widgets/theme/theme.h"

namespace assay {

void ProposalTable::setGraph(std::shared_ptr<const GraphData> data) {
  beginResetModel();
  std::vector<Proposal> kept;
  for (Proposal proposal : proposals_) {
    if (!data || !data_) break;
    const Graph &before = data_->graph(), &now = data->graph();
    // A new name stays one, unless the graph has it by now.
    const auto placeNow = [&](int32_t entity) { return isNew(entity) ? std::optional(now.entities().find(idOf(entity)).value_or(entity)) : now.entities().find(idOf(entity)); };
    const std::optional<int32_t> head = placeNow(proposal.fact.head), tail = placeNow(proposal.fact.tail);
    if (!head || !tail) continue;
    const int32_t relation = proposal.fact.relation < 0 ? -1 : now.relations().find(before.relations().name(proposal.fact.relation)).value_or(-1);
    proposal.fact = {*head, relation, *tail};
    proposal.isChosen = proposal.isChosen && relation >= 0;
    kept.push_back(std::move(proposal));
  }
  data_ = std::move(data);
  proposals_ = std::move(kept);
  endResetModel();
  Q_EMIT chosenChanged();
}

void ProposalTable::setProposals(std::vector<Proposal> proposals) {
  beginResetModel();
  proposals_ = std::move(proposals);
  endResetModel();
  Q_EMIT chosenChanged();
}

void ProposalTable::add(std::vector<Proposal> proposals) {
  if (proposals.empty()) return;
  beginInsertRows({}, rowCount(), rowCount() + int(proposals.size()) - 1);
  std::move(proposals.begin(), proposals.end(), std::back_inserter(proposals_));
  endInsertRows();
  Q_EMIT chosenChanged();
}

int32_t ProposalTable::newName(const QString& name) {
  if (const auto known = findNewName(name)) return *known;
  newNames_ << name;
  return newNumbers_[name] = -int32_t(newNames_.size());
}

std::optional<int32_t> ProposalTable::findNewName(const QString& name) const {
  const auto it = newNumbers_.constFind(name);
  return it == newNumbers_.cend() ? std::nullopt : std::optional(*it);
}

std::string ProposalTable::idOf(int32_t entity) const {
  return isNew(entity) ? newNames_[-1 - entity].toStdString() : data_->graph().entities().name(entity);
}

QString ProposalTable::text(int32_t entity) const { return isNew(entity) ? tr("%1 (new)").arg(newNames_[-1 - entity]) : data_->name(entity); }

void ProposalTable::setFact(int row, const Triple& fact, double score, bool isRead) {
  Proposal& proposal = proposals_[std::size_t(row)];
  proposal.fact = fact;
  proposal.score = score;
  proposal.isAnswered = true;
  proposal.isRead = isRead;
  rowChanged(row);
}

void ProposalTable::setChosen(int row, bool isChosen) {
  Proposal& proposal = proposals_[std::size_t(row)];
  proposal.isChosen = isChosen && proposal.fact.relation >= 0;
  rowChanged(row);
  Q_EMIT chosenChanged();
}

void ProposalTable::turn(int row) {
  Proposal& proposal = proposals_[std::size_t(row)];
  std::swap(proposal.fact.head, proposal.fact.tail);
  mended(row);
}

void ProposalTable::sortByScore() {
  beginResetModel();
  std::stable_sort(proposals_.begin(), proposals_.end(), [](const Proposal& a, const Proposal& b) {
    return std::pair(!a.isAnswered, -a.score) < std::pair(!b.isAnswered, -b.score);
  });
  endResetModel();
}

/// The model's score was for something else.
void ProposalTable::mended(int row) {
  Proposal& proposal = proposals_[std::size_t(row)];
  proposal.isMended = true;
  proposal.isAnswered = proposal.isRead = false;
  rowChanged(row);
}

void ProposalTable::putBack(const std::vector<Proposal>& proposals) {
  if (proposals.empty()) return;
  beginInsertRows({}, 0, int(proposals.size()) - 1);
  proposals_.insert(proposals_.begin(), proposals.begin(), proposals.end());
  endInsertRows();
  Q_EMIT chosenChanged();
}

void ProposalTable::remove(const std::vector<int>& rows) {
  std::vector<int> descending = rows;
  std::sort(descending.rbegin(), descending.rend());
  for (int row : descending) {
    beginRemoveRows({}, row, row);
    proposals_.erase(proposals_.begin() + row);
    endRemoveRows();
  }
  Q_EMIT chosenChanged();
}

std::vector<Proposal> ProposalTable::takeChosen() {
  std::vector<Proposal> chosen;
  std::vector<int> rows;
  for (int row = 0; row < rowCount(); ++row) {
    if (!proposals_[std::size_t(row)].isChosen) continue;
    chosen.push_back(proposals_[std::size_t(row)]);
    rows.push_back(row);
  }
  remove(rows);
  return chosen;
}

int ProposalTable::chosenCount() const {
  return int(std::count_if(proposals_.begin(), proposals_.end(), [](const Proposal& p) { return p.isChosen; }));
}

QVariant ProposalTable::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount() || !data_) return {};
  const Proposal& proposal = proposals_[std::size_t(index.row())];
  if (role == Qt::CheckStateRole && index.column() == Head) return proposal.isChosen ? Qt::Checked : Qt::Unchecked;
  if (role == Qt::EditRole && index.column() == Relation) return proposal.fact.relation;
  if (role == relationsRole) {
    QStringList names;
    for (int32_t relation = 0; relation < data_->graph().relationCount(); ++relation) names << data_->relation(relation);
    return names;
  }
  if (role == Qt::TextAlignmentRole && index.column() == Score) return int(Qt::AlignRight | Qt::AlignVCenter);
  if (role == Qt::FontRole && index.column() == Score) return Theme::instance().tabularFont();
  if (role == Qt::ForegroundRole && index.column() == Sentence) return Theme::instance().tokens().secondaryText;
  if (role == Qt::ToolTipRole && index.column() == Sentence) return proposal.sentence;
  if (role == Qt::ToolTipRole && index.column() == Relation) return tr("Double click, or F2, to choose another relation");
  if (role != Qt::DisplayRole) return {};
  switch (index.column()) {
    case Head: return text(proposal.fact.head);
    case Relation: return proposal.fact.relation < 0 ? tr("choose…") : data_->relation(proposal.fact.relation);
    case Tail: return text(proposal.fact.tail);
    case Score: return proposal.isAnswered ? shortNumber(proposal.score) : QString();
    case Sentence: return proposal.sentences > 1 ? tr("%1 (and %n more)", nullptr, int(proposal.sentences - 1)).arg(proposal.sentence) : proposal.sentence;
    default: return {};
  }
}

bool ProposalTable::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (!index.isValid() || index.row() >= rowCount() || !data_) return false;
  if (role == Qt::CheckStateRole && index.column() == Head) {
    setChosen(index.row(), value.toInt() == Qt::Checked);
    return true;
  }
  if (role != Qt::EditRole || index.column() != Relation || value.toInt() < 0 || value.toInt() >= data_->graph().relationCount()) return false;
  proposals_[std::size_t(index.row())].fact.relation = value.toInt();
  mended(index.row());
  return true;
}

QVariant ProposalTable::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) return int((section == Score ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  const QString names[] = {tr("Head"), tr("Relation"), tr("Tail"), tr("Score"), tr("Sentence")};
  return names[section];
}

Qt::ItemFlags ProposalTable::flags(const QModelIndex& index) const {
  Qt::ItemFlags flags = QAbstractTableModel::flags(index);
  if (index.column() == Head) flags |= Qt::ItemIsUserCheckable;
  if (index.column() == Relation) flags |= Qt::ItemIsEditable;
  return flags;
}

}  // namespace assay
