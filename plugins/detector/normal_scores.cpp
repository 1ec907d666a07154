// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/normal_scores.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <torch/torch.h>

#include "core/base/error.h"

namespace assay::detector {

namespace {

/// Pictures that all places together count for, in what is said of each.
constexpr double picturesOfAllPlaces = 12;

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

/// Views say much the same: as many degrees of freedom as there are pictures, or images.
Predictive ofMany(const std::vector<double>& values, int64_t many) {
  Predictive p = Predictive::of(values);
  p.count = many;
  return p;
}

/// The greatest value of each image's pictures, view by view: [images * views] of [pictures * views].
std::vector<double> greatestOfImages(const std::vector<double>& values, const std::vector<int64_t>& imageOf, std::size_t views) {
  std::vector<double> greatest(std::size_t(imageOf.back() + 1) * views, -std::numeric_limits<double>::infinity());
  for (std::size_t i = 0; i < values.size(); ++i) {
    double& of = greatest[std::size_t(imageOf[i / views]) * views + i % views];
    of = std::max(of, values[i]);
  }
  return greatest;
}

}  // namespace

Json predictiveJson(const Predictive& p) { return {{"mean", p.mean}, {"deviation", p.deviation}, {"count", p.count}}; }

Predictive predictiveFrom(const Json& json, const std::string& where) {
  Predictive p{member<double>(json, "mean", where), member<double>(json, "deviation", where), member<int64_t>(json, "count", where)};
  require(std::isfinite(p.mean) && std::isfinite(p.deviation) && p.deviation > 0 && p.count >= 2, "a distribution of normal scores is out of range", where);
  return p;
}

at::Tensor smoothed(const at::Tensor& distances) {
  const at::Tensor map = distances.to(at::kCPU, at::kFloat);
  if (std::min(map.size(0), map.size(1)) <= 3) return map;
  return at::avg_pool2d(at::replication_pad2d(map.unsqueeze(0).unsqueeze(0), {1, 1, 1, 1}), 3, 1)[0][0];
}

NormalScores::Side NormalScores::usualOf(const at::Tensor& maps, int64_t pictures) {
  const double share = double(pictures) / (double(pictures) + picturesOfAllPlaces);
  return {maps.mean(0), (maps.var(0) * share + maps.var() * (1 - share)).sqrt().clamp_min(1e-6), {}};
}

NormalScores::NormalScores(const std::vector<Distances>& heldOut, const std::vector<int64_t>& imageOf) {
  const auto pictures = int64_t(imageOf.size()), images = imageOf.back() + 1;
  const std::size_t views = heldOut.size() / imageOf.size();
  std::vector<Distances> strange(heldOut.size());   // each view by what is usual among the other images' pictures, as a new one would be
  for (std::size_t side = 0; side < heldOut.front().size(); ++side) {
    std::vector<at::Tensor> maps;
    for (const Distances& view : heldOut) maps.push_back(view[side]);
    const at::Tensor all = at::stack(maps);
    std::vector<double> peaks;
    for (int64_t first = 0, after = 0; first < pictures; first = after) {
      while (after < pictures && imageOf[std::size_t(after)] == imageOf[std::size_t(first)]) ++after;
      const int64_t begin = first * int64_t(views), end = after * int64_t(views);
      const Side others = usualOf(at::cat({all.narrow(0, 0, begin), all.narrow(0, end, all.size(0) - end)}), pictures - (after - first));
      for (int64_t view = begin; view < end; ++view) {
        strange[std::size_t(view)].push_back(others.strangeness(all[view]));
        peaks.push_back(strange[std::size_t(view)].back().max().item<double>());
      }
    }
    sides_.push_back(usualOf(all, pictures));
    sides_.back().peak = ofMany(peaks, pictures);
  }
  std::vector<double> scores, places;
  for (const Distances& view : strange) {
    scores.push_back(imageScoreOf(view));
    places.push_back(placeScoresOf(view).max().item<double>());
  }
  scores = greatestOfImages(scores, imageOf, views);
  image_ = ofMany(scores, images);
  place_ = ofMany(greatestOfImages(places, imageOf, views), images);
  for (std::size_t i = 0; i < scores.size(); i += views) heldOut_.push_back(scores[i]);   // a mirror image is no further proof
}

Distances NormalScores::strangeness(const Distances& sides) const {
  Distances strange;
  for (std::size_t i = 0; i < sides_.size(); ++i) strange.push_back(sides_[i].strangeness(sides[i]));
  return strange;
}

double NormalScores::imageScoreOf(const Distances& strangeness) const {
  double sum = 0;
  for (std::size_t i = 0; i < sides_.size(); ++i) sum += (strangeness[i].max().item<double>() - sides_[i].peak.mean) / sides_[i].peak.deviation;
  return sum / double(sides_.size());
}

at::Tensor NormalScores::placeScoresOf(const Distances& strangeness) const {
  at::Tensor sum = at::zeros({gridSide, gridSide});
  for (std::size_t i = 0; i < sides_.size(); ++i) {
    const at::Tensor score = (strangeness[i] - sides_[i].peak.mean) / sides_[i].peak.deviation;
    sum += at::upsample_bilinear2d(score.unsqueeze(0).unsqueeze(0), {gridSide, gridSide}, /*align_corners=*/false)[0][0];
  }
  return sum / double(sides_.size());
}

double NormalScores::imageScore(const Distances& sides) const { return imageScoreOf(strangeness(sides)); }

at::Tensor NormalScores::placeScores(const Distances& sides) const { return placeScoresOf(strangeness(sides)); }

int64_t NormalScores::above(double threshold) const {
  int64_t count = 0;
  for (std::size_t i = 0; i < heldOut_.size(); ++i) {
    std::vector<double> others = heldOut_;
    others.erase(others.begin() + std::ptrdiff_t(i));
    count += Predictive::of(others).below(heldOut_[i]) >= threshold;
  }
  return count;
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
    require(usual.mean.sizes() == usual.deviation.sizes() && usual.mean.size(0) == usual.mean.size(1) && (usual.deviation > 0).all().item<bool>(), "a map of normal deviations is out of range", where);
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
