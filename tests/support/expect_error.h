// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/error.h"

namespace assay {

/// The Error that `work` throws; one without a message when it throws nothing. Anything else that it throws rises.
template <class Work>
Error errorOf(Work&& work) {
  try {
    work();
  } catch (const Error& error) {
    return error;
  }
  return Error(Code::Internal, "");
}

/// True when `work` fails with that code and its text holds `part`.
template <class Work>
bool failsWith(Code code, const std::string& part, Work&& work) {
  const Error error = errorOf(work);
  return !error.message().empty() && error.code() == code && std::string(error.what()).find(part) != std::string::npos;
}

}  // namespace assay
