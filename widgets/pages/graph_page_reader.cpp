// SPDX-License-Identifier: GPL-3.0-or-later
// A trained text reader beside the graph, on the Graph page: names that the graph does not have, relations from the sentence.
#include <algorithm>
#include <optional>
#include <utility>

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHash>

#include "core/project/project.h"
#include "widgets/bridge/prediction_service.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/settings.h"
#include "widgets/bridge/text.h"
#include "widgets/graph/document_panel.h"
#include "widgets/graph/graph_data.h"
#include "widgets/graph/text_findings.h"
#include "widgets/pages/graph_page.h"

namespace assay {

namespace {

constexpr const char* readerKey = "graph/textReader";
constexpr const char* readerTask = "text";
constexpr std::size_t pairsAtOnce = 100;      // of long sentences half of what the service takes as one question
constexpr qsizetype longestSentence = 500;   // characters: readers refuse very long ones

/// Without opening the project: those that others made recently are nobody's business here, nor is a migration of their files.
bool looksLikeReader(const QString& folder) {
  QFile file(folder + "/project.yaml");
  if (!file.open(QIODevice::ReadOnly)) return false;
  const QByteArray head = file.read(64 << 10);
  return head.startsWith("task: text\n") || head.contains("\ntask: text\n");
}

/// Empty: the folder holds a text reader. Else why it does not.
QString whyNoReader(const QString& folder) {
  try {
    const Project project = loadProject(toPath(folder));
    if (project.task != readerTask) return GraphPage::tr("%1 is a project of the task “%2”; a text reader has the task “text”.").arg(folder, fromUtf8(project.task));
    if (newestTrainedRun(project.root).empty()) return GraphPage::tr("The text reader in %1 has not been trained yet.").arg(folder);
    return {};
  } catch (const Error& error) {
    return describe(error);
  }
}

/// What the reader calls a relation, if the graph has it.
int32_t relationNumber(const std::string& relation, const Graph& graph) {
  if (const auto number = graph.relations().find(relation)) return *number;
  for (int32_t number = 0; number < graph.relationCount(); ++number)
    if (graph.relationName(number) == relation) return number;
  return -1;
}

}  // namespace

void GraphPage::listReaders() {
  const Settings settings;
  const QString wanted = settings.value(readerKey).toString();
  QStringList names, folders;
  for (const QString& folder : QStringList(wanted) + settings.recentProjects())
    if (!folder.isEmpty() && !folders.contains(folder) && looksLikeReader(folder) && !newestTrainedRun(toPath(folder)).empty()) {
      folders << folder;
      names << QFileInfo(folder).fileName();
    }
  readerFolder_ = folders.contains(wanted) ? wanted : QString();
  documents_->setReaders(names, folders, readerFolder_);
}

void GraphPage::chooseOtherReader() {
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Project of a trained text reader"));
  if (folder.isEmpty()) return listReaders();   // the box shows again who reads
  chooseReader(folder);
}

void GraphPage::chooseReader(const QString& folder) {
  const QString reason = folder.isEmpty() ? QString() : whyNoReader(folder);
  if (reason.isEmpty()) Settings().setValue(readerKey, folder);
  else documents_->showMessage(reason);
  stopReading();
  reader_.reset();
  listReaders();
}

void GraphPage::stopReading() {
  ++readTicket_;
  reading_ = 0;
  if (reader_ && reader_->waiting() > 0) reader_.reset();   // with its process: nobody needs what it is at
}

void GraphPage::askReaderOnce(const Json& question, std::function<void(const Json&)> take) {
  ++reading_;
  reader_->ask(question, this, [this, take = std::move(take), ticket = readTicket_](const ModelAnswer& answer) {
    if (ticket != readTicket_) return;
    --reading_;
    try {
      if (!answer.error.isEmpty()) documents_->showMessage(tr("The text reader failed: %1").arg(answer.error));
      else if (data_) take(answer.output);   // names fit any graph: also one that was read again meanwhile
    } catch (const Error& error) {
      documents_->showMessage(describe(error));
    }
    if (reading_ == 0) documents_->proposals().sortByScore();
    if (reading_ == 0) Q_EMIT idleChanged();
  });
}

void GraphPage::askReader(const std::vector<std::string>& pieces) {
  if (readerFolder_.isEmpty()) return;
  if (!reader_) reader_ = std::make_unique<PredictionService>([folder = toPath(readerFolder_)] { return newestTrainedRun(folder); });
  askReaderOnce(Json{{"describe", true}}, [this, pieces](const Json& output) {
    const ReaderSkills skills = skillsOf(output);
    if (skills.relatesNames) askForRelations();
    if (skills.findsNames) askForNames(pieces);
  });
}

void GraphPage::askForNames(const std::vector<std::string>& pieces) {
  for (const std::string& piece : pieces) askReaderOnce(Json{{"text", piece}}, [this](const Json& output) { takeFindings(output); });
}

/// How the sentence relates two entities of the graph, asked both ways round. Only names that stand there as the graph has them.
void GraphPage::askForRelations() {
  std::vector<std::pair<int32_t, int32_t>> asked;
  Json pairs = Json::array();
  for (const Proposal& proposal : documents_->proposals().proposals()) {
    const int32_t first = proposal.fact.head, second = proposal.fact.tail;
    if (ProposalTable::isNew(first) || ProposalTable::isNew(second) || proposal.sentence.size() > longestSentence) continue;
    if (!proposal.sentence.contains(data_->name(first)) || !proposal.sentence.contains(data_->name(second))) continue;
    for (const auto& [head, tail] : {std::pair(first, second), std::pair(second, first)}) {
      asked.emplace_back(head, tail);
      pairs.push_back({{"text", proposal.sentence.toStdString()}, {"head", data_->name(head).toStdString()}, {"tail", data_->name(tail).toStdString()}});
    }
    if (asked.size() >= pairsAtOnce) askForRelations(std::exchange(asked, {}), std::exchange(pairs, Json::array()));
  }
  if (!asked.empty()) askForRelations(std::move(asked), std::move(pairs));
}

void GraphPage::askForRelations(std::vector<std::pair<int32_t, int32_t>> asked, const Json& pairs) {
  askReaderOnce(Json{{"pairs", pairs}, {"top", 1}}, [this, asked = std::move(asked), data = data_](const Json& output) {
    const std::vector<ReadRelation> read = relationsRead(output, asked.size());
    if (data != data_) return;   // the numbers are another graph's
    for (std::size_t i = 0; i < asked.size(); i += 2) {
      const std::size_t way = read[i].relation.empty() || (!read[i + 1].relation.empty() && read[i + 1].score > read[i].score) ? i + 1 : i;
      takeReading({asked[way].first, relationNumber(read[way].relation, data_->graph()), asked[way].second}, read[way].score);
    }
  });
}

/// A relation that stood in a sentence, for a pair that is proposed already. Whether it was.
bool GraphPage::takeReading(const Triple& fact, double score) {
  ProposalTable& table = documents_->proposals();
  const auto& present = table.proposals();
  const auto row = std::find_if(present.begin(), present.end(),
                                [&](const Proposal& p) { return std::minmax(p.fact.head, p.fact.tail) == std::minmax(fact.head, fact.tail); });
  if (row == present.end()) return false;
  const bool isBetter = !row->isRead || score > row->score;
  if (fact.relation >= 0 && !row->isChosen && !row->isMended && isBetter) table.setFact(int(row - present.begin()), fact, score, true);
  return true;
}

/// Pairs with a new name become proposals. For pairs that are proposed already, what the sentence says about their relation
/// counts more than what the graph alone makes likely.
void GraphPage::takeFindings(const Json& output) {
  ProposalTable& table = documents_->proposals();
  std::vector<Proposal> added;
  QHash<QString, std::optional<int32_t>> entities;   // of this answer's names: the same ones come again and again
  const auto numberOf = [&](const QString& name) {
    const auto it = entities.constFind(name);
    const std::optional<int32_t> entity = it != entities.cend() ? *it : entities[name] = data_->search().called(name.toStdString());
    return entity ? entity : table.findNewName(name);
  };
  for (const NamesTogether& pair : namesTogether(output)) {
    const std::optional<int32_t> head = numberOf(pair.first), tail = numberOf(pair.second);
    const int32_t relation = relationNumber(pair.relation, data_->graph());
    if (head && tail) {
      const auto isSame = [&](const Proposal& p) { return std::minmax(p.fact.head, p.fact.tail) == std::minmax(*head, *tail); };
      const bool isKnownPair = !ProposalTable::isNew(*head) && !ProposalTable::isNew(*tail);
      if (takeReading({*head, relation, *tail}, pair.score) || isKnownPair || std::any_of(added.begin(), added.end(), isSame)) continue;
    }
    if (table.proposals().size() + added.size() >= DocumentPanel::mostProposals) continue;
    const Triple fact{head ? *head : table.newName(pair.first), relation, tail ? *tail : table.newName(pair.second)};
    added.push_back({fact, pair.score, pair.sentence});
    added.back().isAnswered = added.back().isRead = relation >= 0;
  }
  table.add(std::move(added));
}

}  // namespace assay
