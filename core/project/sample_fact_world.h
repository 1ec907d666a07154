// SPDX-License-Identifier: Apache-2.0
// A made-up factory as facts. Private to core/project.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/graph/triple.h"
#include "core/graph/vocabulary.h"

namespace assay {

struct FactEntity {
  std::string id, chinese, english, type;
};

/// The relations, in this order in the vocabulary.
enum class Fact : int32_t {
  PartOf, HasPart, HasFault, MachineHasFault, CausedBy, FixedBy, NeedsAction, Monitors, Detects, SuppliedBy, LocatedIn, SimilarFailure,
};

struct FactWorld {
  Vocabulary ids, relations;
  std::vector<FactEntity> entities;   ///< by id
  std::vector<Triple> facts;          ///< none follows from others by the rules
};

/// One part of a machine that has a fault: what a service report is about.
struct Incident {
  int32_t machine = 0, part = 0, fault = 0, cause = 0, action = 0, supplier = 0, hall = 0;
};

ASSAY_CORE_API FactWorld drawWorld(int machines, uint64_t seed);

/// All that follows from `facts` by the rules, in a fixed order, and is not among them:
///   part_of(a, b) and part_of(b, c): part_of(a, c)          located_in likewise
///   part_of(a, b): has_part(b, a)                           similar_failure(a, b): similar_failure(b, a)
///   part_of(p, m), m a machine, and has_fault(p, f): machine_has_fault(m, f)
///   has_fault(p, f) and fixed_by(f, a): needs_action(p, a)  monitors(s, p) and has_fault(p, f): detects(s, f)
ASSAY_CORE_API std::vector<Triple> inferFacts(const FactWorld& world);

std::vector<Incident> incidentsOf(const FactWorld& world);

}  // namespace assay
