// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/job/remote_shell.h"
#include "core/job/target.h"

namespace assay {

/// kubectl with the target's context and namespace. ASSAY_KUBECTL names another program.
ASSAY_CORE_API std::vector<std::string> kubectl(const Target& target);
/// Throws Error{Environment} when kubectl is not installed or has not ended after two minutes.
ASSAY_CORE_API ScriptResult askKubectl(const Target& target, const std::vector<std::string>& arguments, const std::string& input = {});

/// The pods in which a run's hosts live: an Indexed Job whose containers wait to be told what to do, and a headless Service under which
/// they find each other. They leave by themselves when nothing of ours has lived in them and nobody has looked after them for an hour.
class ASSAY_CORE_API KubernetesPods {
 public:
  /// `job`: of the launch record.
  KubernetesPods(const Target& target, const std::string& job) : target_(target), name_("assay-" + job) {}

  /// As they are applied.
  std::vector<Json> objects() const;
  /// One List of them in JSON, for `kubectl apply`.
  std::string text() const;
  /// One pod of them alone, to ask what admission says.
  std::string podText() const;
  /// Nothing where they are already. Throws Error{Environment} with the cluster's words when it refuses, HostUnreachable when it cannot be asked.
  void create() const;
  /// Somebody looks after a pod: it does not leave in the next hour.
  void keep(int index) const;
  /// The pod with that index. Throws HostUnreachable with what it waits for while none runs.
  std::string pod(int index) const;
  /// The names of all that run, by index, with one question. Throws as pod().
  std::map<int, std::string> running() const;
  /// How the other pods reach the first one.
  std::string addressOfFirst() const { return name_ + "-0." + name_; }
  /// With everything in them. Throws HostUnreachable.
  void remove() const;

 private:
  Json podSpec() const;
  std::string nameOf(const Json& pod) const;   ///< Throws Error{BadInput} for a name that is none of the job's
  Json known() const;   ///< what the cluster tells of the job's pods, those that are being deleted among them
  Target target_;
  std::string name_;
};

}  // namespace assay
