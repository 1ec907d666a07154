// SPDX-License-Identifier: GPL-3.0-or-later
// The composition of pages: the only place that knows them all.
#include <QCoreApplication>

#include "widgets/pages/data_page.h"
#include "widgets/pages/evaluate_page.h"
#include "widgets/pages/graph_page.h"
#include "widgets/pages/label_page.h"
#include "widgets/pages/runs_page.h"
#include "widgets/pages/targets_page.h"
#include "widgets/pages/train_page.h"
#include "widgets/shell/page_host.h"

namespace assay {

namespace {

template <class PageType>
PageKind kind(const char* id, const QString& title) {
  return {id, title, id, [](QWidget* parent) -> Page* { return new PageType(parent); }};
}

PageKind onlyFor(bool (*isFor)(const std::string& task), PageKind kind) {
  kind.isFor = isFor;
  return kind;
}

bool isGraph(const std::string& task) { return task == "knowledge_graph"; }
/// A task of a plugin that is not ours may be about pictures.
bool mayHavePictures(const std::string& task) { return !isGraph(task) && task != "recommendation" && task != "text"; }

}  // namespace

std::vector<PageKind> pageKinds() {
  return {
      kind<DataPage>("data", QCoreApplication::translate("Pages", "Data")),
      onlyFor(mayHavePictures, kind<LabelPage>("label", QCoreApplication::translate("Pages", "Label"))),
      onlyFor(isGraph, kind<GraphPage>("graph", QCoreApplication::translate("Pages", "Graph"))),
      kind<TrainPage>("train", QCoreApplication::translate("Pages", "Train")),
      kind<RunsPage>("runs", QCoreApplication::translate("Pages", "Runs")),
      kind<EvaluatePage>("evaluate", QCoreApplication::translate("Pages", "Evaluate")),
      kind<TargetsPage>("targets", QCoreApplication::translate("Pages", "Targets")),
  };
}

}  // namespace assay
