// SPDX-License-Identifier: Apache-2.0
// What a made-up factory is made of, in Chinese and English. Written for this program. Private to core/project.
#pragma once

#include <span>
#include <string_view>

namespace assay {

struct Wording {
  std::string_view id, chinese, english;
};

struct FaultWords {
  Wording name;
  std::span<const int> causes;    ///< into causeWords()
  std::span<const int> actions;   ///< into actionWords()
};

struct PartWords {
  Wording name;
  std::span<const int> faults;    ///< into faultWords()
};

struct AssemblyWords {
  Wording name;
  std::span<const int> parts;     ///< into partWords()
};

struct MachineWords {
  Wording name;
  std::string_view letter;             ///< "P" as in P-103
  std::span<const int> assemblies;     ///< into assemblyWords()
};

std::span<const Wording> causeWords();
std::span<const Wording> actionWords();
std::span<const Wording> sensorWords();
std::span<const Wording> supplierWords();
std::span<const Wording> hallWords();
std::span<const Wording> plantWords();
std::span<const FaultWords> faultWords();
std::span<const PartWords> partWords();
std::span<const AssemblyWords> assemblyWords();
std::span<const MachineWords> machineWords();

}  // namespace assay
