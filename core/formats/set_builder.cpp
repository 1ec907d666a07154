// SPDX-License-Identifier: Apache-2.0
#include "core/formats/set_builder.h"

#include <algorithm>
#include <cmath>

#include "core/formats/parallel.h"
#include "core/imaging/inspect.h"
#include "core/imaging/shape_raster.h"
#include "core/labels/class_name.h"

namespace assay {

namespace {

/// Label files round; an overhang below this is no clipping worth a warning.
constexpr double roundingSlack = 1e-3;

std::string sizeText(int width, int height) {
  return std::to_string(width) + " x " + std::to_string(height);
}

std::string boxText(const Box& box) {
  char text[96];
  std::snprintf(text, sizeof text, "%g, %g to %g, %g", box.x1, box.y1, box.x2, box.y2);
  return text;
}

/// Fractions of the image into pixels.
void scaleShape(Shape& shape, double width, double height) {
  if (auto* box = std::get_if<Box>(&shape))
    *box = {box->x1 * width, box->y1 * height, box->x2 * width, box->y2 * height};
  if (auto* polygon = std::get_if<Polygon>(&shape))
    for (Point& p : polygon->points) p = {p.x * width, p.y * height};
}

}  // namespace

Fit fitShape(Shape& shape, double width, double height) {
  const Box before = boundingBox(shape);
  if (!std::isfinite(before.x1 + before.y1 + before.x2 + before.y2) || before.area() <= 0)
    return Fit::Nothing;
  const auto clipX = [&](double x) { return std::clamp(x, 0.0, width); };
  const auto clipY = [&](double y) { return std::clamp(y, 0.0, height); };
  if (auto* box = std::get_if<Box>(&shape))
    *box = {clipX(box->x1), clipY(box->y1), clipX(box->x2), clipY(box->y2)};
  if (auto* polygon = std::get_if<Polygon>(&shape))
    for (Point& p : polygon->points) p = {clipX(p.x), clipY(p.y)};
  if (auto* mask = std::get_if<Mask>(&shape)) {
    const std::optional<Mask> seen = clipped(*mask, int(width), int(height));
    if (!seen) return Fit::Nothing;
    *mask = *seen;
  }
  const Box after = boundingBox(shape);
  if (after.area() <= 0) return Fit::Nothing;
  const double cut = std::max(
      {after.x1 - before.x1, after.y1 - before.y1, before.x2 - after.x2, before.y2 - after.y2});
  return cut > roundingSlack ? Fit::Clipped : Fit::Inside;
}

SetBuilder::SetBuilder(std::string format, const ImportOptions& options, const Progress& progress)
    : format_(std::move(format)), options_(options), progress_(progress) {}

void SetBuilder::addClass(const std::string& name) {
  if (std::find(set_.classes.begin(), set_.classes.end(), name) == set_.classes.end())
    set_.classes.push_back(name);
}

void SetBuilder::warn(std::string where, std::string message) {
  set_.problems.push_back({Severity::Warning, std::move(where), std::move(message), {}});
}

void SetBuilder::fail(std::string where, std::string message) {
  set_.problems.push_back({Severity::Error, std::move(where), std::move(message), {}});
}

void SetBuilder::bad(std::string where, std::string message) {
  if (options_.skipBad) warn(std::move(where), message + "; left out");
  else set_.problems.push_back({Severity::Error, std::move(where), std::move(message), skipBadFix});
}

void SetBuilder::inspectImages() {
  found_.resize(pending_.size());
  parallelFor(int64_t(pending_.size()), progress_, "reading images", [this](int64_t i) {
    PendingItem& pending = pending_[std::size_t(i)];
    Found& found = found_[std::size_t(i)];
    Item& item = found.item;
    try {
      const ImageFacts facts = inspectImage(pending.image);
      item.width = facts.info.width;
      item.height = facts.info.height;
      item.channels = facts.info.channels;
      item.bitDepth = facts.info.bitDepth;
      item.sha256 = facts.sha256;
      checkReference(pending, item);
      found.isUsable = true;
    } catch (const Error& error) {
      found.where = error.where();
      found.fault =
          error.message() + (pending.where.empty() ? "" : " (named by " + pending.where + ")");
    }
  });
}

void SetBuilder::checkReference(PendingItem& pending, Item& item) {
  if (pending.reference.empty()) return;
  const ImageInfo info = inspectImage(pending.reference).info;
  if (info.width != item.width || info.height != item.height)
    throw Error(Code::BadInput,
                "the reference is " + sizeText(info.width, info.height) + " but its image is " +
                    sizeText(item.width, item.height),
                pending.reference.string());
}

bool SetBuilder::isDuplicate(const Item& item) {
  const auto [place, isNew] = pathByHash_.emplace(item.sha256, item.path);
  if (isNew) return false;
  warn(item.path,
       "the same image as " + place->second + "; the second one is left out with its labels");
  return true;
}

void SetBuilder::placeLabels(const PendingItem& pending, Item& item) {
  for (const PendingLabel& label : pending.labels) {
    Shape shape = label.shape;
    if (pending.isRelative) scaleShape(shape, item.width, item.height);
    const Box said = boundingBox(shape);
    const std::string size = sizeText(item.width, item.height);
    switch (fitShape(shape, item.width, item.height)) {
      case Fit::Nothing:
        bad(label.where, "the box " + boxText(said) +
                             (said.area() > 0 ? " lies outside the " + size + " image"
                                              : " has no area; expected x1 < x2 and y1 < y2"));
        continue;
      case Fit::Clipped:
        warn(label.where,
             "the box " + boxText(said) + " reaches outside the " + size + " image and is clipped");
        break;
      case Fit::Inside: break;
    }
    if (const std::string fault = classNameFault(label.className); !fault.empty()) {
      bad(label.where, fault);
      continue;
    }
    addClass(label.className);
    item.annotations.push_back(
        {AnnotationId{}, label.className, std::move(shape), Origin::Imported});
  }
}

void SetBuilder::failWithFirstFault(const std::filesystem::path& source) {
  const auto first = std::find_if(found_.begin(), found_.end(),
                                  [](const Found& found) { return !found.isUsable; });
  fail(source.string(),
       "none of the " + std::to_string(pending_.size()) + " images could be read" +
           (first == found_.end() ? "" : "; the first: " + first->where + ": " + first->fault));
}

ImportedSet SetBuilder::finish(const std::filesystem::path& source) {
  require(!pending_.empty() || hasErrors(set_.problems),
          "no image was found for the format `" + format_ + "`", source.string());
  for (const std::string& name : set_.classes)
    if (const std::string fault = classNameFault(name); !fault.empty())
      fail(source.string(), fault);
  inspectImages();
  for (std::size_t i = 0; i < pending_.size(); ++i) {
    PendingItem& pending = pending_[i];
    Item& item = found_[i].item;
    item.path = pending.image.lexically_normal().string();
    if (!found_[i].isUsable) {
      bad(found_[i].where, found_[i].fault);
      continue;
    }
    if (isDuplicate(item)) continue;
    if (pending.saidWidth > 0 &&
        (pending.saidWidth != item.width || pending.saidHeight != item.height))
      warn(pending.where, "the label file says " + sizeText(pending.saidWidth, pending.saidHeight) +
                              " but the image is " + sizeText(item.width, item.height) +
                              "; boxes are taken as they are");
    item.reference = pending.reference.empty() ? "" : pending.reference.lexically_normal().string();
    item.split = pending.split == Split::None ? options_.split : pending.split;
    item.status = pending.status;
    item.source = format_;
    item.group = pending.group;
    placeLabels(pending, item);
    set_.items.push_back(std::move(item));
  }
  if (set_.items.empty() && !hasErrors(set_.problems))
    failWithFirstFault(source);
  return std::move(set_);
}

}  // namespace assay
