// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QTimer>

#include "core/base/problem.h"
#include "core/job/target.h"
#include "widgets/pages/page.h"

class QFormLayout;
class QLabel;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace assay {

class ProblemList;

/// Other machines that train: added, tested and edited. One's own are saved in $ASSAY_HOME/targets.yaml as they are typed, once they
/// can be read; those of the project are shown and belong to its project.yaml.
class TargetsPage : public Page {
  Q_OBJECT

 public:
  explicit TargetsPage(QWidget* parent = nullptr);
  ~TargetsPage() override;

  QString id() const override { return "targets"; }
  QString title() const override { return tr("Targets"); }
  QString iconName() const override { return "targets"; }
  void setSession(ProjectSession* session) override;
  void activate() override;
  bool isIdle() const override { return !isTesting_ && !save_.isActive(); }
  QList<QAction*> pageActions() const override { return actions_; }

 private:
  QWidget* buildList();
  QWidget* buildForm();
  QWidget* buildVerdict();
  void buildActions();
  QAction* addAction(const QString& text, const QString& icon, const QKeySequence& key, void (TargetsPage::*act)());
  void load();
  void showList();
  void showTarget();
  void takeForm();
  void save();
  void addSsh();
  void addSlurm();
  void addKubernetes();
  void add(Target target);
  void remove();
  void test();
  void planForHosts();
  void showVerdict(const Target& tested, const QString& error, const Problems& problems);
  void showFault(const QString& text);
  std::string freshName(const std::string& wish) const;
  bool isOwn(int row) const { return row >= 0 && row < int(own_.size()); }
  const Target* current() const;

  ProjectSession* session_ = nullptr;
  std::vector<Target> own_, ofProject_;
  QList<QAction*> actions_;
  QListWidget* list_;
  QLabel* empty_;
  QWidget* form_;
  QFormLayout* rows_;
  QLineEdit *name_, *image_, *nameSpace_, *context_, *claim_, *partition_, *account_, *timeLimit_, *gres_, *folder_, *program_, *master_;
  QPlainTextEdit *hosts_, *environment_;
  QSpinBox *ranks_, *nodes_, *gpus_, *port_;
  QLabel *origin_, *fault_, *verdict_;
  ProblemList* problems_;
  QPushButton* test_;
  QTimer save_;
  bool isShowing_ = false;   ///< the fields change because another target is shown
  bool isTesting_ = false;
  bool isUnsaved_ = false;   ///< own_ differs from the file
  bool isFileBad_ = false;   ///< the file cannot be read: it is left alone
};

}  // namespace assay
