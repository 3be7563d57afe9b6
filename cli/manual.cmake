# Puts the lists that the program prints of its own tables into the manual page.
cmake_minimum_required(VERSION 3.25)

foreach(list IN ITEMS commands options)
  execute_process(COMMAND "${KASA}" __man ${list} OUTPUT_VARIABLE ${list} COMMAND_ERROR_IS_FATAL ANY)
  string(STRIP "${${list}}" ${list})
endforeach()
configure_file("${INPUT}" "${OUTPUT}" @ONLY)
