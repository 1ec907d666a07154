// SPDX-License-Identifier: Apache-2.0
#include "core/project/sample_fact_world.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/random_seed.h"
#include "core/project/sample_fact_words.h"

namespace assay {

namespace {

constexpr const char* relationNames[] = {"part_of",      "has_part", "has_fault", "machine_has_fault", "caused_by",  "fixed_by",
                                         "needs_action", "monitors", "detects",   "supplied_by",       "located_in", "similar_failure"};

class WorldMaker {
 public:
  explicit WorldMaker(uint64_t seed) : random_(deriveSeed(seed, "facts")) {
    for (const char* name : relationNames) world_.relations.add(name);
  }

  FactWorld make(int machines) {
    for (const Wording& plant : plantWords()) addWord("plant", plant);
    for (std::size_t i = 0; i < hallWords().size(); ++i)
      addFact(addWord("hall", hallWords()[i]), Fact::LocatedIn, addWord("plant", plantWords()[i % plantWords().size()]));
    for (const FaultWords& fault : faultWords()) addFault(fault);
    for (int i = 0; i < machines; ++i) addMachine(i);
    linkSimilar();
    return std::move(world_);
  }

 private:
  int32_t add(const std::string& id, std::string chinese, std::string english, const char* type) {
    const int32_t entity = world_.ids.add(id);
    if (entity == int32_t(world_.entities.size())) world_.entities.push_back({id, std::move(chinese), std::move(english), type});
    return entity;
  }
  int32_t addWord(const char* type, const Wording& word) {
    return add(std::string(type) + "_" + std::string(word.id), std::string(word.chinese), std::string(word.english), type);
  }
  void addFact(int32_t head, Fact fact, int32_t tail) { world_.facts.push_back({head, int32_t(fact), tail}); }
  template <class T>
  const T& oneOf(std::span<const T> all) { return all[std::size_t(random_.below(int64_t(all.size())))]; }

  void addFault(const FaultWords& fault) {
    const int32_t entity = addWord("fault", fault.name);
    for (const int cause : fault.causes) addFact(entity, Fact::CausedBy, addWord("cause", causeWords()[std::size_t(cause)]));
    for (const int action : fault.actions) addFact(entity, Fact::FixedBy, addWord("action", actionWords()[std::size_t(action)]));
  }

  /// "P-103": the kind's letter and a number of its own.
  void addMachine(int number) {
    const MachineWords& kind = oneOf(machineWords());
    const std::string tag = std::string(kind.letter) + "-" + std::to_string(101 + number);
    const int32_t machine = add("machine_" + tag, tag + std::string(kind.name.chinese), std::string(kind.name.english) + " " + tag, "machine");
    addFact(machine, Fact::LocatedIn, addWord("hall", oneOf(hallWords())));
    for (const int which : kind.assemblies) addAssembly(machine, tag, assemblyWords()[std::size_t(which)]);
  }

  void addAssembly(int32_t machine, const std::string& tag, const AssemblyWords& kind) {
    const int32_t assembly = add("assembly_" + tag + "_" + std::string(kind.name.id), tag + std::string(kind.name.chinese),
                                 std::string(kind.name.english) + " of " + tag, "assembly");
    addFact(assembly, Fact::PartOf, machine);
    for (const int which : kind.parts) addPart(assembly, tag, kind, which);
  }

  void addPart(int32_t assembly, const std::string& tag, const AssemblyWords& owner, int which) {
    const PartWords& kind = partWords()[std::size_t(which)];
    const int32_t part = add("part_" + tag + "_" + std::string(owner.name.id) + "_" + std::string(kind.name.id),
                             tag + std::string(owner.name.chinese) + std::string(kind.name.chinese),
                             std::string(owner.name.english) + " " + std::string(kind.name.english) + " of " + tag, "part");
    addFact(part, Fact::PartOf, assembly);
    addFact(part, Fact::SuppliedBy, addWord("supplier", supplierWords()[std::size_t(random_.chance(0.8) ? which % 8 : random_.below(8))]));
    const std::size_t first = std::size_t(random_.below(int64_t(kind.faults.size())));
    for (std::size_t i = 0; i < kind.faults.size(); ++i)
      if (i == first || random_.chance(0.3)) {
        const int32_t fault = addWord("fault", faultWords()[std::size_t(kind.faults[i])].name);
        addFact(part, Fact::HasFault, fault);
        alike_[{which, fault}].push_back(part);
      }
    if (random_.chance(0.4)) addSensor(part, tag, owner, kind);
  }

  void addSensor(int32_t part, const std::string& tag, const AssemblyWords& owner, const PartWords& kind) {
    const Wording& word = oneOf(sensorWords());
    const int32_t sensor = add("sensor_" + tag + "_" + std::string(owner.name.id) + "_" + std::string(kind.name.id),
                               tag + std::string(kind.name.chinese) + std::string(word.chinese),
                               std::string(kind.name.english) + " " + std::string(word.english) + " of " + tag, "sensor");
    addFact(sensor, Fact::Monitors, part);
  }

  /// Parts of a kind that fail in the same way, each with the next one.
  void linkSimilar() {
    for (auto& [key, parts] : alike_) {
      random_.shuffle(std::span<int32_t>(parts));
      for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        const int32_t a = parts[i], b = parts[i + 1];
        if (!linked_.contains({b, a}) && linked_.insert({a, b}).second) addFact(a, Fact::SimilarFailure, b);
      }
    }
  }

  FactWorld world_;
  Random random_;
  std::map<std::pair<int, int32_t>, std::vector<int32_t>> alike_;   // (kind of part, fault) -> parts
  std::set<std::pair<int32_t, int32_t>> linked_;
};

}  // namespace

FactWorld drawWorld(int machines, uint64_t seed) { return WorldMaker(seed).make(machines); }

std::vector<Incident> incidentsOf(const FactWorld& world) {
  std::map<std::pair<int32_t, int32_t>, std::vector<int32_t>> tails;
  for (const Triple& t : world.facts) tails[{t.head, t.relation}].push_back(t.tail);
  const auto first = [&](int32_t head, Fact fact) {
    const auto found = tails.find({head, int32_t(fact)});
    return found == tails.end() ? -1 : found->second.front();
  };
  std::vector<Incident> incidents;
  for (const Triple& t : world.facts) {
    if (t.relation != int32_t(Fact::HasFault)) continue;
    Incident incident;
    incident.part = t.head;
    incident.fault = t.tail;
    incident.machine = first(first(t.head, Fact::PartOf), Fact::PartOf);
    incident.hall = first(incident.machine, Fact::LocatedIn);
    incident.cause = first(t.tail, Fact::CausedBy);
    incident.action = first(t.tail, Fact::FixedBy);
    incident.supplier = first(t.head, Fact::SuppliedBy);
    incidents.push_back(incident);
  }
  return incidents;
}

}  // namespace assay
