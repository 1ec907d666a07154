// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/gallery/thumbnail_loader.h"

#include <algorithm>
#include <memory>

#include <QMetaObject>
#include <QThread>

#include "core/base/log.h"
#include "core/imaging/thumbnail_cache.h"
#include "widgets/bridge/text.h"
#include "widgets/canvas/canvas_image.h"

namespace assay {
namespace {

constexpr int memoryKilobytes = 192 * 1024;

QImage fromDisk(const ThumbnailCache& disk, const ThumbnailRequest& request) {
  try {
    return displayImage(disk.thumbnail(toPath(request.file), request.sha256, request.edge));
  } catch (const std::exception& error) {
    // The tile says that there is no picture; the page that opens it says why.
    log::debug("thumbnail: {}", error.what());
    return {};
  }
}

}  // namespace

int thumbnailEdge(int tilePixels) {
  for (int edge : {128, 256, 512})
    if (tilePixels <= edge) return edge;
  return 1024;
}

ThumbnailLoader::ThumbnailLoader(QObject* parent)
    : ThumbnailLoader([disk = std::make_shared<ThumbnailCache>()](const ThumbnailRequest& r) { return fromDisk(*disk, r); },
                      parent) {}

ThumbnailLoader::ThumbnailLoader(Produce produce, QObject* parent)
    : QObject(parent), produce_(std::move(produce)), cache_(memoryKilobytes) {
  pool_.setMaxThreadCount(std::clamp(QThread::idealThreadCount(), 2, 6));
}

ThumbnailLoader::~ThumbnailLoader() {
  queue_.clear();
  pool_.waitForDone();
}

void ThumbnailLoader::want(std::vector<ThumbnailRequest> requests) {
  std::erase_if(requests, [this](const ThumbnailRequest& request) {
    const qint64 item = request.item.value;
    const bool isThere = cache_.object(item) && edges_.value(item) >= request.edge;
    return isThere || running_.contains(item) || failed_.contains(item);
  });
  queue_ = std::move(requests);
  pump();
}

void ThumbnailLoader::pump() {
  while (!queue_.empty() && running_.size() < pool_.maxThreadCount()) {
    ThumbnailRequest request = std::move(queue_.front());
    queue_.erase(queue_.begin());
    running_.insert(request.item.value);
    pool_.start([this, request = std::move(request), generation = generation_] {
      const QImage image = produce_(request);
      QMetaObject::invokeMethod(this, [this, item = request.item, edge = request.edge, image, generation] {
        if (generation == generation_) finish(item, edge, image);
      }, Qt::QueuedConnection);
    });
  }
}

void ThumbnailLoader::finish(ItemId item, int edge, const QImage& image) {
  running_.remove(item.value);
  if (image.isNull()) {
    failed_.insert(item.value);
  } else {
    edges_[item.value] = edge;
    cache_.insert(item.value, new QPixmap(QPixmap::fromImage(image)), int(image.sizeInBytes() / 1024) * 4 / std::max(1, image.depth() / 8) + 1);
  }
  Q_EMIT ready(item);
  pump();
  if (isIdle()) Q_EMIT idle();
}

void ThumbnailLoader::clear() {
  ++generation_;   // answers that are under way belong to what was shown before
  queue_.clear();
  running_.clear();
  failed_.clear();
  edges_.clear();
  cache_.clear();
}

}  // namespace assay
