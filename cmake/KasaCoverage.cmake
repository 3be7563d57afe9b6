# Prints what the tests ran, from the profiles that they left: cmake -DBUILD= -DSOURCE= -DPROGRAMS= -P KasaCoverage.cmake
file(GLOB profiles "${BUILD}/profiles/*.profraw")
if(NOT profiles)
  message(FATAL_ERROR "no profiles in ${BUILD}/profiles: run the tests first, with cmake --workflow --preset coverage")
endif()
list(JOIN profiles "\n" lines)
file(WRITE "${BUILD}/profiles.txt" "${lines}\n")

file(GLOB built "${BUILD}/bin/*" "${BUILD}/lib/libkasa.so")
set(objects)
foreach(object IN LISTS built PROGRAMS)
  list(APPEND objects -object "${object}")
endforeach()

execute_process(COMMAND_ERROR_IS_FATAL ANY
  COMMAND llvm-profdata merge --sparse "--input-files=${BUILD}/profiles.txt" -o "${BUILD}/kasa.profdata")
execute_process(COMMAND_ERROR_IS_FATAL ANY
  COMMAND llvm-cov report "--instr-profile=${BUILD}/kasa.profdata" "--ignore-filename-regex=/tests/" ${objects})
