# SPDX-License-Identifier: GPL-3.0-or-later
#
# CMake's toolchain file for the processors of a Raspberry Pi, used by the presets pi-arm64 and pi-armhf. Libraries and
# headers come from the sysroot that firmware/dist/sysroot made; programs run in user-mode emulation.
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES DOCENT_ARCHITECTURE)
if(DOCENT_ARCHITECTURE STREQUAL "arm64")
    set(CMAKE_SYSTEM_PROCESSOR aarch64)
    set(triplet aarch64-linux-gnu)
    set(emulators qemu-aarch64-static qemu-aarch64)
elseif(DOCENT_ARCHITECTURE STREQUAL "armhf")
    set(CMAKE_SYSTEM_PROCESSOR armv7l)
    set(triplet arm-linux-gnueabihf)
    set(emulators qemu-arm-static qemu-arm)
else()
    message(FATAL_ERROR "DOCENT_ARCHITECTURE is '${DOCENT_ARCHITECTURE}': say arm64 or armhf, or use a preset")
endif()

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_C_COMPILER ${triplet}-gcc)
set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE ${DOCENT_ARCHITECTURE})

# The release is this machine's: its cross compiler and the sysroot's libraries fit together.
file(STRINGS /etc/os-release suite REGEX "^VERSION_CODENAME=")
string(REGEX REPLACE "^VERSION_CODENAME=" "" suite "${suite}")
set(cache "$ENV{XDG_CACHE_HOME}")
if(cache STREQUAL "")
    set(cache "$ENV{HOME}/.cache")
endif()
set(CMAKE_SYSROOT ${cache}/docent/sysroot-${suite}-${DOCENT_ARCHITECTURE})
if(NOT EXISTS ${CMAKE_SYSROOT}/.wanted)
    message(FATAL_ERROR "there is no sysroot at ${CMAKE_SYSROOT}: run firmware/dist/sysroot ${DOCENT_ARCHITECTURE}")
endif()

set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(ENV{PKG_CONFIG_SYSROOT_DIR} ${CMAKE_SYSROOT})
set(ENV{PKG_CONFIG_LIBDIR} ${CMAKE_SYSROOT}/usr/lib/${triplet}/pkgconfig:${CMAKE_SYSROOT}/usr/share/pkgconfig)

# With -L, files are looked for in the sysroot first: voices and models are those of the other architecture.
find_program(DOCENT_EMULATOR NAMES ${emulators})
if(DOCENT_EMULATOR)
    set(CMAKE_CROSSCOMPILING_EMULATOR ${DOCENT_EMULATOR} -L ${CMAKE_SYSROOT})
endif()
