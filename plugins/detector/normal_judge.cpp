// SPDX-License-Identifier: Apache-2.0
#include "plugins/detector/normal_judge.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <torch/torch.h>

#include "core/base/log_text.h"
#include "core/imaging/components.h"
#include "core/imaging/decode.h"
#include "core/imaging/transform.h"
#include "plugins/detector/anomaly_map.h"
#include "plugins/detector/held_out.h"
#include "plugins/detector/neighbour_order.h"
#include "plugins/detector/training_set.h"

namespace assay::detector {

namespace {

constexpr std::size_t mostPictures = 500, mostInTiles = 2000;   // above the former, tiles are looked at twice, and remembered in part
constexpr std::size_t mostRows = 120000;        // of all pictures' larger grids: .3 GB each; a memory is chosen from 30,000 of them
constexpr std::size_t levelPictures = 16;
constexpr std::size_t mirroredUpTo = 60;        // with more there is enough to remember
constexpr double usualBrightness = 0.43;        // of 0..1, what the backbone was trained on has about

double brightnessOf(const Image& image) {
  return double(std::accumulate(image.data(), image.data() + image.byteCount(), uint64_t{0})) / double(image.byteCount()) / 255;
}

NormalPicture lookAt(const NormalNetwork& network, const at::Tensor& picture, bool withMirrored) {
  NormalPicture result;
  std::vector<std::vector<at::Tensor>> rows(normalSides.size());
  for (const at::Tensor& view : withMirrored ? mirrored(picture) : std::vector<at::Tensor>{picture}) {
    const std::vector<at::Tensor> features = network.features(view);
    const bool isFirst = result.grids.empty();
    for (std::size_t side = 0; side < features.size(); ++side) {
      if (isFirst) result.grids.push_back({features[side].size(0), features[side].size(1)});
      rows[side].push_back(features[side].flatten(0, 1));
    }
  }
  for (const auto& views : rows) result.rows.push_back(at::cat(views));
  return result;
}

}  // namespace

NormalJudge::NormalJudge(std::filesystem::path pretrained, const DetectorOptions& options, std::string className)
    : options_(options), className_(std::move(className)), network_(std::move(pretrained)) {}

/// What a 16-bit or pale picture's values mean, from a few of them; sizes stay.
Normalisation NormalJudge::levelsOf(const std::vector<const Item*>& items, const std::filesystem::path& dataRoot) const {
  std::vector<Image> some;
  for (const Item* item : evenlySpread(items, levelPictures)) some.push_back(decodeImage(imageFile(*item, dataRoot)));
  return measureNormalisation(some, /*forceGrey=*/false);
}

std::size_t NormalJudge::tileCount(const Item& item, const DetectorOptions& options) {
  return tileGrid(std::max(item.width, 1), std::max(item.height, 1), options.tile, options.tileOverlap).size();
}

std::vector<TileRect> NormalJudge::tilesOf(int width, int height) const {
  if (!isTiled_) return {{0, 0, width, height}};
  return tileGrid(width, height, options_.tile, options_.tileOverlap);
}

/// One after another: all of a large image would be large. The light is that of the whole image: a tile may be a dark part of it.
void NormalJudge::forEachTile(const Image& decoded, const std::function<void(const at::Tensor& pixels)>& look) const {
  const Image image = toRgb(normalisation_->apply(decoded));
  const double gain = std::pow(usualBrightness / std::max(brightnessOf(image), 1e-3), options_.light);
  const c10::Device device = const_cast<NormalNetwork&>(network_).module().parameters().front().device();
  for (const TileRect& t : tilesOf(image.width(), image.height())) {
    const Image tile = cutOut(viewOf(image), t.x, t.y, t.width, t.height);
    const at::Tensor bytes = at::from_blob(const_cast<uint8_t*>(tile.data()), {1, tile.height(), tile.width(), 3}, at::kByte);
    const at::Tensor values = bytes.permute({0, 3, 1, 2}).to(at::kFloat).contiguous() / 255;
    look((values * gain).clamp_max(1).to(device));
  }
}

NormalImage NormalJudge::lookAtFile(const Item& item, const std::filesystem::path& dataRoot, bool withMirrored) const {
  const Image decoded = decodeImage(imageFile(item, dataRoot));
  const std::size_t tiles = tilesOf(decoded.width(), decoded.height()).size();
  require(tiles <= std::max(mostTiles, tileCount(item, options_)), "the image has " + std::to_string(tiles) + " tiles, more than its listed size of " + std::to_string(item.width) + " x " +
                                                                       std::to_string(item.height) + " px has: import it again", item.path);
  NormalImage image{decoded.width(), decoded.height(), {}};
  forEachTile(decoded, [&](const at::Tensor& pixels) { image.tiles.push_back(lookAt(network_, pixels, withMirrored)); });
  return image;
}

/// As many as there is room for, neighbours one after another.
std::vector<const Item*> NormalJudge::someOf(const std::vector<const Item*>& clean) const {
  std::size_t all = 0;
  for (const Item* item : clean) {
    const std::size_t tiles = tileCount(*item, options_);
    require(tiles <= mostTiles, "a clean image has " + std::to_string(tiles) + " tiles of " + std::to_string(options_.tile) + " px, and at most " + std::to_string(mostTiles) +
                                    " can be remembered: make the tiles larger", item->path + ", model.tile", Code::BadOption);
    all += tiles;
  }
  const std::size_t fitting = all == clean.size() ? mostPictures : std::clamp(clean.size() * mostInTiles / all, fewestPictures, mostPictures);
  std::vector<const Item*> items = evenlySpread(clean, fitting);
  if (items.size() < clean.size()) logInfo(std::to_string(items.size()) + " of " + std::to_string(clean.size()) + " clean images are remembered: there is no room for more");
  sortByNumber(items);   // neighbours are judged by the others together
  require(items.size() >= fewestPictures, "at least " + std::to_string(fewestPictures) + " images of the training split must be labelled as clean, and " +
                                              std::to_string(items.size()) + " are: label some without a box");
  return items;
}

std::vector<CleanImage> NormalJudge::lookAtAll(const std::vector<const Item*>& items, const std::filesystem::path& dataRoot, const Progress& progress) const {
  const std::size_t pictures = std::accumulate(items.begin(), items.end(), std::size_t{0}, [this](std::size_t sum, const Item* item) { return sum + tileCount(*item, options_); });
  const bool withMirrored = options_.view.dihedral && pictures <= mirroredUpTo, inPart = pictures > mostPictures;
  std::vector<CleanImage> images;
  uint64_t seed = 0;
  for (const Item* item : items) {
    progress.step(int64_t(images.size()), int64_t(items.size()), item->path);
    images.push_back({lookAtFile(*item, dataRoot, withMirrored), {}});
    if (!inPart) continue;
    for (NormalPicture& tile : images.back().remembered.tiles) tile = thinned(tile, int64_t(std::max<std::size_t>(1, mostRows / pictures)), ++seed);
    images.back().look = [this, item, &dataRoot] { return lookAtFile(*item, dataRoot, /*withMirrored=*/false); };
  }
  return images;
}

void NormalJudge::learn(const std::vector<const Item*>& clean, const std::filesystem::path& dataRoot, const Progress& progress) { learn(clean, {}, dataRoot, progress); }

std::vector<Image> NormalJudge::learn(const std::vector<const Item*>& clean, const std::vector<const Item*>& others, const std::filesystem::path& dataRoot, const Progress& progress) {
  network_.requirePretrained();
  const std::vector<const Item*> items = someOf(clean);
  normalisation_ = levelsOf(items, dataRoot);
  const std::vector<CleanImage> images = lookAtAll(items, dataRoot, progress);
  const auto bytes = int64_t(options_.memoryMib * 1024 * 1024);
  const NeighbourOrder order(items, others);
  std::vector<Stranger> strangers;
  for (const Item* item : order.strangers()) strangers.push_back({order.neighbourOf(item), [this, item, &dataRoot] { return lookAtFile(*item, dataRoot, /*withMirrored=*/false); }});
  const CrossJudgement judged = crossJudgement(images, strangers, bytes, progress);
  scores_ = judged.scores;
  progress.step(0, 1, "remembering clean images");
  network_.remember(memoriesOf(picturesOf(images), bytes));
  std::vector<Image> maps;
  for (const Item* item : others)
    maps.push_back(greyOfPlaces(placesOf(order.isRemembered(item) ? judged.images[order.neighbourOf(item)] : judged.strangers[order.placeOf(item)])));
  return maps;
}

/// Place scores of a whole image: where tiles overlap, the strangest. One tile has gridSide places on each edge, however long it is.
at::Tensor NormalJudge::placesOf(const ImageDistances& image) const {
  if (image.tiles.size() == 1) return scores_->placeScores(image.tiles.front());
  const auto cells = [&](int length) { return int64_t(std::lround(double(NormalScores::gridSide) * length / std::min(options_.tile, length))); };
  const int64_t columns = cells(image.width), rows = cells(image.height);
  const double perX = double(columns) / image.width, perY = double(rows) / image.height;
  at::Tensor places = at::full({rows, columns}, -std::numeric_limits<float>::infinity());
  const std::vector<TileRect> rects = tilesOf(image.width, image.height);
  for (std::size_t i = 0; i < rects.size(); ++i) {
    const TileRect& t = rects[i];
    at::Tensor part = places.slice(0, int64_t(t.y * perY), int64_t(std::ceil((t.y + t.height) * perY))).slice(1, int64_t(t.x * perX), int64_t(std::ceil((t.x + t.width) * perX)));
    const at::Tensor scores = at::upsample_bilinear2d(scores_->placeScores(image.tiles[i]).unsqueeze(0).unsqueeze(0), part.sizes(), /*align_corners=*/false)[0][0];
    part.copy_(at::maximum(part, scores));
  }
  return places;
}

std::vector<Detection> NormalJudge::boxesOf(const at::Tensor& places, int width, int height) const {
  const at::Tensor scores = places.contiguous();
  const float* at = scores.data_ptr<float>();
  Image mask(int(scores.size(1)), int(scores.size(0)), 1);
  for (std::size_t i = 0; i < mask.byteCount(); ++i) mask.data()[i] = at[i] > scores_->usualPeak() ? 255 : 0;
  const Labelling regions = connectedComponents(mask, Connectivity::Eight);
  std::vector<double> peaks(regions.components.size(), -1e9);
  for (std::size_t i = 0; i < mask.byteCount(); ++i)
    if (const int label = regions.labels[i]; label > 0) peaks[std::size_t(label - 1)] = std::max(peaks[std::size_t(label - 1)], double(at[i]));
  const double toX = double(width) / mask.width(), toY = double(height) / mask.height();
  std::vector<Detection> boxes;
  for (std::size_t r = 0; r < peaks.size(); ++r) {
    const Component& c = regions.components[r];
    boxes.push_back({className_, {c.x * toX, c.y * toY, (c.x + c.width) * toX, (c.y + c.height) * toY}, scores_->placeProbability(peaks[r])});
  }
  std::sort(boxes.begin(), boxes.end(), [](const Detection& a, const Detection& b) { return a.score > b.score; });
  return boxes;
}

NormalVerdict NormalJudge::judge(const Image& decoded, bool isMirrored) const {
  const std::vector<PatchMemory> memories = network_.memories();
  ImageDistances image{decoded.width(), decoded.height(), {}};
  std::vector<at::Tensor> means;
  forEachTile(decoded, [&](const at::Tensor& pixels) {
    const NormalPicture picture = lookAt(network_, isMirrored ? pixels.flip({3}) : pixels, /*withMirrored=*/false);
    image.tiles.push_back(distancesOf(picture, memories).front());
    means.push_back(picture.rows.back().to(at::kCPU, at::kFloat).mean(0));
  });
  NormalVerdict verdict;
  verdict.raw = -std::numeric_limits<double>::infinity();
  for (const Distances& tile : image.tiles) verdict.raw = std::max(verdict.raw, scores_->imageScore(tile));
  verdict.probability = scores_->probability(verdict.raw);
  const at::Tensor places = placesOf(image);
  verdict.boxes = boxesOf(places, image.width, image.height);
  verdict.places = greyOfPlaces(places);
  const at::Tensor mean = at::stack(means).mean(0).contiguous();
  verdict.embedding.assign(mean.data_ptr<float>(), mean.data_ptr<float>() + mean.numel());
  return verdict;
}

Json NormalJudge::metadata() const {
  Json json{{"memories", network_.shapes()}, {"tiled", isTiled_}};
  if (!scores_) return json;
  json["scores"] = scores_->toJson();
  json["normalisation"] = normalisation_->toJson();
  return json;
}

void NormalJudge::restore(const Json& metadata, const std::string& where) {
  network_.makeRoom(member<Json>(metadata, "memories", where), where);
  normalisation_ = Normalisation::fromJson(member<Json>(metadata, "normalisation", where), where);
  require(normalisation_->scale == 1, "clean images keep their size, and `normalisation` changes it", where);
  isTiled_ = metadata.value("tiled", false);
  scores_ = NormalScores::fromJson(member<Json>(metadata, "scores", where), where);
  require(scores_->sides() == normalSides.size(), "`scores` are of " + std::to_string(scores_->sides()) + " sizes, and this version looks at " +
                                                      std::to_string(normalSides.size()), where);
  for (std::size_t i = 0; i < normalSides.size(); ++i)
    require(scores_->points(i) == PatchFeatures::points(normalSides[i]), "`scores` have maps of another size than the pictures", where);
}

}  // namespace assay::detector
