// SPDX-License-Identifier: Apache-2.0
#include "core/labels/annotation_json.h"

#include "core/base/error.h"
#include "core/labels/item.h"

namespace assay {

Json annotationToJson(const Annotation& annotation) {
  Json json = {{"class", annotation.className}};
  json.update(shapeToJson(annotation.shape));
  json["origin"] = originName(annotation.origin);
  return json;
}

Annotation annotationFromJson(const Json& json, const std::string& where) {
  Annotation annotation;
  annotation.className = member<std::string>(json, "class", where);
  require(!annotation.className.empty(), "a label needs a class", where);
  annotation.shape = shapeFromJson(json, where);
  annotation.origin = originFromName(member<std::string>(json, "origin", where));
  return annotation;
}

}  // namespace assay
