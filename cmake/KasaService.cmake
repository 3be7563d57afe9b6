# What stands around kasad where it is installed: its unit, its manual page, examples.
configure_file("${PROJECT_SOURCE_DIR}/contrib/systemd/kasad.service.in" "${PROJECT_BINARY_DIR}/kasad.service" @ONLY)
configure_file("${PROJECT_SOURCE_DIR}/bridge/kasad.8.in" "${PROJECT_BINARY_DIR}/kasad.8" @ONLY)

# systemd looks there below /usr and below /usr/local, on every kind of machine: not in lib64, and not in lib/<triplet>.
install(FILES "${PROJECT_BINARY_DIR}/kasad.service" DESTINATION lib/systemd/system COMPONENT Bridge)
install(FILES "${PROJECT_BINARY_DIR}/kasad.8" DESTINATION "${CMAKE_INSTALL_MANDIR}/man8" COMPONENT Bridge)
set(KASAD_DOC_DIR "${CMAKE_INSTALL_DATAROOTDIR}/doc/kasad")
install(FILES
    "${PROJECT_SOURCE_DIR}/contrib/examples/ifttt.md"
    "${PROJECT_SOURCE_DIR}/contrib/examples/kasad.yaml"
  DESTINATION "${KASAD_DOC_DIR}/examples" COMPONENT Bridge)
install(DIRECTORY
    "${PROJECT_SOURCE_DIR}/contrib/examples/grafana"
    "${PROJECT_SOURCE_DIR}/contrib/examples/mosquitto"
    "${PROJECT_SOURCE_DIR}/contrib/examples/homeassistant"
    "${PROJECT_SOURCE_DIR}/contrib/examples/prometheus"
    "${PROJECT_SOURCE_DIR}/contrib/examples/proxy"
  DESTINATION "${KASAD_DOC_DIR}/examples" COMPONENT Bridge)
