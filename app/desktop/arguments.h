// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>
#include <QString>
#include <QStringList>
#include <QVariant>

namespace assay {

/// The command line of assay-workbench.
struct Arguments {
  QString project;
  QString page;
  QVariant argument;       ///< --item or --run: what Page::open() gets
  QString grab;            ///< picture file; empty: stay open
  QSize size;              ///< invalid: as remembered
  QString theme;           ///< "light", "dark", "system", or empty: as remembered
  QString language;
  bool measureStart = false;
};

/// Ends the program for --help, --version and usage errors (exit code 2).
Arguments parseArguments(const QStringList& arguments);

/// --scale must be known before Qt starts; other arguments are left alone.
void applyScale(int argc, char** argv);

}  // namespace assay
