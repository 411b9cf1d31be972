/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "evaluation_run_fixture.h"

/* The same whoever does the work, told of in order. */
static void test_any_number_of_jobs(void **state)
{
    (void)state;
    const unsigned jobs[] = {1, 2, 3, 9};
    const char *said = "apples";
    for (size_t i = 0; i < sizeof(jobs) / sizeof(jobs[0]); i++) {
        open_evaluation(said);
        assert_int_equal(evaluation_run_pressed(&evaluation, jobs[i]), 0);
        assert_int_equal(told, 4);
        assert_false(evaluation.is_open);
        assert_int_equal(evaluation.gap_frames, 0);
        const struct evaluation_clip *clips = evaluation.clips;
        assert_int_equal(clips[0].error, 0);
        assert_int_equal(clips[0].frame_count, 5 * RECOGNISER_RATE_HZ);
        assert_ptr_equal(clips[0].judgement.topic, &listening_topics[APPLES]);
        assert_int_equal(clips[0].answers, 1);
        assert_int_equal(clips[2].error, -ENOENT);
        assert_null(clips[2].judgement.topic);
        assert_ptr_equal(clips[3].judgement.topic, &listening_topics[APPLES]);
        assert_int_equal(clips[3].answers, 1); /* one press, one answer */
        close_evaluation();
    }
}

static void test_a_failing_engine(void **state)
{
    (void)state;
    const char *said = "!";
    open_evaluation(said);
    assert_int_equal(evaluation_run_pressed(&evaluation, 2), 0);
    assert_int_equal(told, 4);
    assert_int_equal(evaluation.clips[0].error, -EIO);
    assert_int_equal(evaluation.clips[2].error, -ENOENT);
    close_evaluation();
}

static char *withheld; /* a page that no child may read */
static size_t page_bytes;

static void child_begins(void)
{
    if (withheld != NULL) {
        (void)mprotect(withheld, page_bytes, PROT_NONE);
    }
}

/* The first line of the list lies on a page that no child may read: whose turn it is dies of it, before its second.
 * (MADV_DONTFORK would be simpler, but QEMU's emulation of other processors does not know it.) */
static void test_a_child_dies(void **state)
{
    (void)state;
    page_bytes = (size_t)sysconf(_SC_PAGESIZE);
    char *pages = mmap(NULL, 2 * page_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(pages != MAP_FAILED);
    struct manifest torn = {.entries = (struct manifest_entry *)(void *)(pages + page_bytes) - 1, .count = 4};
    for (size_t i = 0; i < 4; i++) {
        torn.entries[i] = (struct manifest_entry){.shown = entries[0].shown, .path = paths[0]};
    }
    assert_int_equal(pthread_atfork(NULL, NULL, child_begins), 0);
    const char *said = "apples";
    open_evaluation(said);
    evaluation.manifest = &torn;
    signal(SIGSEGV, SIG_DFL); /* cmocka's own would go on with the tests in the child */
    withheld = pages;
    int result = evaluation_run_pressed(&evaluation, 2);
    withheld = NULL;
    assert_int_equal(result, 0);
    assert_int_equal(told, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(evaluation.clips[i].error, i % 2 == 0 ? -EIO : 0);
        assert_int_equal(evaluation.clips[i].answers, i % 2);
    }
    close_evaluation();
    munmap(pages, 2 * page_bytes);
}

static void test_no_file_descriptors(void **state)
{
    (void)state;
    struct rlimit before;
    const char *said = "apples";
    open_evaluation(said);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    const struct rlimit none = {.rlim_cur = 0, .rlim_max = before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    int result = evaluation_run_pressed(&evaluation, 1);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_int_equal(result, -EMFILE);
    assert_int_equal(told, 0);
    close_evaluation();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_number_of_jobs),
        cmocka_unit_test(test_a_failing_engine),
        cmocka_unit_test(test_a_child_dies),
        cmocka_unit_test(test_no_file_descriptors),
    };
    return cmocka_run_group_tests_name("evaluation_pressed", tests, evaluation_setup, evaluation_teardown);
}
