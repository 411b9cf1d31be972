# SPDX-License-Identifier: GPL-3.0-or-later
#
# Run by CPack on each package's files before it is built: manuals and changelogs are compressed, as Debian's are.
file(GLOB_RECURSE plain ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/*/usr/share/man/*.[1-8]
    ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/*/usr/share/doc/*/changelog)
foreach(file ${plain})
    execute_process(COMMAND gzip -9n ${file} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
