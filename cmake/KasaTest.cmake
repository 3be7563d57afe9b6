# How tests are made. Labels: unit, check, fuzz (corpora replayed), e2e (may need namespaces), peer (needs npm), bench.
find_package(PkgConfig REQUIRED)
# Debian's modules, as python3-paho-mqtt, belong to Debian's python3; another one may come first in PATH.
if(NOT DEFINED Python3_EXECUTABLE AND EXISTS /usr/bin/python3)
  set(Python3_EXECUTABLE /usr/bin/python3)
endif()
find_package(Python3 3.9 REQUIRED COMPONENTS Interpreter)
pkg_check_modules(CHECK REQUIRED IMPORTED_TARGET check>=0.15)

# What a test finds in its environment, beside what KasaTestEnv.cmake.in adds as it runs.
set(KASA_TEST_ENV
  "KASA_SOURCE_DIR=${PROJECT_SOURCE_DIR}"
  "KASA_BUILD_DIR=${PROJECT_BINARY_DIR}"
  "KASA_BIN=${PROJECT_BINARY_DIR}/bin/kasa"
  "KASA_SIM_BIN=${PROJECT_BINARY_DIR}/bin/kasa-sim"
  "KASAD_BIN=${PROJECT_BINARY_DIR}/bin/kasad"
  "CK_DEFAULT_TIMEOUT=30"
  "PYTHONDONTWRITEBYTECODE=1")

# A program linked from floors by name: kasa_test_program(name SOURCES... FLOORS base wire... [OBJECTS...] [LIBRARIES...]).
# It gets these floors and no other, so that a pure file that reaches for a socket does not link.
#   OBJECTS    further object libraries, as of the command line
#   LIBRARIES  what to link beside libev (for net and api) and nettle (for wire and model), which come by themselves
function(kasa_test_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;FLOORS;OBJECTS;LIBRARIES")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "${name}: what is ${arg_UNPARSED_ARGUMENTS}?")
  endif()
  add_executable(${name} ${arg_SOURCES})
  foreach(floor IN LISTS arg_FLOORS)
    target_sources(${name} PRIVATE $<TARGET_OBJECTS:kasa_${floor}>)
  endforeach()
  foreach(objects IN LISTS arg_OBJECTS)
    target_sources(${name} PRIVATE $<TARGET_OBJECTS:${objects}>)
  endforeach()
  kasa_floor(${name})
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/tests")
  target_link_libraries(${name} PRIVATE ${arg_LIBRARIES})
  target_link_libraries(${name} PRIVATE m)
  if("net" IN_LIST arg_FLOORS OR "api" IN_LIST arg_FLOORS)
    target_link_libraries(${name} PRIVATE Libev::Libev m)
  endif()
  if("wire" IN_LIST arg_FLOORS OR "model" IN_LIST arg_FLOORS)
    target_link_libraries(${name} PRIVATE PkgConfig::NETTLE)
  endif()
  set_property(GLOBAL APPEND PROPERTY KASA_TEST_PROGRAMS "$<TARGET_FILE:${name}>")
endfunction()

# A unit test with Check: the arguments of kasa_test_program().
function(kasa_unit_test name)
  kasa_test_program(${name} ${ARGN})
  target_link_libraries(${name} PRIVATE PkgConfig::CHECK)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS unit TIMEOUT 60 ENVIRONMENT "${KASA_TEST_ENV}" SKIP_RETURN_CODE 77)
endfunction()

# A test that runs the programs, in Python: kasa_e2e_test(name script.py [LABEL peer] [TIMEOUT s] [ARGS...]).
# It exits with 77 where it cannot run here, and says why.
function(kasa_e2e_test name script)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "LABEL;TIMEOUT" "ARGS")
  if(NOT arg_LABEL)
    set(arg_LABEL e2e)
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  add_test(NAME ${name}
    COMMAND "${Python3_EXECUTABLE}" "${CMAKE_CURRENT_SOURCE_DIR}/${script}" ${arg_ARGS})
  set_tests_properties(${name} PROPERTIES
    LABELS "${arg_LABEL}" TIMEOUT ${arg_TIMEOUT} ENVIRONMENT "${KASA_TEST_ENV}" SKIP_RETURN_CODE 77)
endfunction()

# A check of the sources or of what was built: kasa_check(name COMMAND...).
function(kasa_check name)
  add_test(NAME check_${name} COMMAND ${ARGN} COMMAND_EXPAND_LISTS)
  set_tests_properties(check_${name} PROPERTIES
    LABELS check TIMEOUT 120 ENVIRONMENT "${KASA_TEST_ENV}" SKIP_RETURN_CODE 77)
endfunction()
