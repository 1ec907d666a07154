// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCache>
#include <QObject>
#include <QSet>
#include <QStringList>
#include <QThreadPool>

#include "widgets/canvas/canvas_image.h"

namespace assay {

/// A decoded picture, or why there is none.
struct LoadedImage {
  CanvasImage image;
  QString error;
  int channels = 0, bitDepth = 8;
};

/// Decodes pictures on worker threads and keeps the recent ones, so that stepping through a set shows
/// the next picture at once. Lives on the GUI thread.
class ImageLoader : public QObject {
  Q_OBJECT

 public:
  explicit ImageLoader(QObject* parent = nullptr, int cacheMegabytes = 768);
  ~ImageLoader() override;

  /// The picture when it is in memory; valid until control goes back to the event loop.
  const LoadedImage* cached(const QString& file) const { return cache_.object(file); }
  /// loaded(file) follows: at once when it is in memory, else when decoded, before anything prefetched.
  void request(const QString& file);
  /// What may be wanted soon, most likely first. Replaces earlier wishes that have not begun.
  void prefetch(const QStringList& files);
  void forget(const QString& file) { cache_.remove(file); }
  /// Nothing that was requested is missing. Prefetching does not count.
  bool isIdle() const { return wanted_.isEmpty(); }

 Q_SIGNALS:
  void loaded(const QString& file);

 private:
  void pump();
  void start(const QString& file);
  void finish(const QString& file, const LoadedImage& result);

  QThreadPool pool_;
  QCache<QString, LoadedImage> cache_;   ///< cost in kilobytes
  QSet<QString> wanted_;                 ///< requested and not there yet
  QStringList queue_;                    ///< not begun, most urgent first
  QSet<QString> running_;
};

}  // namespace assay
