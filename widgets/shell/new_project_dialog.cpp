// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/new_project_dialog.h"

#include <QButtonGroup>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>
#include <QVBoxLayout>

#include "widgets/bridge/text.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

constexpr int dialogWidth = 520;

}  // namespace

NewProjectDialog::NewProjectDialog(const PluginCatalogue& catalogue, const QString& parentFolder, QWidget* parent)
    : QDialog(parent), name_(new QLineEdit(this)), place_(new QLineEdit(this)), classes_(new QLineEdit(this)),
      tasks_(new QButtonGroup(this)), problem_(new QLabel(this)) {
  setWindowTitle(tr("New project"));
  setMinimumWidth(dialogWidth);
  name_->setPlaceholderText(tr("boards"));
  classes_->setPlaceholderText(tr("open, short, spur: can be added later"));
  auto* buttons = new QDialogButtonBox(this);
  create_ = new QPushButton(tr("Create"), this);
  create_->setProperty("kind", "primary");   // before the box asks for its size, with which its style is settled
  buttons->addButton(create_, QDialogButtonBox::AcceptRole);
  buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);

  auto* form = new QFormLayout;
  form->setVerticalSpacing(metrics::space3);
  form->setHorizontalSpacing(metrics::space4);
  form->setLabelAlignment(Qt::AlignLeft);
  form->addRow(tr("&Name"), name_);
  form->addRow(tr("&Folder"), makePlace(parentFolder));
  form->addRow(tr("Task"), makeTasks(catalogue));
  form->addRow(tr("&Classes"), classes_);
  problem_->setWordWrap(true);
  problem_->setProperty("role", "secondary");
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(metrics::space5, metrics::space4, metrics::space5, metrics::space4);
  column->setSpacing(metrics::space4);
  column->addLayout(form);
  column->addWidget(problem_);
  column->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(name_, &QLineEdit::textChanged, this, &NewProjectDialog::check);
  connect(place_, &QLineEdit::textChanged, this, &NewProjectDialog::check);
  check();
}

QWidget* NewProjectDialog::makePlace(const QString& parentFolder) {
  auto* place = new QWidget(this);
  auto* row = new QHBoxLayout(place);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(metrics::space2);
  place_->setText(parentFolder);
  auto* browse = new QPushButton(tr("Choose…"), place);
  browse->setAutoDefault(false);
  connect(browse, &QPushButton::clicked, this, [this] {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Where the project's folder is made"), place_->text());
    if (!folder.isEmpty()) place_->setText(folder);
  });
  row->addWidget(place_, 1);
  row->addWidget(browse);
  return place;
}

QWidget* NewProjectDialog::makeTasks(const PluginCatalogue& catalogue) {
  auto* box = new QWidget(this);
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(metrics::space1);
  for (const std::string& task : catalogue.tasks()) {
    const PluginManifest& manifest = catalogue.byTask(task);
    auto* button = new QRadioButton(translateOption(manifest.name), box);
    button->setProperty("task", fromUtf8(task));
    tasks_->addButton(button);
    column->addWidget(button);
    auto* doc = new QLabel(translateOption(manifest.doc), box);
    doc->setProperty("role", "caption");
    doc->setWordWrap(true);
    doc->setIndent(22);   // under the words of the button, not under its mark
    column->addWidget(doc);
  }
  if (!tasks_->buttons().isEmpty()) tasks_->buttons().first()->setChecked(true);
  return box;
}

void NewProjectDialog::check() {
  QString problem;
  if (tasks_->buttons().isEmpty())
    problem = tr("No plugin was found, so there is no task to choose. Check the installation with `assay doctor`.");
  else if (name_->text().trimmed().isEmpty()) problem = tr("Give the project a name.");
  else if (name_->text().contains('/')) problem = tr("The name becomes a folder, so it cannot contain “/”.");
  else if (QFileInfo::exists(QDir(folder()).filePath("project.yaml"))) problem = tr("There is a project in this folder already.");
  else if (!QFileInfo(place_->text()).isWritable() && QFileInfo::exists(place_->text())) problem = tr("This folder cannot be written.");
  create_->setEnabled(problem.isEmpty());
  problem_->setText(problem.isEmpty() ? tr("Creates %1").arg(QDir::toNativeSeparators(folder())) : problem);
}

QString NewProjectDialog::folder() const { return QDir::cleanPath(QDir(place_->text()).filePath(name_->text().trimmed())); }

QString NewProjectDialog::task() const {
  const QAbstractButton* button = tasks_->checkedButton();
  return button ? button->property("task").toString() : QString();
}

QStringList NewProjectDialog::classes() const {
  QStringList names;
  for (const QString& part : classes_->text().split(QRegularExpression("[,，;、]"), Qt::SkipEmptyParts))
    if (const QString name = part.trimmed(); !name.isEmpty() && !names.contains(name)) names << name;
  return names;
}

}  // namespace assay
