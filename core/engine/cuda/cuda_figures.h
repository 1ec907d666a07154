// SPDX-License-Identifier: Apache-2.0
// The C border of libassay_cuda.so, which is loaded at run time where a GPU is. Everything returns 0 on
// success and a cudaError_t otherwise.
#pragma once

#include <stddef.h>
#include <stdint.h>

#define ASSAY_CUDA_ABI 2

#ifdef __cplusplus
extern "C" {
#endif

struct AssayCudaDevice {
  char name[256];
  int capabilityMajor, capabilityMinor;
  int multiprocessors;
  uint64_t totalBytes;
};

typedef int (*AssayCudaAbi)(void);
typedef int (*AssayCudaDeviceCount)(int* count);
typedef int (*AssayCudaDescribe)(int device, struct AssayCudaDevice* out);
/// `device` is the calling thread's current one afterwards, as it is for a rank that asks of its own.
typedef int (*AssayCudaMemory)(int device, uint64_t* freeBytes, uint64_t* totalBytes);
/// The first device with a direct link over which atomic operations work, which NVLink has and PCI Express has not; `device` itself without one.
typedef int (*AssayCudaIsland)(int device, int* first);
typedef const char* (*AssayCudaErrorText)(int error);

#ifdef __cplusplus
}
#endif
