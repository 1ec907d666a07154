// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/arguments.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <QCommandLineParser>
#include <QRegularExpression>

namespace assay {

namespace {

[[noreturn]] void usageError(const QString& message) {
  std::fprintf(stderr, "assay-workbench: %s\n", qPrintable(message));
  std::exit(2);
}

void addOptions(QCommandLineParser& parser) {
  parser.setApplicationDescription("Label a small dataset, train a model on it, and see whether you can trust the result.");
  parser.addPositionalArgument("PROJECT", "Folder of the project, or bundle, to open.", "[PROJECT]");
  parser.addOptions({{"page", "Page to show: data, label, graph, train, runs, evaluate, targets; those that the project's task has.", "NAME"},
                     {"item", "Item to show on that page.", "N"},
                     {"run", "Run to show on that page.", "N"},
                     {"grab", "Save a picture of the window when it is idle, then exit.", "FILE.png"},
                     {"size", "Size of the window in pixels.", "WxH"},
                     {"theme", "light, dark or system.", "THEME"},
                     {"language", "en or zh_CN.", "LANGUAGE"},
                     {"scale", "Factor for high resolution screens.", "F"},
                     {"measure-start", "Print the milliseconds from process start to idle, then exit."}});
}

QVariant numberOf(const QCommandLineParser& parser, const QString& option) {
  bool isNumber = false;
  const qlonglong number = parser.value(option).toLongLong(&isNumber);
  if (!isNumber || number <= 0) usageError(QString("--%1: `%2` is not a number above 0").arg(option, parser.value(option)));
  return number;
}

QSize sizeOf(const QString& text) {
  const auto match = QRegularExpression("^(\\d{3,5})x(\\d{3,5})$").match(text);
  if (!match.hasMatch()) usageError(QString("--size: `%1` is not like 1280x800").arg(text));
  return {match.captured(1).toInt(), match.captured(2).toInt()};
}

}  // namespace

Arguments parseArguments(const QStringList& words) {
  QCommandLineParser parser;
  addOptions(parser);
  if (words.contains("--help") || words.contains("-h")) {
    parser.addHelpOption();
    std::printf("%s", qPrintable(parser.helpText()));
    std::exit(0);
  }
  if (words.contains("--version")) {
    std::printf("assay-workbench %s\n", ASSAY_VERSION);
    std::exit(0);
  }
  if (!parser.parse(words)) usageError(parser.errorText());
  if (parser.positionalArguments().size() > 1) usageError("one project at a time");
  Arguments result;
  result.project = parser.positionalArguments().value(0);
  result.page = parser.value("page");
  result.grab = parser.value("grab");
  result.theme = parser.value("theme");
  result.language = parser.value("language");
  result.measureStart = parser.isSet("measure-start");
  if (parser.isSet("size")) result.size = sizeOf(parser.value("size"));
  if (parser.isSet("item")) result.argument = numberOf(parser, "item");
  if (parser.isSet("run")) result.argument = numberOf(parser, "run");
  if (!result.theme.isEmpty() && !QStringList{"light", "dark", "system"}.contains(result.theme))
    usageError(QString("--theme: `%1` is not light, dark or system").arg(result.theme));
  if (!result.language.isEmpty() && !QStringList{"en", "zh_CN"}.contains(result.language))
    usageError(QString("--language: `%1` is not en or zh_CN").arg(result.language));
  return result;
}

void prepareForQt(int argc, char** argv) {
  const bool hasScreen = qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY") || qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
  const auto is = [](const char* word, const char* option) { return std::strcmp(word, option) == 0; };
  for (int i = 1; i < argc; ++i) {
    const bool onlySpeaks = is(argv[i], "--help") || is(argv[i], "-h") || is(argv[i], "--version");
    if (onlySpeaks || (!hasScreen && is(argv[i], "--grab"))) qputenv("QT_QPA_PLATFORM", "offscreen");
    if (is(argv[i], "--scale") && i + 1 < argc) qputenv("QT_SCALE_FACTOR", argv[i + 1]);
  }
}

}  // namespace assay
