# Run by cpack before it makes packages: Debian's manual pages are compressed.
find_program(GZIP gzip REQUIRED)
file(GLOB_RECURSE pages "${CPACK_TEMPORARY_DIRECTORY}/*/usr/share/man/*.[1-8]")
foreach(page IN LISTS pages)
  execute_process(COMMAND "${GZIP}" -9nf "${page}" COMMAND_ERROR_IS_FATAL ANY)
endforeach()
