// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/text.h"

#include <QCoreApplication>

#include "widgets/bridge/message_text.h"

namespace assay {

namespace {

struct Spoken {
  std::string_view identifier;
  const char* name;
};

constexpr Spoken values[] = {
    {"loss", QT_TRANSLATE_NOOP("Values", "loss")},
    {"box", QT_TRANSLATE_NOOP("Values", "box")},
    {"class", QT_TRANSLATE_NOOP("Values", "class")},
    {"objectness", QT_TRANSLATE_NOOP("Values", "objectness")},
    {"edges", QT_TRANSLATE_NOOP("Values", "edges")},
    {"quality", QT_TRANSLATE_NOOP("Values", "quality")},
    {"map", "mAP"},
    {"map33", "mAP33"},
    {"map50", "mAP50"},
    {"f1", "F1"},
    {"mask", QT_TRANSLATE_NOOP("Values", "mask")},
    {"mask_iou", QT_TRANSLATE_NOOP("Values", "IoU of masks")},
    {"image_auroc", QT_TRANSLATE_NOOP("Values", "AUROC of images")},
    {"image_recall", QT_TRANSLATE_NOOP("Values", "images found")},
    {"image_false_alarms", QT_TRANSLATE_NOOP("Values", "false alarms")},
    {"images", QT_TRANSLATE_NOOP("Values", "images")},
    {"images of", QT_TRANSLATE_NOOP("Values", "images of")},
    {"all defects", QT_TRANSLATE_NOOP("Values", "all defects")},
    {"clean", QT_TRANSLATE_NOOP("Values", "clean")},
    {"auroc", "AUROC"},
    {"flagged", QT_TRANSLATE_NOOP("Values", "flagged")},
    {"share", QT_TRANSLATE_NOOP("Values", "share")},
    {"from (95 %)", QT_TRANSLATE_NOOP("Values", "from (95 %)")},
    {"to (95 %)", QT_TRANSLATE_NOOP("Values", "to (95 %)")},
    {"f1_at_threshold", QT_TRANSLATE_NOOP("Values", "F1 at the threshold")},
    {"precision_at_threshold", QT_TRANSLATE_NOOP("Values", "precision at the threshold")},
    {"recall_at_threshold", QT_TRANSLATE_NOOP("Values", "recall at the threshold")},
    {"r2", "R²"},
    {"recall_at_1fp", QT_TRANSLATE_NOOP("Values", "recall at 1 false box")},
    {"accuracy", QT_TRANSLATE_NOOP("Values", "accuracy")},
    {"log_loss", QT_TRANSLATE_NOOP("Values", "log loss")},
    {"precision", QT_TRANSLATE_NOOP("Values", "precision")},
    {"recall", QT_TRANSLATE_NOOP("Values", "recall")},
    {"count", QT_TRANSLATE_NOOP("Values", "count")},
    {"type", QT_TRANSLATE_NOOP("Values", "type")},
    {"answers", QT_TRANSLATE_NOOP("Values", "answers")},
    {"confusion", QT_TRANSLATE_NOOP("Values", "confusion")},
    {"mrr", "MRR"},
    {"hits1", "Hits@1"},
    {"hits3", "Hits@3"},
    {"hits10", "Hits@10"},
    {"baseline_mrr", QT_TRANSLATE_NOOP("Values", "MRR of the baseline")},
    {"answer", QT_TRANSLATE_NOOP("Values", "answer")},
    {"relation", QT_TRANSLATE_NOOP("Values", "relation")},
    {"penalty", QT_TRANSLATE_NOOP("Values", "penalty")},
    {"names", QT_TRANSLATE_NOOP("Values", "names")},
    {"relations", QT_TRANSLATE_NOOP("Values", "relations")},
    {"name_f1", QT_TRANSLATE_NOOP("Values", "F1 of names")},
    {"name_precision", QT_TRANSLATE_NOOP("Values", "precision of names")},
    {"name_recall", QT_TRANSLATE_NOOP("Values", "recall of names")},
    {"relation_macro_f1", QT_TRANSLATE_NOOP("Values", "macro F1 of relations")},
    {"relation_micro_f1", QT_TRANSLATE_NOOP("Values", "micro F1 of relations")},
    {"relation_accuracy", QT_TRANSLATE_NOOP("Values", "accuracy of relations")},
    {"majority_macro_f1", QT_TRANSLATE_NOOP("Values", "macro F1 of the commonest relation")},
    {"keyword_macro_f1", QT_TRANSLATE_NOOP("Values", "macro F1 of one telling word")},
    {"learning_rate", QT_TRANSLATE_NOOP("Values", "learning rate")},
    {"samples_per_second", QT_TRANSLATE_NOOP("Values", "items per second")},
    {"grad_norm", QT_TRANSLATE_NOOP("Values", "gradient norm")},
    {"rss", QT_TRANSLATE_NOOP("Values", "main memory")},
};

/// What the translation of a schema's choice starts from is the identifier; English has no translation file for it.
constexpr Spoken choices[] = {{"auto", "automatic"}, {"lite0", "EfficientNet-Lite0"}, {"one_cycle", "one cycle"},
                              {"cpu", "CPU"}, {"cuda", "CUDA"}, {"fp32", "FP32"}, {"bf16", "BF16"}, {"fp16", "FP16"},
                              {"adamw", "AdamW"}, {"sgd", "SGD"}, {"adagrad", "Adagrad"},
                              {"complex", "ComplEx"}, {"distmult", "DistMult"}, {"transe", "TransE"}, {"rotate", "RotatE"},
                              {"n3", "N3"}, {"l2", "L2"}, {"dura", "DURA"}, {"self_adversarial", "self-adversarial"}};

QString withSpaces(std::string_view identifier) { return fromUtf8(identifier).replace('_', ' '); }

}  // namespace

QString describe(const Error& error) {
  const QString message = translateMessage(error.message());
  if (error.where().empty()) return message;
  return QCoreApplication::translate("Error", "%1 (%2)").arg(message, fromUtf8(error.where()));
}

QString translateOption(std::string_view english) {
  return QCoreApplication::translate("Options", std::string(english).c_str());
}

QString valueName(std::string_view identifier) {
  for (const Spoken& value : values)
    if (value.identifier == identifier) return QCoreApplication::translate("Values", value.name);
  return withSpaces(identifier);
}

QString choiceName(std::string_view identifier) {
  const QString translated = translateOption(identifier);
  if (translated != fromUtf8(identifier)) return translated;
  for (const Spoken& choice : choices)
    if (choice.identifier == identifier) return fromUtf8(choice.name);
  return translated;
}

QString optionText(const Option& option, const OptionValue& value) {
  if (const bool* isOn = std::get_if<bool>(&value)) return *isOn ? QCoreApplication::translate("Options", "yes") : QCoreApplication::translate("Options", "no");
  const std::string text = toText(value);
  if (option.kind == OptionKind::Choice) return choiceName(text);
  if (isWord(option, value)) return translateOption(option.word);
  return option.suffix.empty() ? fromUtf8(text) : QCoreApplication::translate("Options", "%1 %2").arg(fromUtf8(text), translateOption(option.suffix));
}

QString deviceName(std::string_view device) {
  QString name = translateMessage(device);
  for (const char* mark : {"(R)", "(TM)", "(tm)", " CPU"}) name.remove(QLatin1String(mark));
  return name;
}

}  // namespace assay
