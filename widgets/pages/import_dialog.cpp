// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/import_dialog.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "core/formats/images.h"
#include "widgets/bridge/text.h"
#include "widgets/gallery/gallery_tile.h"
#include "widgets/pages/column_chooser.h"
#include "widgets/theme/theme.h"

namespace assay {
namespace {

constexpr const char* plainFormat = "images";   // it takes several sources at once, and has a plainer name here

}  // namespace

ImportDialog::ImportDialog(const std::vector<ItemKind>& kinds, QWidget* parent)
    : QDialog(parent), path_(new QLineEdit(this)), format_(new QComboBox(this)), explanation_(new QLabel(this)),
      split_(new QComboBox(this)), copy_(new QCheckBox(tr("Copy the files into the project"), this)),
      skipBad_(new QCheckBox(tr("Leave out what cannot be used"), this)), columns_(new ColumnChooser(this)) {
  setWindowTitle(tr("Import"));
  setMinimumWidth(520);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(metrics::space5, metrics::space4, metrics::space5, metrics::space4);
  layout->setSpacing(metrics::space4);
  auto* form = new QFormLayout;
  form->setHorizontalSpacing(metrics::space4);
  form->setVerticalSpacing(metrics::space3);
  auto* source = new QHBoxLayout;
  source->setSpacing(metrics::space2);
  auto* folder = new QPushButton(tr("Folder…"), this);
  auto* file = new QPushButton(tr("File…"), this);
  source->addWidget(path_, 1);
  source->addWidget(folder);
  source->addWidget(file);
  path_->setPlaceholderText(tr("Folder or label file"));
  form->addRow(tr("From"), source);
  const auto isOffered = [&kinds](ItemKind kind) { return std::find(kinds.begin(), kinds.end(), kind) != kinds.end(); };
  if (isOffered(ItemKind::Image)) format_->addItem(tr("Pictures without labels"), fromUtf8(plainFormat));
  for (const ItemKind kind : kinds)   // in the plugin's order: what it learns from comes first
    for (const Format& format : formats())
      if (format.read && format.name != plainFormat && std::find(format.kinds.begin(), format.kinds.end(), kind) != format.kinds.end() &&
          format_->findData(fromUtf8(format.name)) < 0)
        format_->addItem(fromUtf8(format.name), fromUtf8(format.name));
  form->addRow(tr("Format"), format_);
  explanation_->setProperty("role", "caption");
  explanation_->setWordWrap(true);
  form->addRow(QString(), explanation_);
  form->addRow(tr("Columns"), columns_);
  form_ = form;
  for (Split split : {Split::None, Split::Train, Split::Valid, Split::Test})
    split_->addItem(splitText(split), QVariant::fromValue(int(split)));
  split_->setToolTip(tr("For items to which the source gives no split of its own"));
  form->addRow(tr("Split"), split_);
  copy_->setToolTip(tr("Otherwise the project refers to them where they are"));
  form->addRow(QString(), copy_);
  skipBad_->setToolTip(tr("Pictures that cannot be read and labels without a place; otherwise one of them stops the import"));
  form->addRow(QString(), skipBad_);
  layout->addLayout(form);
  auto* buttons = new QDialogButtonBox(this);
  import_ = new QPushButton(tr("Import"), this);
  import_->setProperty("kind", "primary");   // before the box asks for its size, with which its style is settled
  buttons->addButton(import_, QDialogButtonBox::AcceptRole);
  buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);   // ours: Qt's own words may not be installed
  import_->setDefault(true);
  layout->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(folder, &QPushButton::clicked, this, &ImportDialog::browseFolder);
  connect(file, &QPushButton::clicked, this, &ImportDialog::browseFile);
  connect(path_, &QLineEdit::textEdited, this, &ImportDialog::sourceEdited);
  connect(format_, &QComboBox::currentIndexChanged, this, &ImportDialog::showFormat);
  setSources({});
  showFormat();
}

void ImportDialog::setSources(const QStringList& paths) {
  sources_ = paths;
  const bool isOne = paths.size() <= 1;
  path_->setText(isOne ? paths.value(0) : tr("%n file(s) and folder(s)", nullptr, int(paths.size())));
  path_->setEnabled(isOne);
  format_->setEnabled(isOne);
  const QString guess = fromUtf8(paths.size() == 1 ? guessFormat(toPath(paths.first())) : plainFormat);
  const int row = format_->findData(guess);
  if (row >= 0) format_->setCurrentIndex(row);
  import_->setEnabled(!paths.isEmpty());
  showColumns();
}

void ImportDialog::sourceEdited() {
  const QString text = path_->text().trimmed();
  sources_ = text.isEmpty() ? QStringList() : QStringList{text};
  const bool exists = QFileInfo::exists(text);
  import_->setEnabled(exists);
  if (!exists) return;
  const int row = format_->findData(fromUtf8(guessFormat(toPath(text))));
  if (row >= 0) format_->setCurrentIndex(row);
  showColumns();
}

/// Only a CSV file of triples has columns to choose.
void ImportDialog::showColumns() {
  const bool hasColumns = format_->currentData().toString() == QLatin1String("triples") && sources_.size() == 1 && sources_.first().endsWith(QLatin1String(".csv"), Qt::CaseInsensitive);
  if (hasColumns) columns_->setFile(sources_.first());
  columns_->setVisible(hasColumns);
  form_->labelForField(columns_)->setVisible(hasColumns);
}

void ImportDialog::showFormat() {
  const QString name = format_->currentData().toString();
  explanation_->setText(name == fromUtf8(plainFormat) ? tr("All pictures in the folder and below it; you draw the labels.")
                                                      : translateOption(formatByName(name.toStdString()).doc));
  const bool isOfPictures = name == fromUtf8(plainFormat) || formatByName(name.toStdString()).kinds.front() == ItemKind::Image;
  for (QCheckBox* box : {copy_, skipBad_}) box->setVisible(isOfPictures);
  showColumns();
}

Format ImportDialog::format() const {
  const QString name = format_->currentData().toString();
  if (name != fromUtf8(plainFormat)) return formatByName(name.toStdString());
  std::vector<std::filesystem::path> paths;
  for (const QString& source : sources_) paths.push_back(toPath(source));
  return imagesFormat(std::move(paths));
}

ImportOptions ImportDialog::options() const {
  ImportOptions options;
  options.split = Split(split_->currentData().toInt());
  options.copyImages = copy_->isChecked();
  options.skipBad = skipBad_->isChecked();
  if (columns_->isVisibleTo(this)) options.columns = columns_->columns().toStdString();
  return options;
}

void ImportDialog::browseFolder() {
  const QString chosen = QFileDialog::getExistingDirectory(this, tr("Import a folder"), path_->text());
  if (!chosen.isEmpty()) setSources({chosen});
}

void ImportDialog::browseFile() {
  const QStringList chosen = QFileDialog::getOpenFileNames(this, tr("Import files"), path_->text());
  if (!chosen.isEmpty()) setSources(chosen);
}

}  // namespace assay
