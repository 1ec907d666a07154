// SPDX-License-Identifier: Apache-2.0
// A project on disk with small images, and a manifest that needs no plugin to be installed.
#pragma once

#include <QTemporaryDir>

#include "core/base/sha256.h"
#include "core/project/project.h"
#include "core/plugin/manifest.h"
#include "core/store/item_table.h"
#include "tests/support/expect_error.h"

#include <fstream>

namespace assay {

inline PluginManifest detectorManifest() {
  PluginManifest manifest;
  manifest.id = "detector";
  manifest.task = "detection";
  manifest.itemKinds = {"image"};
  manifest.options.real("model.crop", 1).range(0, 10);
  return manifest;
}

struct ProjectFixture {
  QTemporaryDir folder;
  Project project;

  ProjectFixture() {
    project.root = std::filesystem::canonical(folder.path().toStdString()) / "boards";
    std::filesystem::create_directories(project.imagesFolder());
    project.name = "boards";
    project.task = "detection";
    project.plugin = "detector";
    project.classes = {{"open", 0, "1"}, {"short", 1, "2"}};
    saveProject(project);
    Database(project.databaseFile(), OpenMode::Create);
  }

  std::filesystem::path outside(const std::string& name) const { return project.root.parent_path() / name; }

  /// A labelled training image of 100 x 100 with three labels of each class; its file holds `content`.
  Item board(const std::string& path, const std::string& content) const {
    const std::filesystem::path file = project.root / path;
    std::ofstream(file, std::ios::binary) << content;
    Item item;
    item.path = path;
    item.sha256 = sha256Hex(content);
    item.width = item.height = 100;
    item.channels = 1;
    item.split = Split::Train;
    item.status = LabelStatus::Labelled;
    for (const char* name : {"open", "short"})
      for (double x = 0; x < 30; x += 10) item.annotations.push_back({{}, name, Box{x, 0, x + 9, 9}, Origin::Human});
    return item;
  }

  /// `count` items without a split.
  void addUnsplit(Database& database, int count) const {
    Transaction transaction(database);
    for (int i = 0; i < count; ++i) {
      Item item = board("images/" + std::to_string(1000 + i) + ".png", "image " + std::to_string(i));
      item.split = Split::None;
      addItem(database, item);
    }
    transaction.commit();
  }
};

}  // namespace assay
