// SPDX-License-Identifier: Apache-2.0
#include "core/engine/cuda/cuda_figures.h"

#include <cuda_runtime_api.h>

#include <cstring>

#define ASSAY_CUDA_EXPORT extern "C" __attribute__((visibility("default")))

ASSAY_CUDA_EXPORT int assayCudaAbi(void) { return ASSAY_CUDA_ABI; }

ASSAY_CUDA_EXPORT int assayCudaDeviceCount(int* count) {
  *count = 0;
  return static_cast<int>(cudaGetDeviceCount(count));
}

ASSAY_CUDA_EXPORT int assayCudaDescribe(int device, AssayCudaDevice* out) {
  cudaDeviceProp properties;
  const cudaError_t error = cudaGetDeviceProperties(&properties, device);
  if (error != cudaSuccess) return static_cast<int>(error);
  std::memset(out, 0, sizeof *out);
  std::strncpy(out->name, properties.name, sizeof out->name - 1);
  out->capabilityMajor = properties.major;
  out->capabilityMinor = properties.minor;
  out->multiprocessors = properties.multiProcessorCount;
  out->totalBytes = properties.totalGlobalMem;
  return 0;
}

ASSAY_CUDA_EXPORT int assayCudaMemory(int device, uint64_t* freeBytes, uint64_t* totalBytes) {
  cudaError_t error = cudaSetDevice(device);
  size_t unused = 0, all = 0;
  if (error == cudaSuccess) error = cudaMemGetInfo(&unused, &all);
  *freeBytes = unused;
  *totalBytes = all;
  return static_cast<int>(error);
}

ASSAY_CUDA_EXPORT int assayCudaIsland(int device, int* first) {
  *first = device;
  for (int other = 0; other < device; ++other) {
    int hasAtomics = 0;
    if (const cudaError_t error = cudaDeviceGetP2PAttribute(&hasAtomics, cudaDevP2PAttrNativeAtomicSupported, device, other); error != cudaSuccess) return static_cast<int>(error);
    if (hasAtomics == 0) continue;
    *first = other;
    break;
  }
  return 0;
}

ASSAY_CUDA_EXPORT const char* assayCudaErrorText(int error) {
  return cudaGetErrorString(static_cast<cudaError_t>(error));
}
