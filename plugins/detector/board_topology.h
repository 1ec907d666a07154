// SPDX-License-Identifier: Apache-2.0
// Which of the six board defects a change of copper is follows from what it touches.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/imaging/image.h"

namespace assay::detector {

enum class BoardDefect { Open, Short, Mousebite, Spur, Copper, PinHole };
inline constexpr int boardDefectCount = 6;

/// True for defects that add copper: short, spur, copper.
bool addsMaterial(BoardDefect defect);

/// Class number of each defect when the classes are the six of a board, under their usual names
/// ("pin-hole", "pinhole", "mouse_bite", "spurious copper", ...); none when any of them has another name.
std::optional<std::array<int, boardDefectCount>> boardClasses(const std::vector<std::string>& classes);

/// `material`: 8-bit grey, copper is not 0. `blob`: same size, the region that is to become copper (adds) or
/// to lose it. Added copper touching 0, 1 or more islands is copper, spur or short; removed copper touching
/// 0, 1 or more islands of background is pin-hole, mousebite or open. None when nothing or next to nothing
/// changes, when the change falls apart, or when its class is unclear (nearly touching; touching one island twice).
std::optional<BoardDefect> classifyChange(const Image& material, const Image& blob, bool adds);

}  // namespace assay::detector
