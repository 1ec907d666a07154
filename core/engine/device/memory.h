// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <c10/core/Device.h>

#include "core/base/export.h"

namespace assay {

/// Bytes of this process in physical memory; 0 when the system does not say.
ASSAY_ENGINE_API uint64_t residentBytes();

/// Bytes of memory in this machine; 0 when the system does not say.
ASSAY_ENGINE_API uint64_t physicalBytes();

/// Bytes in use on the device, by everybody; 0 for a CPU.
ASSAY_ENGINE_API uint64_t deviceBytes(c10::Device device);

/// What of its freed memory a process keeps for itself.
enum class Freed { Some, All };

/// For the start of a program that computes: the system clears each page anew for the next image. Some: what is freed at the end of the heap goes back to the
/// system from 512 MiB on, not from 128 KiB, and then all but 256 MiB. All, for one whose steps want the same blocks again and again: nothing goes back, blocks
/// of more than 32 MiB included. Does nothing where the C library is not glibc.
ASSAY_ENGINE_API void keepFreedMemory(Freed freed);

}  // namespace assay
