// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/base/json.h"

class QVBoxLayout;

namespace assay {

/// Draws what a plugin reports, by the artifact's kind: "curve", "scatter", "confusion", "table". Another
/// kind, or one with wrong contents, is named in a sentence and never ends the program.
class ArtifactView : public QWidget {
  Q_OBJECT

 public:
  explicit ArtifactView(QWidget* parent = nullptr);
  /// `name` is the file's: a heading when the artifact has no title of its own.
  void show(const QString& name, const Json& artifact);
  /// Why there is no drawing; empty when there is one.
  const QString& problem() const { return problem_; }

 private:
  QWidget* make(const QString& name, const Json& artifact);

  QVBoxLayout* column_;
  QString problem_;
};

}  // namespace assay
