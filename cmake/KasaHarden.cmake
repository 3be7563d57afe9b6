# What makes a bug harder to use by an attacker. Each flag is asked for alone: compilers differ in what they know.
option(KASA_HARDEN "Compile and link with the hardening flags that the compiler knows" OFF)
if(NOT KASA_HARDEN)
  return()
endif()

include(CheckCCompilerFlag)
include(CheckLinkerFlag)

foreach(flag IN ITEMS
    -fstack-protector-strong
    -fstack-clash-protection
    -fcf-protection=full
    -ftrivial-auto-var-init=zero
    -fno-strict-overflow
    -fstrict-flex-arrays=3
    -Werror=format-security)
  string(MAKE_C_IDENTIFIER "KASA_HAVE${flag}" known)
  check_c_compiler_flag(${flag} ${known})
  if(${known})
    add_compile_options(${flag})
  endif()
endforeach()

foreach(flag IN ITEMS relro now noexecstack separate-code)
  string(MAKE_C_IDENTIFIER "KASA_HAVE_z_${flag}" known)
  check_linker_flag(C "-Wl,-z,${flag}" ${known})
  if(${known})
    add_link_options("-Wl,-z,${flag}")
  endif()
endforeach()
add_link_options(-Wl,--as-needed)

# It checks lengths only in optimised code, and warns otherwise.
add_compile_options("$<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE;-D_FORTIFY_SOURCE=3>")
