// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/components.h"

#include <opencv2/imgproc.hpp>

#include "core/imaging/cv_bridge.h"

namespace assay {

Labelling connectedComponents(const Image& mask, Connectivity connectivity) {
  require(!mask.empty() && mask.channels() == 1 && mask.bitDepth() == 8,
          "components are taken of 8-bit grey", {}, Code::Internal);
  Labelling out;
  out.labels.resize(mask.byteCount());
  cv::Mat labels(mask.height(), mask.width(), CV_32S, out.labels.data());
  const int found = cv::connectedComponents(matOf(mask), labels,
                                            connectivity == Connectivity::Four ? 4 : 8, CV_32S);
  // OpenCV's numbering depends on its algorithm; ours is by first pixel.
  std::vector<int> number(std::size_t(found), 0);
  for (int y = 0; y < mask.height(); ++y)
    for (int x = 0; x < mask.width(); ++x) {
      int& label = out.labels[std::size_t(y) * std::size_t(mask.width()) + std::size_t(x)];
      if (label == 0) continue;
      int& mine = number[std::size_t(label)];
      if (mine == 0) {
        out.components.push_back({x, y, 1, 1, 0});
        mine = int(out.components.size());
      }
      label = mine;
      Component& c = out.components[std::size_t(mine - 1)];
      const int right = std::max(c.x + c.width, x + 1);
      c.x = std::min(c.x, x);
      c.width = right - c.x;
      c.height = y + 1 - c.y;
      ++c.area;
    }
  return out;
}

}  // namespace assay
