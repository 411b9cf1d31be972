/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_TEST_PROGRAM_H
#define DOCENT_TEST_PROGRAM_H

/* Runs a command of the tool in a child process, as the program would, and keeps what it prints. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PROGRAM_OUTPUT_BYTES = 64 * 1024, PROGRAM_ARGUMENTS_MAX = 16 };

struct program {
    int exit_code;
    char out[PROGRAM_OUTPUT_BYTES];
    char err[PROGRAM_OUTPUT_BYTES];
};

typedef int program_main(int argc, char **argv);

static inline void program_read(int fd, char *ret_text)
{
    ssize_t count = pread(fd, ret_text, PROGRAM_OUTPUT_BYTES - 1, 0);
    assert_true(count >= 0);
    ret_text[count] = '\0';
    close(fd);
}

/* `arguments` ends with NULL and begins with the command's name. */
static inline void program_run(struct program *ret_program, program_main *run, const char *const *arguments)
{
    int out = memfd_create("out", MFD_CLOEXEC);
    int err = memfd_create("err", MFD_CLOEXEC);
    assert_true(out >= 0 && err >= 0);
    fflush(stdout);
    fflush(stderr);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        char *argv[PROGRAM_ARGUMENTS_MAX + 1] = {NULL};
        int argc = 0;
        for (; argc < PROGRAM_ARGUMENTS_MAX && arguments[argc] != NULL; argc++) {
            argv[argc] = strdup(arguments[argc]);
        }
        dup2(out, STDOUT_FILENO);
        dup2(err, STDERR_FILENO);
        int exit_code = run(argc, argv);
        for (int i = 0; i < argc; i++) {
            free(argv[i]);
        }
        fflush(stdout);
        _exit(exit_code);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    ret_program->exit_code = WEXITSTATUS(status);
    program_read(out, ret_program->out);
    program_read(err, ret_program->err);
}

#define PROGRAM_RUN(program, run, ...) program_run(program, run, (const char *const[]){__VA_ARGS__, NULL})

#endif
