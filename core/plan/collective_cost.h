// SPDX-License-Identifier: Apache-2.0
// How long an all-reduce takes on a cluster, from the speeds of its links. A model: nothing here was run.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/base/export.h"

namespace assay {

/// Seconds to start a message and for each byte of it: t(n) = latency + n secondsPerByte (Hockney 1994).
struct Link {
  double latency = 0, secondsPerByte = 0;
};

/// Hosts that are alike, each with as many ranks.
struct Cluster {
  int hosts = 1, ranksPerHost = 1;
  Link inside;                  ///< between two ranks of a host
  Link between;                 ///< of one network card
  int cards = 1;                ///< of a host; its ranks share them
  double reduceSecondsPerByte = 0;
  int ranks() const { return hosts * ranksPerHost; }
};

/// FlatRing: one ring through all ranks, host by host. HierarchicalRing: reduce-scatter inside the hosts, a ring between them for each
/// local rank's share, all-gather inside. HierarchicalTree: the same with a double binary tree between hosts (Sanders, Speck, Träff 2009).
enum class AllReduce { FlatRing, HierarchicalRing, HierarchicalTree };

ASSAY_CORE_API std::string_view allReduceName(AllReduce kind);
/// Throws Error{BadOption} naming the known ones.
ASSAY_CORE_API AllReduce allReduceFrom(std::string_view name);

/// What a cost is made of: how often each kind of link is started, the bytes that cross it in sequence, and those that are added up.
struct CollectiveWork {
  double insideStarts = 0, insideBytes = 0, betweenStarts = 0, betweenBytes = 0, reducedBytes = 0;
};
ASSAY_CORE_API CollectiveWork workOf(AllReduce kind, const Cluster& cluster, double bytes);

struct CollectiveCost {
  double latency = 0, transfer = 0;   ///< seconds
  double seconds() const { return latency + transfer; }
};
ASSAY_CORE_API CollectiveCost costOf(AllReduce kind, const Cluster& cluster, double bytes);

/// A measured all-reduce.
struct CollectiveSample {
  AllReduce kind = AllReduce::FlatRing;
  int hosts = 1, ranksPerHost = 1, cards = 1;
  double bytes = 0, seconds = 0;
};

/// What measurements tell of a cluster's links. Adding up grows with the bytes as sending does: how the two share the time is only known
/// where samples of several shapes are there, and does not change what is predicted.
struct FittedLinks {
  Link inside, between;
  double reduceSecondsPerByte = 0;
  bool seesInside = false, seesBetween = false;   ///< whether any sample used that kind of link
};
/// Least squares of relative errors, nothing below zero. Throws Error{BadInput} for fewer than three samples, and for a sample without a
/// positive time and a size.
ASSAY_CORE_API FittedLinks fitLinks(std::span<const CollectiveSample> samples);

struct FitQuality {
  double medianError = 0, p95Error = 0;   ///< relative; by nearest rank
};
/// Throws as fitLinks does for a single sample.
ASSAY_CORE_API FitQuality qualityOf(const FittedLinks& links, std::span<const CollectiveSample> samples);

}  // namespace assay
