// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>
#include <QString>

#include "widgets/theme/tokens.h"

namespace assay {

/// resources/themes/assay.qss with its @names replaced by the tokens.
QString styleSheetFor(const Tokens& tokens, Shade shade);

/// The same colours for everything that paints by palette.
QPalette paletteFor(const Tokens& tokens);

/// Background of a selected and of a hovered row, which item delegates paint themselves.
QColor selectionColour(const Tokens& tokens);
QColor hoverColour(const Tokens& tokens);

}  // namespace assay
