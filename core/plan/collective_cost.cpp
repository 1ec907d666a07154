// SPDX-License-Identifier: Apache-2.0
#include "core/plan/collective_cost.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "core/base/error.h"

namespace assay {

namespace {

struct Entry {
  AllReduce kind;
  std::string_view name;
};
constexpr Entry entries[] = {{AllReduce::FlatRing, "flat_ring"}, {AllReduce::HierarchicalRing, "hierarchical_ring"}, {AllReduce::HierarchicalTree, "hierarchical_tree"}};

/// 2 (p - 1) steps of n / p bytes; the slowest link sets the pace, which is the network's when there are several hosts.
CollectiveWork flatRing(const Cluster& c, double bytes) {
  const double ranks = c.ranks(), steps = 2 * (ranks - 1);
  CollectiveWork work;
  (c.hosts > 1 ? work.betweenStarts : work.insideStarts) = steps;
  (c.hosts > 1 ? work.betweenBytes : work.insideBytes) = steps / ranks * bytes;
  work.reducedBytes = (ranks - 1) / ranks * bytes;
  return work;
}

CollectiveWork hierarchical(const Cluster& c, double bytes, bool isTree) {
  const double local = c.ranksPerHost, hosts = c.hosts, share = bytes / local;
  const double flowsOfACard = std::ceil(local / std::max(c.cards, 1));   // the local ranks' messages at the same time
  CollectiveWork work;
  work.insideStarts = 2 * (local - 1);
  work.insideBytes = 2 * (local - 1) / local * bytes;
  work.reducedBytes = (local - 1) / local * bytes;
  if (c.hosts == 1) return work;
  work.betweenStarts = isTree ? 2 * std::ceil(std::log2(hosts)) : 2 * (hosts - 1);
  work.betweenBytes = (isTree ? 2 * share : 2 * (hosts - 1) / hosts * share) * flowsOfACard;
  work.reducedBytes += isTree ? share : (hosts - 1) / hosts * share;
  return work;
}

constexpr std::size_t unknowns = 5;
using Row = std::array<double, unknowns>;

Row features(const CollectiveWork& work) { return {work.insideStarts, work.insideBytes, work.betweenStarts, work.betweenBytes, work.reducedBytes}; }

/// min |A x - 1|, x >= 0, by coordinate descent on the normal equations; columns are scaled first, since starts and bytes differ by millions.
Row nonNegativeLeastSquares(const std::vector<Row>& rows) {
  Row scale{};
  for (const Row& row : rows)
    for (std::size_t i = 0; i < unknowns; ++i) scale[i] += row[i] * row[i];
  for (double& s : scale) s = s > 0 ? 1 / std::sqrt(s) : 0;
  std::array<Row, unknowns> normal{};
  Row right{}, x{};
  for (const Row& row : rows)
    for (std::size_t i = 0; i < unknowns; ++i) {
      right[i] += row[i] * scale[i];
      for (std::size_t j = 0; j < unknowns; ++j) normal[i][j] += row[i] * scale[i] * row[j] * scale[j];
    }
  for (int round = 0; round < 100'000; ++round) {
    double moved = 0;
    for (std::size_t i = 0; i < unknowns; ++i) {
      if (normal[i][i] <= 0) continue;
      double residual = right[i];
      for (std::size_t j = 0; j < unknowns; ++j) residual -= normal[i][j] * x[j];
      const double next = std::max(0.0, x[i] + residual / normal[i][i]);
      moved = std::max(moved, std::abs(next - x[i]));
      x[i] = next;
    }
    if (moved < 1e-12) break;
  }
  for (std::size_t i = 0; i < unknowns; ++i) x[i] *= scale[i];
  return x;
}

Cluster shapeOf(const CollectiveSample& sample) { return {sample.hosts, sample.ranksPerHost, {}, {}, sample.cards, 0}; }

void check(const CollectiveSample& sample) {
  require(std::isfinite(sample.seconds) && sample.seconds > 0 && std::isfinite(sample.bytes) && sample.bytes > 0, "a measured all-reduce needs a positive time and a positive size",
          "samples", Code::BadInput);
}

}  // namespace

std::string_view allReduceName(AllReduce kind) {
  for (const Entry& entry : entries)
    if (entry.kind == kind) return entry.name;
  return {};
}

AllReduce allReduceFrom(std::string_view name) {
  std::string known;
  for (const Entry& entry : entries) {
    if (entry.name == name) return entry.kind;
    known += (known.empty() ? "" : ", ") + std::string(entry.name);
  }
  throw Error(Code::BadOption, "`" + std::string(name) + "` is none of " + known, "all-reduce");
}

CollectiveWork workOf(AllReduce kind, const Cluster& cluster, double bytes) {
  require(cluster.hosts >= 1 && cluster.ranksPerHost >= 1, "a cluster has at least one host and one rank");
  if (cluster.ranks() == 1) return {};
  return kind == AllReduce::FlatRing ? flatRing(cluster, bytes) : hierarchical(cluster, bytes, kind == AllReduce::HierarchicalTree);
}

CollectiveCost costOf(AllReduce kind, const Cluster& cluster, double bytes) {
  const CollectiveWork work = workOf(kind, cluster, bytes);
  return {work.insideStarts * cluster.inside.latency + work.betweenStarts * cluster.between.latency,
          work.insideBytes * cluster.inside.secondsPerByte + work.betweenBytes * cluster.between.secondsPerByte + work.reducedBytes * cluster.reduceSecondsPerByte};
}

FittedLinks fitLinks(std::span<const CollectiveSample> samples) {
  require(samples.size() >= 3, "there are " + std::to_string(samples.size()) + " samples; a fit needs three", "samples", Code::BadInput);
  std::vector<Row> rows;
  FittedLinks links;
  for (const CollectiveSample& sample : samples) {
    check(sample);
    const CollectiveWork work = workOf(sample.kind, shapeOf(sample), sample.bytes);
    links.seesInside |= work.insideBytes > 0;
    links.seesBetween |= work.betweenBytes > 0;
    Row row = features(work);
    for (double& value : row) value /= sample.seconds;
    rows.push_back(row);
  }
  const Row x = nonNegativeLeastSquares(rows);
  links.inside = {x[0], x[1]};
  links.between = {x[2], x[3]};
  links.reduceSecondsPerByte = x[4];
  return links;
}

FitQuality qualityOf(const FittedLinks& links, std::span<const CollectiveSample> samples) {
  std::vector<double> errors;
  for (const CollectiveSample& sample : samples) {
    check(sample);
    Cluster cluster = shapeOf(sample);
    cluster.inside = links.inside;
    cluster.between = links.between;
    cluster.reduceSecondsPerByte = links.reduceSecondsPerByte;
    errors.push_back(std::abs(costOf(sample.kind, cluster, sample.bytes).seconds() / sample.seconds - 1));
  }
  if (errors.empty()) return {};
  std::sort(errors.begin(), errors.end());
  const auto at = [&](double share) { return errors[std::size_t(std::ceil(share * double(errors.size()))) - 1]; };
  return {at(0.5), at(0.95)};
}

}  // namespace assay
