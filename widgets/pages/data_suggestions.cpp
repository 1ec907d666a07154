// SPDX-License-Identifier: GPL-3.0-or-later
// "Label these next" on the Data page.
#include <algorithm>
#include <unordered_set>

#include <QHash>
#include <QMenu>

#include "core/base/error.h"
#include "core/store/run_table.h"
#include "core/suggest/survey.h"
#include "widgets/bridge/message_text.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/run_commands.h"
#include "widgets/bridge/text.h"
#include "widgets/gallery/gallery_view.h"
#include "widgets/gallery/query_box.h"
#include "widgets/pages/data_page.h"
#include "widgets/pages/suggestion_bar.h"

namespace assay {

namespace {

constexpr int suggestedAtOnce = 20;   // an hour's labelling or so; then a new model knows better

QString strategyText(QueryStrategy strategy) {
  switch (strategy) {
    case QueryStrategy::Random: return DataPage::tr("at random");
    case QueryStrategy::Uncertainty: return DataPage::tr("where the model is unsure");
    case QueryStrategy::ExpectedError: return DataPage::tr("where it is likely to be wrong");
    case QueryStrategy::Disagreement: return DataPage::tr("where it says something else of the mirrored image");
    case QueryStrategy::Diversity: return DataPage::tr("unlike all that is labelled");
    case QueryStrategy::Mixed: break;
  }
  return DataPage::tr("likely to be wrong, and of many kinds");
}

/// The newest run that has learned something; none: nothing was trained.
std::optional<RunId> newestModel(Database& database, const std::filesystem::path& runsFolder) {
  for (const RunRow& run : listRuns(database))
    if (RunDirectory(runsFolder / std::to_string(run.id.value)).hasCheckpoints()) return run.id;
  return std::nullopt;
}

}  // namespace

void DataPage::makeSuggestAction() {
  suggest_ = makeAction(tr("Label next…"), "ask-model", QKeySequence(Qt::CTRL | Qt::Key_L));
  suggest_->setToolTip(tr("Which images to label next, as the newest model suggests (Ctrl+L)"));
  for (const QueryStrategy strategy : everyQueryStrategy) {
    QAction* action = suggestMenu_->addAction(strategyText(strategy));
    connect(action, &QAction::triggered, this, [this, strategy] { suggest(fromUtf8(std::string(queryStrategyName(strategy)))); });
  }
  suggestMenu_->setDefaultAction(suggestMenu_->actions().front());
  connect(suggest_, &QAction::triggered, this, [this] {
    suggestMenu_->setActiveAction(suggestMenu_->actions().front());
    popUpUnder(suggestMenu_, suggest_);
  });
}

void DataPage::suggest(const QString& strategy) {
  const auto run = session_ ? newestModel(session_->database(), session_->project().runsFolder()) : std::nullopt;
  if (!run) {
    Q_EMIT status(tr("Train a model first: it knows what it would learn from."));
    return;
  }
  session_->runs().suggest(*run, strategy, suggestedAtOnce);
  updateActions();
}

void DataPage::takeSuggestions(RunId run, const QString& error) {
  updateActions();
  if (!error.isEmpty()) Q_EMIT status(tr("Nothing could be suggested: %1").arg(error));
  else showSuggestions(run);
}

bool DataPage::showSuggestions(RunId run) {
  if (!session_) return false;
  try {
    const auto suggestions = readSuggestions(RunDirectory(session_->project().runsFolder() / std::to_string(run.value)));
    if (!suggestions) return false;
    QHash<QString, ItemId> byPath;
    for (const Item& item : session_->items()) byPath.insert(fromUtf8(item.path), item.id);
    suggested_.clear();
    for (const SuggestedImage& image : suggestions->images)
      if (const auto found = byPath.constFind(fromUtf8(image.path)); found != byPath.constEnd()) suggested_.push_back(*found);
    if (suggested_.empty()) {
      Q_EMIT status(tr("What was suggested is not in the project any more."));
      applyQuery();
      return false;
    }
    suggestedBy_ = strategyText(suggestions->strategy);
    suggestedRun_ = QString::number(run.value);
  } catch (const Error& error) {
    Q_EMIT status(describe(error));
    return false;
  }
  query_->setQuery(Query());
  applyQuery();
  if (!suggested_.empty()) gallery_->setCurrentItem(suggested_.front());
  return true;
}

std::vector<ItemId> DataPage::inSuggestedOrder(std::vector<ItemId> matching) const {
  if (suggested_.empty()) return matching;
  const std::unordered_set<ItemId> met(matching.begin(), matching.end());
  std::vector<ItemId> shown;
  for (const ItemId item : suggested_)
    if (met.contains(item)) shown.push_back(item);
  return shown;
}

void DataPage::showSuggestionBar() {
  if (suggested_.empty()) return suggestionBar_->hide();
  const auto open = std::count_if(suggested_.begin(), suggested_.end(), [this](ItemId id) {
    const Item* item = session_->item(id);
    return item && item->status != LabelStatus::Labelled;
  });
  suggestionBar_->show(int(suggested_.size()), int(open), suggestedBy_, suggestedRun_);
}

void DataPage::leaveSuggestions() {
  suggested_.clear();
  applyQuery();
}

void DataPage::labelSuggested() {
  QVariantList open;
  for (const ItemId id : suggested_)
    if (const Item* item = session_->item(id); item && item->status != LabelStatus::Labelled) open << QVariant::fromValue(qint64(id.value));
  if (!open.empty()) Q_EMIT navigate("label", open);
}

}  // namespace assay
