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

/// What must be known before Qt starts: --scale; and that help, the version and, on a machine without a screen, a picture of a page want none. Other arguments are left alone.
void prepareForQt(int argc, char** argv);

}  // namespace assay
