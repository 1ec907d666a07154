// SPDX-License-Identifier: Apache-2.0
#include "core/report/group_metrics.h"

#include "core/report/image_metrics.h"

namespace assay {

std::set<std::string> trainedGroups(std::span<const Item> items, const OptionValues& options) {
  const OptionValue* selfTraining = options.find("model.self_training");
  const bool withUnlabelled = selfTraining != nullptr && toText(*selfTraining) == "true";
  std::set<std::string> groups;
  for (const Item& item : items)
    if (item.split == Split::Train && !item.group.empty() && (withUnlabelled || item.status == LabelStatus::Labelled)) groups.insert(item.group);
  return groups;
}

std::vector<GroupRow> groupRows(const DetectionResult& result, const std::set<std::string>& trainingGroups) {
  if (judgesImages(result)) return {};   // knows no defect, and so no group of them
  GroupRow known{"known", 0, 0, {}, {}}, unknown{"unknown", 0, 0, {}, {}};
  for (GroupRow* row : {&known, &unknown}) {
    row->part.classes = result.classes;
    row->part.threshold = result.threshold;
  }
  for (const ImageResult& image : result.images)
    if (!image.group.empty()) (trainingGroups.contains(image.group) ? known : unknown).part.images.push_back(image);
  std::vector<GroupRow> rows;
  for (GroupRow* row : {&known, &unknown}) {
    if (row->part.images.empty()) continue;
    row->images = static_cast<int64_t>(row->part.images.size());
    for (const ImageResult& image : row->part.images) row->truths += static_cast<int64_t>(image.truths.size());
    row->metrics = detectionMetrics(row->part);
    rows.push_back(std::move(*row));
  }
  return rows;
}

}  // namespace assay
