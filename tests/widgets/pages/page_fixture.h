// SPDX-License-Identifier: GPL-3.0-or-later
// A small project of real files for tests of pages.
#pragma once

#include <QTemporaryDir>

#include "core/imaging/decode.h"
#include "core/store/item_table.h"
#include "widgets/bridge/project_session.h"

namespace assay {

/// `count` grey pictures of 400 x 300 named board_1.png, ...; classes "open" (key 1) and "short" (key 2).
/// Odd ones are in the training part and carry one box of class "open" at (10, 20, 60, 50).
inline void makeBoards(const QString& folder, int count) {
  namespace fs = std::filesystem;
  Project project = createProject(folder.toStdString(), "detection");
  project.classes = {{"open", 0, "1"}, {"short", 1, "2"}};
  saveProject(project);
  fs::create_directories(project.imagesFolder());
  Database database(project.databaseFile(), OpenMode::ReadWrite);
  for (int i = 1; i <= count; ++i) {
    Image image(400, 300, 1);
    for (std::size_t byte = 0; byte < image.byteCount(); ++byte) image.data()[byte] = uint8_t(40 + i);
    const std::string name = "images/board_" + std::to_string(i) + ".png";
    writePng(image, project.root / name);
    Item item;
    item.path = name;
    item.sha256 = std::string(63, '0') + char('0' + i % 10);
    item.width = 400;
    item.height = 300;
    item.channels = 1;
    item.source = "test";
    if (i % 2 == 1) {
      item.split = Split::Train;
      item.status = LabelStatus::Labelled;
      Annotation label;
      label.className = "open";
      label.shape = Box{10, 20, 60, 50};
      label.origin = Origin::Imported;
      item.annotations = {label};
    }
    addItem(database, item);
  }
}

}  // namespace assay
