// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>

#include <QPointer>

namespace assay {

/// A function that calls `act` as long as `owner` lives: for answers that come after their page may be gone, as when the
/// frame is built anew in another language.
template <class Owner, class Act>
auto whileAlive(Owner* owner, Act act) {
  return [owner = QPointer<Owner>(owner), act = std::move(act)](auto&&... arguments) mutable {
    if (owner) act(std::forward<decltype(arguments)>(arguments)...);
  };
}

}  // namespace assay
