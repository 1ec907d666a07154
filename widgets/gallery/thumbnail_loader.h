// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QCache>
#include <QObject>
#include <QPixmap>
#include <QSet>
#include <QThreadPool>

#include "core/labels/item.h"

namespace assay {

struct ThumbnailRequest {
  ItemId item;
  QString file;         ///< absolute
  std::string sha256;
  int edge = 256;       ///< longest side, device pixels
};

/// Small pictures made on worker threads. Only what is asked for now is made: a new wish list replaces
/// what has not begun, so what scrolled away costs nothing. Lives on the GUI thread.
class ThumbnailLoader : public QObject {
  Q_OBJECT

 public:
  /// Called on worker threads; a null image means that there is none.
  using Produce = std::function<QImage(const ThumbnailRequest&)>;

  explicit ThumbnailLoader(QObject* parent = nullptr);            ///< core's disk cache
  ThumbnailLoader(Produce produce, QObject* parent = nullptr);
  ~ThumbnailLoader() override;

  /// Most wanted first; those in memory are skipped.
  void want(std::vector<ThumbnailRequest> requests);
  /// nullptr while it is not there. A smaller one of the same item is given until the right one comes.
  const QPixmap* thumbnail(ItemId item) const { return cache_.object(item.value); }
  bool hasFailed(ItemId item) const { return failed_.contains(item.value); }
  /// Forgets all; for another project or changed files.
  void clear();
  bool isIdle() const { return queue_.empty() && running_.isEmpty(); }

 Q_SIGNALS:
  void ready(assay::ItemId item);
  void idle();

 private:
  void pump();
  void finish(ItemId item, int edge, const QImage& image);

  Produce produce_;
  QThreadPool pool_;
  QCache<qint64, QPixmap> cache_;    ///< cost in kilobytes
  QHash<qint64, int> edges_;         ///< size that the cached one was made for
  std::vector<ThumbnailRequest> queue_;
  QSet<qint64> running_, failed_;
  int generation_ = 0;
};

/// The steps in which thumbnails are kept, so that moving the size slider does not decode everything again.
int thumbnailEdge(int tilePixels);

}  // namespace assay
