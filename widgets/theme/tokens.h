// SPDX-License-Identifier: GPL-3.0-or-later
// The one place where a colour is written (see also resources/themes for the marks of controls).
#pragma once

#include "widgets/theme/theme.h"

namespace assay {

enum class Shade { Light, Dark };

/// Every text colour has a contrast of at least 4.5:1 on window, panel and raised.
Tokens tokensOf(Shade shade);

/// Okabe and Ito 2008, an order that people with any kind of colour vision can tell apart.
QColor okabeIto(int index);
inline constexpr int okabeItoCount = 8;

/// Half way (`share` of `over`) between two opaque colours.
QColor blend(const QColor& under, const QColor& over, double share);

/// WCAG 2.1 contrast ratio, 1 to 21.
double contrastRatio(const QColor& a, const QColor& b);

}  // namespace assay
