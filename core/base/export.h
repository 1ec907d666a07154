// SPDX-License-Identifier: Apache-2.0
// Symbol visibility: everything is hidden unless it is marked with the macro of its library.
#pragma once

#define ASSAY_EXPORT __attribute__((visibility("default")))

#define ASSAY_CORE_API ASSAY_EXPORT
#define ASSAY_ENGINE_API ASSAY_EXPORT
#define ASSAY_PLUGIN_API ASSAY_EXPORT
