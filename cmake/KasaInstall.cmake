# What developers get: headers, a pkg-config file and a CMake package for both kinds of the library.
include(CMakePackageConfigHelpers)

set(KASA_CMAKE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/Kasa")

install(TARGETS kasa EXPORT KasaTargets
  LIBRARY COMPONENT Library NAMELINK_COMPONENT Development)
install(TARGETS kasa_static EXPORT KasaStaticTargets
  ARCHIVE COMPONENT Development)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/kasa" "${PROJECT_BINARY_DIR}/include/kasa"
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT Development FILES_MATCHING PATTERN "*.h")

install(EXPORT KasaTargets NAMESPACE Kasa:: DESTINATION "${KASA_CMAKE_DIR}" COMPONENT Development)
install(EXPORT KasaStaticTargets NAMESPACE Kasa:: DESTINATION "${KASA_CMAKE_DIR}" COMPONENT Development)
configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/KasaConfig.cmake.in" "${PROJECT_BINARY_DIR}/KasaConfig.cmake"
  INSTALL_DESTINATION "${KASA_CMAKE_DIR}")
# Until 1.0 a new minor version may change what is there.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/KasaConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES
  "${PROJECT_BINARY_DIR}/KasaConfig.cmake"
  "${PROJECT_BINARY_DIR}/KasaConfigVersion.cmake"
  "${CMAKE_CURRENT_LIST_DIR}/FindLibev.cmake"
  DESTINATION "${KASA_CMAKE_DIR}" COMPONENT Development)

# The pkg-config file finds the rest from where it lies, so that an installation can be moved.
file(RELATIVE_PATH KASA_PC_PREFIX "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig" "${CMAKE_INSTALL_PREFIX}")
string(REGEX REPLACE "/$" "" KASA_PC_PREFIX "${KASA_PC_PREFIX}")
cmake_path(APPEND KASA_PC_LIBDIR "\${prefix}" "${CMAKE_INSTALL_LIBDIR}")
cmake_path(APPEND KASA_PC_INCLUDEDIR "\${prefix}" "${CMAKE_INSTALL_INCLUDEDIR}")
configure_file("${CMAKE_CURRENT_LIST_DIR}/kasa.pc.in" "${PROJECT_BINARY_DIR}/kasa.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/kasa.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig" COMPONENT Development)
