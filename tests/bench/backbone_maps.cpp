// SPDX-License-Identifier: Apache-2.0
// bench_backbone_maps NAME WEIGHTS PICTURE OUT: imports published weights into a backbone and writes what it says of a picture. WEIGHTS and PICTURE
// ("picture", [B,3,H,W], 0 to 1) are safetensors files; OUT gets "map0" to "map2", in evaluation mode.
#include <cstdio>

#include <torch/torch.h>

#include "core/engine/backbones/weight_import.h"
#include "core/engine/data/safetensors.h"
#include "core/engine/layers/conv_norm.h"

using namespace assay;

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  torch::NoGradGuard noGrad;
  const auto backbone = makeBackbone(argv[1], seededGenerator(0));
  importWeights(*backbone, argv[2]);
  backbone->module()->eval();
  NamedTensors out;
  for (const at::Tensor& map : backbone->forward(SafetensorsFile(argv[3]).read("picture"))) out.push_back({"map" + std::to_string(out.size()), map.contiguous()});
  writeSafetensors(argv[4], out, {});
  std::printf("{\"maps\": %zu}\n", out.size());
}
