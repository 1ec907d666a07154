// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QPointer>
#include <QTimer>

#include "core/formats/format.h"
#include "core/project/split.h"
#include "widgets/gallery/item_index.h"
#include "widgets/pages/page.h"

class QLabel;
class QMenu;
class QSlider;
class QStackedWidget;
class QTableWidget;
class QToolBar;

namespace assay {

class DataInspector;
class FacetsPanel;
class GalleryModel;
class GalleryView;
class QueryBox;
class QuickLook;
class ReportPanel;
class SuggestionBar;
class ThumbnailLoader;
struct Project;

/// What the project holds: a gallery with facets and a query, import and export, splits and versions.
/// Projects of tables get a list in the gallery's place.
class DataPage : public Page {
  Q_OBJECT

 public:
  explicit DataPage(QWidget* parent = nullptr);
  ~DataPage() override;

  QString id() const override { return "data"; }
  QString title() const override { return tr("Data"); }
  QString iconName() const override { return "data"; }
  void setSession(ProjectSession* session) override;
  void activate() override;
  bool isIdle() const override;
  QList<QAction*> pageActions() const override { return actions_; }
  QWidget* inspector() override;

  GalleryView* gallery() const { return gallery_; }
  FacetsPanel* facets() const { return facets_; }
  QueryBox* queryBox() const { return query_; }
  ReportPanel* report() const { return report_; }
  QTableWidget* tables() const { return tables_; }
  std::vector<ItemId> selectedItems() const;

  /// Runs in the background; the report appears above the gallery.
  void importFrom(const QStringList& sources, const Format& format, const ImportOptions& options);
  void exportTo(const QString& folder, const QString& format);
  void setSplitOf(const std::vector<ItemId>& items, Split split);
  void setStatusOf(const std::vector<ItemId>& items, LabelStatus status);
  void removeItems(const std::vector<ItemId>& items);
  void splitBy(const SplitPlan& plan);
  /// The newest model looks at what has no label, and the gallery shows what it would learn most from.
  void suggest(const QString& strategy);
  SuggestionBar* suggestionBar() const { return suggestionBar_; }

 public Q_SLOTS:
  /// An item id, or the text of a query.
  void open(const QVariant& argument) override;
  void askImport(const QStringList& sources = {});
  void askSplit();
  void showVersions();
  /// What a run suggested before; false when it did not.
  bool showSuggestions(RunId run);
  void askRemove();
  void openSelected();

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  QWidget* makeHeader();
  QWidget* makeGallerySide();
  QWidget* makeEmptyState();
  QWidget* makeNoMatch();
  void makeActions();
  void makeSuggestAction();
  void popUpUnder(QMenu* menu, QAction* action);
  QAction* makeAction(const QString& text, const QString& icon, const QKeySequence& key);
  void connectGallery();

  void reload();
  void applyQuery();
  void labelsChanged(ItemId item);
  void showCount(int matching);
  void fillTables(const std::vector<ItemId>& items);
  void updateInspector();
  void updateActions();
  void showContextMenu(const QPoint& at);
  void loadVerdicts();
  void takeSuggestions(RunId run, const QString& error);
  void leaveSuggestions();
  void labelSuggested();
  std::vector<ItemId> inSuggestedOrder(std::vector<ItemId> matching) const;
  void showSuggestionBar();
  void addClasses(const Project& imported);
  /// Files without pictures (tables, triples, documents): a list instead of the gallery.
  bool holdsTables() const;
  ItemKind kind() const;
  std::vector<ItemKind> kinds() const;

  using Work = std::function<void(Database&, const Progress&)>;
  /// Background work that changes items; `done` runs only when it went well.
  void change(const QString& title, Work work, std::function<void()> done);

  ProjectSession* session_ = nullptr;
  ItemIndex index_;
  GalleryModel* model_;
  ThumbnailLoader* thumbnails_;
  GalleryView* gallery_;
  QTableWidget* tables_;
  FacetsPanel* facets_;
  QueryBox* query_;
  QuickLook* quickLook_;
  ReportPanel* report_;
  SuggestionBar* suggestionBar_;
  std::vector<ItemId> suggested_;   ///< in their order; empty: everything is shown
  QString suggestedBy_, suggestedRun_;
  QStackedWidget* stack_;
  QWidget *emptyState_ = nullptr, *noMatch_ = nullptr, *filters_ = nullptr;
  QToolBar* tools_;
  QSlider* size_;
  QLabel* count_;
  QMenu *exportMenu_, *suggestMenu_;
  QPointer<DataInspector> inspector_;
  QTimer refilter_;            ///< many labels may change at once
  bool isShown_ = false, isStale_ = true, needsVerdicts_ = true;

  QList<QAction*> actions_;
  QAction *import_ = nullptr, *export_ = nullptr, *split_ = nullptr, *versions_ = nullptr, *suggest_ = nullptr;
  QAction *open_ = nullptr, *remove_ = nullptr, *quick_ = nullptr;
  QList<QAction*> onSelection_;
};

}  // namespace assay
