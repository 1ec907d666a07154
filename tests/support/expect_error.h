// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <optional>
#include <string>

#include "core/base/error.h"

namespace assay {

/// The Error that `work` throws; none when it throws nothing. Anything else that it throws rises.
template <class Work>
std::optional<Error> faultOf(Work&& work) {
  try {
    work();
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

/// True when `work` fails with that code and its text holds `part`.
template <class Work>
bool failsWith(Code code, const std::string& part, Work&& work) {
  const std::optional<Error> error = faultOf(work);
  return error && error->code() == code && std::string(error->what()).find(part) != std::string::npos;
}

}  // namespace assay
