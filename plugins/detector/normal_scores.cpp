// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/normal_scores.h"

#include <algorithm>
#include <cmath>

#include <torch/torch.h>

#include "core/base/error.h"

namespace assay::detector {

namespace {

/// Pictures that all places together count for, in what is said of each.
constexpr double picturesOfAllPlaces = 12;

Json predictiveJson(const Predictive& p) { return {{"mean", p.mean}, {"deviation", p.deviation}, {"count", p.count}}; }

Predictive predictiveFrom(const Json& json, const std::string& where) {
  Predictive p{member<double>(json, "mean", where), member<double>(json, "deviation", where), member<int64_t>(json, "count", where)};
  require(std::isfinite(p.mean) && std::isfinite(p.deviation) && p.deviation > 0 && p.count >= 2, "a distribution of normal scores is out of range", where);
  return p;
}

Json mapJson(const at::Tensor& map) {
  const at::Tensor flat = map.contiguous();
  return std::vector<float>(flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel());
}

at::Tensor mapFrom(const Json& json, int64_t height, const std::string& where) {
  require(json.is_array() && height > 0 && !json.empty() && int64_t(json.size()) % height == 0, "a map of normal distances has another size than its rows", where);
  std::vector<float> values;
  for (const Json& value : json) {
    require(value.is_number() && std::isfinite(value.get<float>()), "a map of normal distances holds something that is no number", where);
    values.push_back(value.get<float>());
  }
  return at::tensor(values).view({height, -1});
}

/// A picture's views say much the same: as many degrees of freedom as there are pictures.
Predictive ofPictures(const std::vector<double>& values, int64_t pictures) {
  Predictive p = Predictive::of(values);
  p.count = pictures;
  return p;
}

}  // namespace

at::Tensor smoothed(const at::Tensor& distances) {
  const at::Tensor map = distances.to(at::kCPU, at::kFloat);
  if (std::min(map.size(0), map.size(1)) <= 3) return map;
  return at::avg_pool2d(at::replication_pad2d(map.unsqueeze(0).unsqueeze(0), {1, 1, 1, 1}), 3, 1)[0][0];
}

NormalScores::Side NormalScores::usualAt(const std::vector<Distances>& heldOut, std::size_t side, int64_t pictures) {
  std::vector<at::Tensor> maps;
  for (const Distances& view : heldOut) maps.push_back(view[side]);
  const at::Tensor all = at::stack(maps);
  const double share = double(pictures) / (double(pictures) + picturesOfAllPlaces);
  Side usual;
  usual.mean = all.mean(0);
  usual.deviation = (all.var(0) * share + all.var() * (1 - share)).sqrt().clamp_min(1e-6);
  std::vector<double> peaks;
  for (const at::Tensor& map : maps) peaks.push_back(usual.strangeness(map).max().item<double>());
  usual.peak = ofPictures(peaks, pictures);
  return usual;
}

NormalScores::NormalScores(const std::vector<Distances>& heldOut, int64_t pictures) {
  for (std::size_t side = 0; side < heldOut.front().size(); ++side) sides_.push_back(usualAt(heldOut, side, pictures));
  std::vector<double> images, places;
  for (const Distances& view : heldOut) {
    images.push_back(imageScore(view));
    places.push_back(placeScores(view).max().item<double>());
  }
  image_ = ofPictures(images, pictures);
  place_ = ofPictures(places, pictures);
  const std::size_t views = heldOut.size() / std::size_t(pictures);
  for (std::size_t i = 0; i < images.size(); i += views) heldOut_.push_back(images[i]);   // a mirror image is no further proof
}

double NormalScores::imageScore(const Distances& sides) const {
  double sum = 0;
  for (std::size_t i = 0; i < sides_.size(); ++i)
    sum += (sides_[i].strangeness(sides[i]).max().item<double>() - sides_[i].peak.mean) / sides_[i].peak.deviation;
  return sum / double(sides_.size());
}

at::Tensor NormalScores::placeScores(const Distances& sides) const {
  at::Tensor sum = at::zeros({gridSide, gridSide});
  for (std::size_t i = 0; i < sides_.size(); ++i) {
    const at::Tensor score = (sides_[i].strangeness(sides[i]) - sides_[i].peak.mean) / sides_[i].peak.deviation;
    sum += at::upsample_bilinear2d(score.unsqueeze(0).unsqueeze(0), {gridSide, gridSide}, /*align_corners=*/false)[0][0];
  }
  return sum / double(sides_.size());
}

int64_t NormalScores::above(double threshold) const {
  return std::count_if(heldOut_.begin(), heldOut_.end(), [&](double score) { return probability(score) >= threshold; });
}

Json NormalScores::toJson() const {
  Json sides = Json::array();
  for (const Side& side : sides_)
    sides.push_back({{"height", side.mean.size(0)}, {"mean", mapJson(side.mean)}, {"deviation", mapJson(side.deviation)}, {"peak", predictiveJson(side.peak)}});
  return {{"sides", sides}, {"image", predictiveJson(image_)}, {"place", predictiveJson(place_)}, {"held_out", heldOut_}};
}

NormalScores NormalScores::fromJson(const Json& json, const std::string& where) {
  NormalScores scores;
  const Json sides = member<Json>(json, "sides", where), heldOut = member<Json>(json, "held_out", where);
  require(sides.is_array() && heldOut.is_array(), "`sides` and `held_out` must be arrays", where);
  for (const Json& side : sides) {
    const int64_t height = member<int64_t>(side, "height", where);
    Side usual{mapFrom(member<Json>(side, "mean", where), height, where), mapFrom(member<Json>(side, "deviation", where), height, where),
               predictiveFrom(member<Json>(side, "peak", where), where)};
    require(usual.mean.sizes() == usual.deviation.sizes() && (usual.deviation > 0).all().item<bool>(), "a map of normal deviations is out of range", where);
    scores.sides_.push_back(std::move(usual));
  }
  scores.image_ = predictiveFrom(member<Json>(json, "image", where), where);
  scores.place_ = predictiveFrom(member<Json>(json, "place", where), where);
  for (const Json& value : heldOut) {
    require(value.is_number(), "`held_out` must hold numbers", where);
    scores.heldOut_.push_back(value.get<double>());
  }
  return scores;
}

}  // namespace assay::detector
