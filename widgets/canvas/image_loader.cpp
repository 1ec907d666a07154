// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/image_loader.h"

#include <algorithm>
#include <filesystem>
#include <memory>

#include <QMetaObject>

#include "core/imaging/decode.h"

namespace assay {
namespace {

// One thread more than prefetching may fill, so that a request never waits behind it.
constexpr int prefetchThreads = 2;

/// The border where a worker thread ends: whatever is wrong with the file becomes a sentence to show.
LoadedImage decode(const QString& file) {
  LoadedImage result;
  try {
    const Image image = decodeImage(std::filesystem::path(file.toStdString()));
    result.channels = image.channels();
    result.bitDepth = image.bitDepth();
    result.image = CanvasImage::withLevels(displayImage(image));
    if (result.image.isNull()) result.error = ImageLoader::tr("There is not enough memory to show %1.").arg(file);
  } catch (const std::exception& error) {
    result.error = QString::fromUtf8(error.what());
  }
  return result;
}

int costOf(const LoadedImage& loaded) {
  if (loaded.image.isNull()) return 1;
  // All smaller levels together add a third.
  return int(loaded.image.full().sizeInBytes() / 1024 * 4 / 3) + 1;
}

}  // namespace

ImageLoader::ImageLoader(QObject* parent, int cacheMegabytes) : QObject(parent), cache_(cacheMegabytes * 1024) {
  pool_.setMaxThreadCount(prefetchThreads + 1);
}

ImageLoader::~ImageLoader() {
  queue_.clear();
  pool_.waitForDone();
}

void ImageLoader::request(const QString& file) {
  if (cache_.object(file)) {
    Q_EMIT loaded(file);
    return;
  }
  wanted_.insert(file);
  queue_.removeAll(file);
  queue_.prepend(file);
  pump();
}

void ImageLoader::prefetch(const QStringList& files) {
  queue_.removeIf([this](const QString& file) { return !wanted_.contains(file); });
  for (const QString& file : files)
    if (!file.isEmpty() && !cache_.contains(file) && !queue_.contains(file)) queue_.append(file);
  pump();
}

void ImageLoader::pump() {
  for (qsizetype i = 0; i < queue_.size();) {
    const QString file = queue_[i];
    const qsizetype limit = wanted_.contains(file) ? prefetchThreads + 1 : prefetchThreads;
    if (running_.contains(file)) {
      queue_.removeAt(i);
    } else if (running_.size() < limit) {
      queue_.removeAt(i);
      start(file);
    } else {
      ++i;
    }
  }
}

void ImageLoader::start(const QString& file) {
  running_.insert(file);
  pool_.start([this, file] {
    auto result = std::make_shared<LoadedImage>(decode(file));
    QMetaObject::invokeMethod(this, [this, file, result] { finish(file, *result); }, Qt::QueuedConnection);
  });
}

void ImageLoader::finish(const QString& file, const LoadedImage& result) {
  running_.remove(file);
  // A picture larger than the whole cache is refused by it; then keep just this one.
  const int cost = int(std::min<qsizetype>(costOf(result), cache_.maxCost()));
  cache_.insert(file, new LoadedImage(result), cost);
  wanted_.remove(file);
  Q_EMIT loaded(file);
  pump();
}

}  // namespace assay
