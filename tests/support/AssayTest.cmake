# SPDX-License-Identifier: Apache-2.0
# assay_add_test(tst_name [LIBRARIES lib...] [LABELS label...] [TORCH] [GUI]): one Qt Test program out of
# tst_name.cpp. GUI tests run offscreen; TORCH ones share the precompiled header.
function(assay_add_test name)
  cmake_parse_arguments(arg "TORCH;GUI" "TIMEOUT" "SOURCES;LIBRARIES;LABELS" ${ARGN})
  add_executable(${name} ${name}.cpp ${arg_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin/tests)
  target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS)
  target_link_libraries(${name} PRIVATE assay_flags assay_core ${arg_LIBRARIES} Qt6::Test)
  if(arg_TORCH)
    assay_use_torch(${name})
    target_link_libraries(${name} PRIVATE assay_engine)
  endif()
  add_test(NAME ${name} COMMAND ${name})
  set(environment "ASSAY_BIN=${PROJECT_BINARY_DIR}/bin;ASSAY_SOURCE=${PROJECT_SOURCE_DIR}"
                  "ASSAY_HOME=${PROJECT_BINARY_DIR}/test-home")
  if(ASSAY_SANITIZE STREQUAL "thread")
    list(APPEND environment "TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/tsan.supp")
  endif()
  if(arg_GUI)
    list(APPEND environment "QT_QPA_PLATFORM=offscreen")
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  set_tests_properties(${name} PROPERTIES ENVIRONMENT "${environment}" LABELS "${arg_LABELS}"
                       TIMEOUT ${arg_TIMEOUT})
endfunction()
