// SPDX-License-Identifier: Apache-2.0
#include "core/labels/item.h"

#include <array>
#include <utility>

#include "core/base/error.h"

namespace assay {

namespace {

template <class E, std::size_t N>
using Names = std::array<std::pair<E, std::string_view>, N>;

constexpr Names<ItemKind, 5> itemKinds{{{ItemKind::Image, "image"},
                                         {ItemKind::Table, "table"},
                                         {ItemKind::Triples, "triples"},
                                         {ItemKind::Document, "document"},
                                         {ItemKind::Sentences, "sentences"}}};
constexpr Names<Split, 4> splits{
    {{Split::None, "none"}, {Split::Train, "train"}, {Split::Valid, "valid"}, {Split::Test, "test"}}};
constexpr Names<LabelStatus, 3> statuses{{{LabelStatus::Unlabelled, "unlabelled"},
                                          {LabelStatus::Labelled, "labelled"},
                                          {LabelStatus::Withheld, "withheld"}}};
constexpr Names<Origin, 3> origins{
    {{Origin::Human, "human"}, {Origin::Imported, "imported"}, {Origin::Model, "model"}}};

template <class E, std::size_t N>
std::string_view nameIn(const Names<E, N>& names, E value) {
  for (const auto& [known, name] : names)
    if (known == value) return name;
  return {};
}

template <class E, std::size_t N>
E valueIn(const Names<E, N>& names, std::string_view name, const char* what) {
  std::string allowed;
  for (const auto& [value, known] : names) {
    if (known == name) return value;
    allowed += (allowed.empty() ? "" : ", ") + std::string(known);
  }
  throw Error(Code::BadInput, "`" + std::string(name) + "` is no " + what + "; known: " + allowed);
}

}  // namespace

std::string_view itemKindName(ItemKind kind) { return nameIn(itemKinds, kind); }
std::string_view splitName(Split split) { return nameIn(splits, split); }
std::string_view labelStatusName(LabelStatus status) { return nameIn(statuses, status); }
std::string_view originName(Origin origin) { return nameIn(origins, origin); }

ItemKind itemKindFromName(std::string_view name) { return valueIn(itemKinds, name, "kind of item"); }
Split splitFromName(std::string_view name) { return valueIn(splits, name, "split"); }
LabelStatus labelStatusFromName(std::string_view name) { return valueIn(statuses, name, "label status"); }
Origin originFromName(std::string_view name) { return valueIn(origins, name, "origin"); }

}  // namespace assay
