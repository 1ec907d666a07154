// SPDX-License-Identifier: Apache-2.0
#include "core/plan/all_reduce_samples.h"

#include <cmath>
#include <span>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/line_reader.h"
#include "core/base/random_seed.h"

namespace assay {

namespace {

CollectiveSample sampleFrom(const Json& json, const std::string& place) {
  const auto count = [&](const char* key, int64_t most) {
    const int64_t value = member<int64_t>(json, key, place);
    require(value >= 1 && value <= most, std::string("`") + key + "` is " + std::to_string(value) + "; expected 1 to " + std::to_string(most), place);
    return int(value);
  };
  const auto positive = [&](const char* key) {
    const double value = member<double>(json, key, place);
    require(std::isfinite(value) && value > 0, std::string("`") + key + "` must be a positive number", place);
    return value;
  };
  CollectiveSample sample;
  try {
    sample.kind = allReduceFrom(member<std::string>(json, "algorithm", place));
  } catch (const Error& error) {
    throw Error(Code::BadInput, error.message(), place);
  }
  sample.hosts = count("hosts", 100'000);
  sample.ranksPerHost = count("ranks_per_host", 64);
  sample.cards = json.contains("cards") ? count("cards", 64) : sample.ranksPerHost;
  sample.bytes = positive("bytes");
  sample.seconds = positive("seconds");
  return sample;
}

}  // namespace

std::vector<CollectiveSample> readAllReduceSamples(const std::string& file) {
  std::vector<CollectiveSample> samples;
  LineReader reader(file);
  int number = 0;
  for (std::string_view line; reader.next(line);) {
    const std::string place = file + ":" + std::to_string(++number);
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) samples.push_back(sampleFrom(parseJson(line, place), place));
  }
  require(samples.size() >= 6, "there are " + std::to_string(samples.size()) + " measurements; half of them are kept to judge the fit, so six are needed", file, Code::BadInput);
  return samples;
}

JudgedFit fitAndJudge(std::vector<CollectiveSample> samples) {
  Random random(deriveSeed(0, "held-out all-reduces"));
  random.shuffle(std::span(samples));
  const std::span<const CollectiveSample> all(samples), seen = all.subspan(0, (all.size() + 1) / 2), heldOut = all.subspan(seen.size());
  const FittedLinks links = fitLinks(seen);
  return {links, qualityOf(links, heldOut), seen.size(), heldOut.size()};
}

void useLinks(const FittedLinks& links, Cluster& cluster) {
  if (links.seesInside) cluster.inside = links.inside;
  if (links.seesBetween) cluster.between = links.between;
  cluster.reduceSecondsPerByte = links.reduceSecondsPerByte;
}

}  // namespace assay
