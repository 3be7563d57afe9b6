# Debian packages by "cpack -G DEB": libkasa0, libkasa-dev, kasa and kasad. Configure with the preset deb, which installs
# below /usr; see CONTRIBUTING.md.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME kasa)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # each has its own
set(CPACK_PACKAGE_VENDOR "kasa developers")
set(CPACK_PACKAGE_CONTACT "kasa developers <kasa@localhost>" CACHE STRING "The maintainer that packages name")
set(CPACK_PACKAGE_DIRECTORY "${PROJECT_BINARY_DIR}/packages")
set(CPACK_STRIP_FILES ON)
set(CPACK_PRE_BUILD_SCRIPTS "${CMAKE_CURRENT_LIST_DIR}/KasaCompressManuals.cmake")
set(CPACK_COMPONENTS_ALL Library Development)
set(CPACK_COMPONENTS_GROUPING IGNORE)

# Below /usr, and the configuration in /etc: with DESTDIR both may be said as they are.
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS OFF)

# What Debian wants of each package: the licence, and a changelog in its own form.
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)
set(debian "${PROJECT_BINARY_DIR}/debian")
configure_file("${PROJECT_SOURCE_DIR}/contrib/debian/copyright" "${debian}/copyright" COPYONLY)
find_program(KASA_GZIP gzip)
mark_as_advanced(KASA_GZIP)

function(kasa_package component name)
  set(doc "${CMAKE_INSTALL_DATAROOTDIR}/doc/${name}")
  install(FILES "${debian}/copyright" DESTINATION "${doc}" COMPONENT ${component} EXCLUDE_FROM_ALL)
  if(KASA_GZIP)
    set(changelog "${debian}/${name}/changelog")
    file(WRITE "${changelog}" "kasa (${PROJECT_VERSION}) unstable; urgency=medium\n\n"
      "  * See https://keepachangelog.com: CHANGELOG.md of the sources.\n\n -- ${CPACK_PACKAGE_CONTACT}  ${date}\n")
    execute_process(COMMAND "${KASA_GZIP}" -9nf "${changelog}" COMMAND_ERROR_IS_FATAL ANY)
    install(FILES "${changelog}.gz" DESTINATION "${doc}" COMPONENT ${component} EXCLUDE_FROM_ALL)
  endif()
endfunction()

set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME "libkasa${PROJECT_VERSION_MAJOR}")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "library for TP-Link Kasa and Tapo devices
It finds devices of the local network and speaks to them without a cloud, on
an event loop of libev.")
file(WRITE "${debian}/shlibs" "libkasa ${PROJECT_VERSION_MAJOR} libkasa${PROJECT_VERSION_MAJOR} (>= ${PROJECT_VERSION})\n")
file(WRITE "${debian}/triggers" "activate-noawait ldconfig\n")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA "${debian}/shlibs;${debian}/triggers")
kasa_package(Library libkasa${PROJECT_VERSION_MAJOR})

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libkasa-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libkasa${PROJECT_VERSION_MAJOR} (= ${PROJECT_VERSION}), libev-dev, nettle-dev")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "library for TP-Link Kasa and Tapo devices (development)
Headers, the static library, a pkg-config file and a CMake package.")
kasa_package(Development libkasa-dev)

if(KASA_BUILD_CLI)
  list(APPEND CPACK_COMPONENTS_ALL Runtime)
  set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME kasa)
  set(CPACK_COMPONENT_RUNTIME_DESCRIPTION "command line for TP-Link Kasa and Tapo devices
It finds, switches and reads plugs, strips, switches and lights of the local
network without a cloud.")
  kasa_package(Runtime kasa)
endif()

if(KASA_BUILD_BRIDGE)
  list(APPEND CPACK_COMPONENTS_ALL Bridge)
  set(scripts "${PROJECT_SOURCE_DIR}/contrib/debian")
  set(CPACK_DEBIAN_BRIDGE_PACKAGE_NAME kasad)
  set(CPACK_DEBIAN_BRIDGE_PACKAGE_DEPENDS "init-system-helpers (>= 1.54)")
  set(CPACK_DEBIAN_BRIDGE_PACKAGE_RECOMMENDS "mosquitto")
  set(CPACK_DEBIAN_BRIDGE_PACKAGE_SUGGESTS "kasa")
  set(CPACK_DEBIAN_BRIDGE_PACKAGE_CONTROL_EXTRA
    "${scripts}/conffiles;${scripts}/postinst;${scripts}/prerm;${scripts}/postrm")
  set(CPACK_COMPONENT_BRIDGE_DESCRIPTION "bridge from Kasa and Tapo devices to MQTT and Home Assistant
A daemon that is the only client of the devices, publishes what they tell to
an MQTT broker and carries out what is asked for there. Home Assistant shows
them without any configuration.")
  kasa_package(Bridge kasad)
  # The example, with nothing of it in force: nobody has its devices. In packages alone, for an installation elsewhere must
  # not write to /etc.
  file(READ "${PROJECT_SOURCE_DIR}/contrib/examples/kasad.yaml" example)
  string(REGEX REPLACE "\n([^#\n])" "\n#\\1" example "${example}")
  file(CONFIGURE OUTPUT "${debian}/kasad.yaml" CONTENT "${example}" @ONLY)
  install(FILES "${debian}/kasad.yaml" DESTINATION /etc/kasa COMPONENT Bridge EXCLUDE_FROM_ALL)
endif()

include(CPack)
