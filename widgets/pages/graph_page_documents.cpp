// SPDX-License-Identifier: GPL-3.0-or-later
// Facts out of documents, on the Graph page.
#include <algorithm>

#include <QFileInfo>

#include "core/base/line_reader.h"
#include "core/project/accept_facts.h"
#include "core/text/text_pieces.h"
#include "widgets/bridge/model_server.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/text.h"
#include "widgets/bridge/while_alive.h"
#include "widgets/graph/document_panel.h"
#include "widgets/graph/graph_data.h"
#include "widgets/pages/graph_page.h"

namespace assay {

namespace {

struct RankedRelation {
  int32_t relation = 0;
  double score = 0;
};

/// The first relation of the answer that the graph has; nothing for an answer of another form.
std::optional<RankedRelation> bestRelation(const Json& output, const Graph& graph) {
  const std::string where = "the model's answer";
  for (const Json& one : member<Json>(output, "answers", where))
    if (const auto relation = graph.relations().find(member<std::string>(one, "relation", where))) return RankedRelation{*relation, member<double>(one, "score", where)};
  return std::nullopt;
}

constexpr std::size_t mostReadBytes = std::size_t{1} << 20;   // a network reads some hundred sentences a second

/// The text, or the files, for the text reader; the beginning of what is very long.
std::vector<std::string> piecesOf(const std::string& text, const QStringList& files) {
  TextPieces pieces(TextPieces::usualBytes, mostReadBytes);
  if (files.isEmpty()) pieces.addText(text);
  for (const QString& file : files) {
    if (pieces.isFull()) break;
    LineReader reader(toPath(file));
    for (std::string_view line; !pieces.isFull() && reader.next(line);) pieces.addLine(line);
  }
  return pieces.take();
}

/// The row about these two entities, whichever way; -1 when it was rejected meanwhile.
int rowOf(const ProposalTable& table, int32_t a, int32_t b) {
  const auto& all = table.proposals();
  const auto it = std::find_if(all.begin(), all.end(), [&](const Proposal& p) { return std::minmax(p.fact.head, p.fact.tail) == std::minmax(a, b); });
  return it == all.end() ? -1 : int(it - all.begin());
}

}  // namespace

void GraphPage::listDocuments() {
  QStringList names, paths;
  for (const Item& item : session_->items()) {
    if (item.kind != ItemKind::Document) continue;
    paths << session_->absolutePath(item.path);
    names << QFileInfo(paths.last()).fileName();
  }
  documents_->setDocuments(names, paths);
  documents_->setReadOnly(session_->isReadOnly());
}

void GraphPage::findFacts() {
  if (!data_ || !documents_->isVisible() || (documents_->files().isEmpty() && documents_->text().trimmed().isEmpty())) return;
  auto found = std::make_shared<FoundPairs>();
  auto pieces = std::make_shared<std::vector<std::string>>();
  stopReading();   // of what was found before nothing is wanted any more
  const int ticket = ++findTicket_;
  ++finding_;
  session_->runInBackground(
      tr("Reading the text"),
      [data = data_, text = documents_->text().toStdString(), files = documents_->files(), found, pieces, isRead = !readerFolder_.isEmpty()](Database&, const Progress& progress) {
        PairFinder finder(data->graph(), data->adjacency());
        if (files.isEmpty()) finder.read(text);
        for (const QString& file : files) finder.readFile(toPath(file), progress);
        *found = finder.take(DocumentPanel::mostProposals);
        if (isRead) *pieces = piecesOf(text, files);
      },
      whileAlive(this, [this, found, pieces, ticket, data = data_, session = session_](const QString& error) {
        if (session != session_) return;
        --finding_;
        if (ticket != findTicket_) return Q_EMIT idleChanged();   // another text meanwhile
        if (data == data_ && error.isEmpty()) {   // else another graph meanwhile
          documents_->showPairs(*found);
          askRelations();
          askReader(*pieces);
        } else if (!error.isEmpty()) {
          documents_->showMessage(tr("The text could not be read: %1").arg(error));
        }
        Q_EMIT idleChanged();
      }));
}

void GraphPage::askRelations() {
  if (!session_->model().isAvailable()) return Q_EMIT status(tr("There is no trained model yet: choose the relations yourself."));
  const Graph& graph = data_->graph();
  for (const Proposal& proposal : documents_->proposals().proposals()) {
    const int32_t first = proposal.fact.head, second = proposal.fact.tail;
    for (const auto& [head, tail] : {std::pair(first, second), std::pair(second, first)}) {
      ++finding_;
      session_->model().ask(Json{{"head", graph.entities().name(head)}, {"tail", graph.entities().name(tail)}, {"top", 1}}, this,
                            [this, data = data_, session = session_, head = head, tail = tail](const ModelAnswer& answer) {
                              if (session != session_) return;
                              --finding_;
                              const int row = data == data_ ? rowOf(documents_->proposals(), head, tail) : -1;
                              if (row >= 0 && answer.error.isEmpty()) takeRelation(row, head, tail, answer.output);
                              else if (!answer.error.isEmpty()) documents_->showMessage(answer.error);
                              if (finding_ == 0) documents_->proposals().sortByScore();
                              if (finding_ == 0) Q_EMIT idleChanged();
                            });
    }
  }
}

/// Of the two ways round the better one stays; what somebody has ticked or mended already is left alone.
void GraphPage::takeRelation(int row, int32_t head, int32_t tail, const Json& output) {
  try {
    const Proposal& present = documents_->proposals().proposals()[std::size_t(row)];
    const auto best = bestRelation(output, data_->graph());
    const bool isFirstAnswer = !present.isAnswered;
    if (best && !present.isChosen && !present.isMended && !present.isRead && (isFirstAnswer || best->score > present.score))
      documents_->proposals().setFact(row, {head, best->relation, tail}, best->score);
  } catch (const Error& error) {
    documents_->showMessage(describe(error));
  }
}

void GraphPage::acceptFacts() {
  if (!data_ || isAccepting_ || !documents_->isVisible() || session_->isReadOnly() || documents_->proposals().chosenCount() == 0) return;
  isAccepting_ = true;
  const auto accepted = std::make_shared<std::vector<Proposal>>(documents_->proposals().takeChosen());
  std::vector<FactIds> facts;
  const ProposalTable& table = documents_->proposals();
  for (const Proposal& proposal : *accepted)
    facts.push_back({table.idOf(proposal.fact.head), data_->graph().relations().name(proposal.fact.relation), table.idOf(proposal.fact.tail)});
  const int count = int(facts.size());
  auto file = std::make_shared<QString>();
  session_->changeInBackground(
      tr("Accepting facts"),
      [project = session_->project(), facts = std::move(facts), file](Database& database, const Progress&) { *file = fromPath(assay::acceptFacts(project, database, facts)); },
      whileAlive(this, [this, count, file, accepted, data = data_, session = session_](const QString& error) {
        if (session != session_) return;
        isAccepting_ = false;
        if (!error.isEmpty()) {
          if (data == data_) documents_->proposals().putBack(*accepted);
          return documents_->showMessage(tr("The facts were not accepted: %1").arg(error));
        }
        Q_EMIT status(tr("%n fact(s) accepted into %1; the next run learns them.", nullptr, count).arg(QFileInfo(*file).fileName()));
      }));
}

}  // namespace assay
