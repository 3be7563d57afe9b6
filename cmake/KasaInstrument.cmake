# Builds that watch themselves. These flags hold for the whole build or for nothing of it.
set(KASA_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize takes them: address,undefined or thread")
option(KASA_COVERAGE "Count what the tests run (clang's source coverage)" OFF)

if(KASA_SANITIZE)
  add_compile_options("-fsanitize=${KASA_SANITIZE}" -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options("-fsanitize=${KASA_SANITIZE}")
endif()

if(KASA_COVERAGE)
  add_compile_options(-fprofile-instr-generate -fcoverage-mapping)
  add_link_options(-fprofile-instr-generate)
endif()

if(KASA_BUILD_FUZZ)
  if(NOT CMAKE_C_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "KASA_BUILD_FUZZ needs clang: libFuzzer is a part of it. Try: cmake --preset fuzz")
  endif()
  # All code tells the fuzzer where it went; the targets alone link its main() with -fsanitize=fuzzer.
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()
