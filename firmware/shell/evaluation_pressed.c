/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "docent/evaluation.h"
#include "docent/sound_file.h"

/* What a child says of a recording. Pointers into the content mean the same in all processes: a child is a copy. */
struct notice {
    size_t index;
    struct evaluation_clip clip;
};

/* Then no notice is torn apart by another. */
_Static_assert(sizeof(struct notice) <= PIPE_BUF, "a notice goes through the pipe in one piece");

static void judge(const struct evaluation *evaluation, size_t index, struct evaluation_clip *ret_clip)
{
    int16_t *frames = NULL;
    size_t count = 0;
    *ret_clip = evaluation->clips[index];
    ret_clip->error = sound_file_read(evaluation->manifest->entries[index].path, RECOGNISER_RATE_HZ, &frames, &count);
    if (ret_clip->error == 0) {
        ret_clip->frame_count = count;
        ret_clip->error = recording_judge(evaluation->exhibition, frames, count, &ret_clip->judgement);
        ret_clip->answers = ret_clip->judgement.topic != NULL;
    }
    free(frames);
}

/* The child: every recording whose turn it is. */
static void work(const struct evaluation *evaluation, unsigned job, unsigned jobs, int notice_fd)
{
    for (size_t i = job; i < evaluation->manifest->count; i += jobs) {
        struct notice notice = {.index = i};
        judge(evaluation, i, &notice.clip);
        if (write(notice_fd, &notice, sizeof(notice)) != (ssize_t)sizeof(notice)) {
            return;
        }
    }
}

static int start(const struct evaluation *evaluation, unsigned job, unsigned jobs, const int pipe_fds[2])
{
    fflush(NULL); /* or the child would print it again */
    pid_t child = fork();
    if (child < 0) {
        return -errno;
    }
    if (child == 0) {
        close(pipe_fds[0]);
        work(evaluation, job, jobs, pipe_fds[1]);
        _exit(0);
    }
    return (int)child;
}

/* Until all children have ended; those that are done first wait to be told of. */
static void collect(struct evaluation *evaluation, int notice_fd)
{
    struct notice notice;
    size_t told = 0;
    for (;;) {
        ssize_t length = read(notice_fd, &notice, sizeof(notice));
        if (length < 0 && errno == EINTR) {
            continue;
        }
        if (length != (ssize_t)sizeof(notice)) {
            break;
        }
        evaluation->clips[notice.index] = notice.clip;
        while (told < evaluation->manifest->count && evaluation->clips[told].error <= 0) {
            evaluation_tell(evaluation, told++);
        }
    }
    for (; told < evaluation->manifest->count; told++) {
        struct evaluation_clip *clip = &evaluation->clips[told];
        clip->error = clip->error > 0 ? -EIO : clip->error;
        evaluation_tell(evaluation, told);
    }
}

int evaluation_run_pressed(struct evaluation *evaluation, unsigned jobs)
{
    assert(jobs >= 1 && jobs <= EVALUATION_JOBS_MAX);
    pid_t children[EVALUATION_JOBS_MAX];
    unsigned started = 0;
    int pipe_fds[2];
    int result = 0;
    if (pipe(pipe_fds) < 0) {
        return -errno;
    }
    for (size_t i = 0; i < evaluation->manifest->count; i++) {
        evaluation->clips[i].error = 1; /* not judged yet */
    }
    for (; started < jobs && result >= 0; started += result >= 0) {
        result = start(evaluation, started, jobs, pipe_fds);
        children[started] = result;
    }
    close(pipe_fds[1]);
    if (result >= 0) {
        collect(evaluation, pipe_fds[0]);
    }
    close(pipe_fds[0]); /* whoever still works ends with the next notice */
    for (unsigned i = 0; i < started; i++) {
        while (waitpid(children[i], NULL, 0) < 0 && errno == EINTR) {
            /* wait on */
        }
    }
    return result < 0 ? result : 0;
}
