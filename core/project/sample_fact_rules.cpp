// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <set>

#include "core/project/sample_fact_world.h"

namespace assay {

namespace {

/// The facts by head, and what has been inferred so far.
class Inference {
 public:
  explicit Inference(const FactWorld& world) : world_(world), known_(world.facts.begin(), world.facts.end()) {
    for (const Triple& t : world.facts) tails_[{t.head, t.relation}].push_back(t.tail);
  }

  std::vector<Triple> run() {
    const std::vector<Triple>& facts = world_.facts;
    for (const Triple& t : facts) chain(t, Fact::PartOf, Fact::PartOf, Fact::PartOf);
    for (const Triple& t : facts) chain(t, Fact::LocatedIn, Fact::LocatedIn, Fact::LocatedIn);
    for (const Triple& t : std::vector<Triple>(inferred_)) chain(t, Fact::PartOf, Fact::PartOf, Fact::PartOf);
    for (const Triple& t : facts) turnRound(t);
    for (const Triple& t : std::vector<Triple>(inferred_)) turnRound(t);
    for (const Triple& t : facts) chain(t, Fact::HasFault, Fact::FixedBy, Fact::NeedsAction);
    for (const Triple& t : facts) chain(t, Fact::Monitors, Fact::HasFault, Fact::Detects);
    for (const Triple& t : std::vector<Triple>(inferred_))
      if (is(t, Fact::HasPart) && world_.entities[std::size_t(t.head)].type == "machine") chain(t, Fact::HasPart, Fact::HasFault, Fact::MachineHasFault);
    return std::move(inferred_);
  }

 private:
  static bool is(const Triple& t, Fact fact) { return t.relation == int32_t(fact); }

  void infer(int32_t head, Fact fact, int32_t tail) {
    const Triple t{head, int32_t(fact), tail};
    if (known_.insert(t).second) inferred_.push_back(t);
  }
  /// first(a, b) and second(b, c): result(a, c). `second` is taken from the facts.
  void chain(const Triple& t, Fact first, Fact second, Fact result) {
    if (!is(t, first)) return;
    const auto found = tails_.find({t.tail, int32_t(second)});
    if (found == tails_.end()) return;
    for (const int32_t end : found->second) infer(t.head, result, end);
  }
  void turnRound(const Triple& t) {
    if (is(t, Fact::PartOf)) infer(t.tail, Fact::HasPart, t.head);
    if (is(t, Fact::SimilarFailure)) infer(t.tail, Fact::SimilarFailure, t.head);
  }

  const FactWorld& world_;
  std::set<Triple> known_;
  std::map<std::pair<int32_t, int32_t>, std::vector<int32_t>> tails_;
  std::vector<Triple> inferred_;
};

}  // namespace

std::vector<Triple> inferFacts(const FactWorld& world) { return Inference(world).run(); }

}  // namespace assay
