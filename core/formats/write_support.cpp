// SPDX-License-Identifier: Apache-2.0
#include "core/formats/write_support.h"

#include <cerrno>
#include <cmath>
#include <fstream>

#include "core/base/error.h"

namespace assay {

namespace fs = std::filesystem;

std::vector<std::string> LossTally::lines() const {
  std::vector<std::string> lines;
  for (const auto& [what, count] : counts_) lines.push_back(std::to_string(count) + " " + what);
  return lines;
}

std::vector<const Item*> labelledImages(const Snapshot& snapshot, LossTally& losses) {
  std::vector<const Item*> items;
  for (const Item& item : snapshot.items) {
    if (item.kind != ItemKind::Image) losses.add("item(s) left out: not an image");
    else if (item.status != LabelStatus::Labelled)
      losses.add("image(s) left out: not labelled, which the format cannot tell from clean");
    else items.push_back(&item);
  }
  return items;
}

fs::path fileOf(const std::string& path, const fs::path& dataRoot) {
  const fs::path file(path);
  return file.is_absolute() ? file : dataRoot / file;
}

std::string StemGiver::stemFor(const fs::path& file) {
  const std::string wanted = file.stem().string();
  std::string stem = wanted;
  for (int n = 2; !taken_.insert(stem).second; ++n) stem = wanted + "_" + std::to_string(n);
  return stem;
}

void copyFileTo(const fs::path& from, const fs::path& to) {
  std::error_code fault;
  fs::create_directories(to.parent_path(), fault);
  if (!fs::exists(from, fault))
    throw Error(Code::NotFound, "the image is missing; expected it where the project says",
                from.string());
  if (!fs::copy_file(from, to, fault)) {
    const Code code =
        fault == std::errc::no_space_on_device ? Code::DiskFull
        : fault == std::errc::permission_denied || fault == std::errc::read_only_file_system
            ? Code::ReadOnly
            : Code::Io;
    throw Error(code, "copying " + from.string() + " failed: " + fault.message(), to.string());
  }
}

ExportReport copyItems(const Snapshot& snapshot, const fs::path& dataRoot, const fs::path& out, const Progress& progress,
                       const std::function<bool(const Item&)>& isWanted, const std::string& whyNot) {
  ExportReport report;
  LossTally losses;
  StemGiver stems;
  for (const Item& item : snapshot.items) {
    progress.step(report.items, int64_t(snapshot.items.size()), "copying files");
    if (!isWanted(item)) {
      losses.add("item(s) left out: " + whyNot);
      continue;
    }
    const fs::path file = fileOf(item.path, dataRoot);
    copyFileTo(file, out / (stems.stemFor(file) + file.extension().string()));
    ++report.items;
  }
  report.losses = losses.lines();
  return report;
}

void writeTextFile(const fs::path& file, const std::string& text) {
  std::error_code fault;
  fs::create_directories(file.parent_path(), fault);
  errno = 0;
  std::ofstream out(file, std::ios::binary);
  out.write(text.data(), std::streamsize(text.size()));
  out.close();
  if (!out) throwErrno("writing the label file", file.string());
}

Box boxAndLoss(const Shape& shape, LossTally& losses) {
  if (std::holds_alternative<Polygon>(shape)) losses.add("polygon(s) written as their boxes");
  if (std::holds_alternative<RotatedBox>(shape))
    losses.add("rotated box(es) written as upright boxes");
  if (std::holds_alternative<Mask>(shape)) losses.add("mask(s) written as their boxes");
  return boundingBox(shape);
}

Box wholePixels(const Box& box, LossTally& losses) {
  Box out{std::round(box.x1), std::round(box.y1), std::round(box.x2), std::round(box.y2)};
  if (out.x2 <= out.x1) out.x2 = out.x1 + 1;
  if (out.y2 <= out.y1) out.y2 = out.y1 + 1;
  if (!(out == box)) losses.add("box(es) rounded to whole pixels");
  return out;
}

}  // namespace assay
