// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/text.h"

#include <QCoreApplication>

namespace assay {

QString describe(const Error& error) {
  const QString message = fromUtf8(error.message());
  if (error.where().empty()) return message;
  return QCoreApplication::translate("Error", "%1 (%2)").arg(message, fromUtf8(error.where()));
}

QString translateOption(std::string_view english) {
  return QCoreApplication::translate("Options", std::string(english).c_str());
}

}  // namespace assay
