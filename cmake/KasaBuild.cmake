# How everything of ours is compiled: the language, the folders of the build, warnings, one object library per floor.
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")

# Outside the system's own folders the programs find the library beside themselves.
if(NOT CMAKE_INSTALL_PREFIX STREQUAL "/usr" AND NOT DEFINED CMAKE_INSTALL_RPATH)
  file(RELATIVE_PATH KASA_LIB_FROM_BIN "${CMAKE_INSTALL_FULL_BINDIR}" "${CMAKE_INSTALL_FULL_LIBDIR}")
  set(CMAKE_INSTALL_RPATH "$ORIGIN/${KASA_LIB_FROM_BIN}")
endif()

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Debug, Release, RelWithDebInfo or MinSizeRel" FORCE)
endif()

include(CheckPIESupported)
check_pie_supported(LANGUAGES C)
include(KasaHarden)
include(KasaInstrument)

# They are errors in the presets only (CMAKE_COMPILE_WARNING_AS_ERROR): another compiler knows other warnings.
set(KASA_WARNINGS
  -Wall -Wextra -Wformat=2 -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wvla
  -Wwrite-strings -Wimplicit-fallthrough -Wundef -Wcast-align -Wredundant-decls -Werror=implicit
  $<$<C_COMPILER_ID:GNU>:-Wduplicated-cond>)

# What every target of ours is compiled with.
function(kasa_compile target)
  target_compile_definitions(${target} PRIVATE _GNU_SOURCE)
  target_compile_options(${target} PRIVATE ${KASA_WARNINGS})
  target_include_directories(${target} PRIVATE
    "${PROJECT_SOURCE_DIR}/include"
    "${PROJECT_BINARY_DIR}/include")
endfunction()

# A floor of the library: its files include each other as "floor/file.h".
function(kasa_floor target)
  kasa_compile(${target})
  target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/libkasa")
endfunction()
