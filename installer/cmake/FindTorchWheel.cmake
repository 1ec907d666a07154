# SPDX-License-Identifier: Apache-2.0
# libtorch out of the PyPI wheel that installer/deps unpacked. Defines assay_torch, and
# assay_use_torch(target), which also shares the one precompiled <torch/torch.h>, and assay_use_torch_threads(target file...).
set(ASSAY_DEPS "$ENV{ASSAY_DEPS}" CACHE PATH "Where installer/deps/setup unpacked the wheels")
if(NOT ASSAY_DEPS)
  set(ASSAY_DEPS "$ENV{HOME}/.cache/assay/deps")
endif()
set(ASSAY_TORCH_SITE "${ASSAY_DEPS}/torch-2.11.0-cpu")
set(ASSAY_TORCH ${ASSAY_TORCH_SITE}/torch)
find_library(TORCH_CPU_LIBRARY torch_cpu PATHS ${ASSAY_TORCH}/lib NO_DEFAULT_PATH)
find_library(TORCH_C10_LIBRARY c10 PATHS ${ASSAY_TORCH}/lib NO_DEFAULT_PATH)
find_library(TORCH_GOMP_LIBRARY NAMES libgomp.so.1 PATHS ${ASSAY_TORCH}/lib NO_DEFAULT_PATH)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(TorchWheel REQUIRED_VARS TORCH_CPU_LIBRARY TORCH_C10_LIBRARY TORCH_GOMP_LIBRARY
  FAIL_MESSAGE "torch 2.11.0 is not in ${ASSAY_TORCH_SITE}: run ./run --build, which fetches it")

add_library(assay_torch INTERFACE)
target_include_directories(assay_torch SYSTEM INTERFACE
  ${ASSAY_TORCH}/include ${ASSAY_TORCH}/include/torch/csrc/api/include)
target_compile_definitions(assay_torch INTERFACE _GLIBCXX_USE_CXX11_ABI=1 USE_C10D_GLOO)
target_link_libraries(assay_torch INTERFACE ${TORCH_CPU_LIBRARY} ${TORCH_C10_LIBRARY} Threads::Threads)
# The wheel's libraries find libcudart and libcupti beside themselves; the linker has to be told.
target_link_options(assay_torch INTERFACE
  -Wl,-rpath-link,${ASSAY_TORCH_SITE}/nvidia/cu13/lib -Wl,-rpath-link,${ASSAY_TORCH}/lib)

# The precompiled header is 700 MB and takes half a minute, so there is exactly one.
add_library(assay_torch_pch OBJECT ${CMAKE_CURRENT_LIST_DIR}/torch_pch.cpp)
target_link_libraries(assay_torch_pch PRIVATE assay_flags assay_torch)
target_compile_options(assay_torch_pch PRIVATE -fPIC -fpch-preprocess -w)
set_target_properties(assay_torch_pch PROPERTIES POSITION_INDEPENDENT_CODE OFF)
target_precompile_headers(assay_torch_pch PRIVATE <torch/torch.h>)

function(assay_use_torch target)
  target_link_libraries(${target} PRIVATE assay_torch)
  # A precompiled header is only valid for the same code model: -fPIC for programs too.
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE OFF DEFINE_SYMBOL ""
                        BUILD_RPATH "${ASSAY_TORCH}/lib")
  target_compile_options(${target} PRIVATE -fPIC -fpch-preprocess)
  target_precompile_headers(${target} REUSE_FROM assay_torch_pch)
endfunction()

# For files with at::parallel_for, which is a plain loop in a file that is compiled without OpenMP. The one precompiled header is without.
function(assay_use_torch_threads target)
  set_property(SOURCE ${ARGN} TARGET_DIRECTORY ${target} APPEND PROPERTY COMPILE_OPTIONS -fopenmp)
  set_property(SOURCE ${ARGN} TARGET_DIRECTORY ${target} PROPERTY SKIP_PRECOMPILE_HEADERS ON)
  target_link_libraries(${target} PRIVATE ${TORCH_GOMP_LIBRARY})
endfunction()
