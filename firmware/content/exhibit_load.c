/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/exhibit_load.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "docent/asking_index.h"
#include "docent/content_file.h"
#include "docent/page.h"
#include "docent/plain_text.h"
#include "docent/pronunciations.h"
#include "docent/topic_order.h"

enum { ID_BYTES_MAX = 64 };

/* An exhibit being put together. */
struct loader {
    const char *folder;
    int folder_fd;
    enum exhibit_kind kind;
    struct exhibit *exhibit;
    struct problems *problems;
    const char **files;     /* of the topics, parallel to exhibit->topics; borrowed from the list of names */
    struct text_list whole; /* words that have a pronunciation */
    struct page exhibit_page;
    struct asking_index asked_as;
    struct asking_index keywords;
};

/* ENOMEM is passed up; a file with problems does not end the loading. */
static int only_memory(int result)
{
    return result == -ENOMEM ? result : 0;
}

static char *shown_name(const struct loader *loader, const char *file)
{
    char *shown;
    return asprintf(&shown, "%s/%s", loader->folder, file) < 0 ? NULL : shown;
}

static int items_copy(const struct page_items *items, struct text_list *ret_list)
{
    for (size_t i = 0; i < items->count; i++) {
        int result = text_list_append(ret_list, items->list[i].text, strlen(items->list[i].text));
        if (result < 0) {
            return result;
        }
    }
    return 0;
}

/* --- exhibit.md --------------------------------------------------------------------------------------------------- */

static int read_page(struct loader *loader, const char *file, enum page_kind kind, const char *shown,
                     struct page *ret_page)
{
    char *text;
    size_t length;
    int result = content_file_read(loader->folder_fd, file, shown, EXHIBIT_FILE_BYTES_MAX, &text, &length,
                                   loader->problems);
    if (result < 0) {
        return result;
    }
    result = page_parse(shown, text, length, kind, ret_page, loader->problems);
    free(text);
    return result;
}

static int load_exhibit_page(struct loader *loader, const char *file)
{
    char *shown = shown_name(loader, file);
    if (shown == NULL) {
        return -ENOMEM;
    }
    struct exhibit *exhibit = loader->exhibit;
    struct page *page = &loader->exhibit_page;
    int result = read_page(loader, file, PAGE_EXHIBIT, shown, page);
    if (result == 0) {
        exhibit->title = page->title;
        page->title = NULL;
        result = items_copy(&page->sections[PAGE_LEAD], &exhibit->greeting);
    }
    if (result == 0) {
        result = pronunciations_take(&page->sections[PAGE_PRONUNCIATIONS], shown, exhibit, loader->problems);
    }
    if (result == 0) {
        result = exhibit_whole_words(exhibit, &loader->whole);
    }
    free(shown);
    return only_memory(result);
}

/* --- topics ------------------------------------------------------------------------------------------------------- */

/* The file's name without ".md", in small letters. NULL after adding a problem or when out of memory (*ret_result). */
static char *topic_id(struct loader *loader, const char *file, const char *shown, int *ret_result)
{
    size_t length = strlen(file) - strlen(".md");
    char *id = strndup(file, length);
    *ret_result = id == NULL ? -ENOMEM : 0;
    for (char *c = id; c != NULL && *c != '\0'; c++) {
        *c = plain_text_lower(*c);
        if (!plain_text_is_letter(*c) && !plain_text_is_digit(*c) && *c != '-') {
            problems_add(
                loader->problems, shown, 0,
                "the name of a topic's file is its id: rename it, using only the letters a to z, digits and -");
            free(id);
            return NULL;
        }
    }
    if (id != NULL && length > ID_BYTES_MAX) {
        problems_add(loader->problems, shown, 0, "the name is too long for an id: use at most %d letters",
                     ID_BYTES_MAX);
        free(id);
        return NULL;
    }
    int other = id == NULL ? -ENOENT : exhibit_find(loader->exhibit, id);
    if (other >= 0) {
        problems_add(loader->problems, shown, 0,
                     "its topic has the same id, `%s`, as that of %s: rename one of the two", id, loader->files[other]);
        free(id);
        return NULL;
    }
    return id;
}

/* Judges one list of wordings and gives it to the topic and to the index in which rivals are found. */
static int add_wordings(struct loader *loader, const char *shown, const struct page *page, enum page_section section,
                        struct text_list *ret_list, struct asking_index *index)
{
    const struct page_items *items = &page->sections[section];
    for (size_t i = 0; i < items->count; i++) {
        const struct page_item *item = &items->list[i];
        if (i == EXHIBIT_WORDINGS_MAX) {
            problems_add(loader->problems, shown, item->line,
                         "there are more than %d items in `%s`: keep the most useful", EXHIBIT_WORDINGS_MAX,
                         page_section_name(section));
            return 0;
        }
        size_t word_count;
        int result = asking_index_add(index, item->text, &loader->whole, loader->exhibit->topic_count, item->line,
                                      &word_count);
        if (result == 0) {
            result = text_list_append(ret_list, item->text, strlen(item->text));
        }
        if (result < 0) {
            return result;
        }
        if (word_count == 0) {
            problems_add(loader->problems, shown, item->line, "`%s` has no word that can be spoken: write it in words",
                         item->text);
        } else if (word_count > EXHIBIT_WORDING_WORDS_MAX) {
            problems_add(loader->problems, shown, item->line,
                         "this is %zu words long, more than %d: ask it in fewer words", word_count,
                         EXHIBIT_WORDING_WORDS_MAX);
        }
    }
    return 0;
}

static void check_topic(struct loader *loader, const char *shown, const struct page *page)
{
    if (loader->kind != EXHIBIT_TOPICS || page->title == NULL) {
        return;
    }
    if (page->sections[PAGE_LEAD].count == 0) {
        problems_add(loader->problems, shown, page->title_line,
                     "the topic has no answer: write it as plain paragraphs below the title");
    }
    if (page->section_lines[PAGE_ASKED_AS] == 0) {
        problems_add(
            loader->problems, shown, page->title_line,
            "nobody could ask this: add a line `## Asked as` and below it questions, each beginning with `- `");
    }
}

/* The topic is counted before it is whole, so that whatever it owns by then is freed with the exhibit. */
static int add_topic(struct loader *loader, const char *shown, struct page *page, char *id)
{
    struct topic *topic = &loader->exhibit->topics[loader->exhibit->topic_count];
    *topic = (struct topic){.id = id, .title = page->title};
    page->title = NULL;
    int result = items_copy(&page->sections[PAGE_LEAD], &topic->answer);
    if (result == 0) {
        result = items_copy(&page->sections[PAGE_MORE], &topic->more);
    }
    if (result == 0) {
        result = add_wordings(loader, shown, page, PAGE_ASKED_AS, &topic->asked_as, &loader->asked_as);
    }
    if (result == 0) {
        result = add_wordings(loader, shown, page, PAGE_KEYWORDS, &topic->keywords, &loader->keywords);
    }
    loader->exhibit->topic_count++;
    return result;
}

static int load_topic(struct loader *loader, const char *file)
{
    char *shown = shown_name(loader, file);
    if (shown == NULL) {
        return -ENOMEM;
    }
    int result;
    struct page page = {0};
    char *id = topic_id(loader, file, shown, &result);
    if (id != NULL) {
        result = read_page(loader, file, PAGE_TOPIC, shown, &page);
    }
    if (id != NULL && result == 0) {
        check_topic(loader, shown, &page);
        loader->files[loader->exhibit->topic_count] = file;
    }
    if (id != NULL && result == 0) {
        result = add_topic(loader, shown, &page, id);
    } else {
        free(id);
    }
    page_finish(&page);
    free(shown);
    return only_memory(result);
}

/* --- the folder --------------------------------------------------------------------------------------------------- */

/* `relation` is "asked" or "a keyword". */
static void report_rivals(struct loader *loader, struct asking_index *index, const char *relation)
{
    const struct asking *first;
    const struct asking *rival;
    struct asking_rivals walk = {0};
    asking_index_sort(index);
    while (asking_index_next_rival(index, &walk, &first, &rival)) {
        char *shown = shown_name(loader, loader->files[rival->owner]);
        if (shown == NULL) {
            loader->problems->unlisted_count++;
            return;
        }
        problems_add(loader->problems, shown, rival->line, "`%s` is also %s in %s, line %u: change one of the two",
                     rival->spoken, relation, loader->files[first->owner], first->line);
        free(shown);
    }
}

static int order_exhibit(struct loader *loader, const char *exhibit_file)
{
    char *shown = shown_name(loader, exhibit_file);
    if (shown == NULL) {
        return -ENOMEM;
    }
    topic_order_apply(&loader->exhibit_page.sections[PAGE_ORDER], shown, loader->exhibit, loader->problems);
    free(shown);
    return 0;
}

static bool is_exhibit_page(const char *file)
{
    return strcasecmp(file, "exhibit.md") == 0;
}

static int find_exhibit_page(const struct text_list *names)
{
    for (size_t i = 0; i < names->count; i++) {
        if (is_exhibit_page(names->items[i])) {
            return (int)i;
        }
    }
    return -ENOENT;
}

/* Only the first page about the exhibit is read. Returns how many there are. */
static size_t check_exhibit_pages(struct loader *loader, const struct text_list *names, int first)
{
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++) {
        if (!is_exhibit_page(names->items[i])) {
            continue;
        }
        char *shown = count++ > 0 ? shown_name(loader, names->items[i]) : NULL;
        if (shown != NULL) {
            problems_add(loader->problems, shown, 0, "it is about the exhibit, as %s is: remove one of the two",
                         names->items[first]);
        }
        free(shown);
    }
    return count;
}

/* What the list of files alone tells. Returns -EINVAL when there is nothing to go on with. */
static int check_names(struct loader *loader, const struct text_list *names, int exhibit_page)
{
    size_t topic_count = names->count - check_exhibit_pages(loader, names, exhibit_page);
    if (names->count == 0) {
        problems_add(loader->problems, loader->folder, 0,
                     "there are no Markdown files here: write exhibit.md, and one file for each topic");
        return -EINVAL;
    }
    if (exhibit_page < 0 && loader->kind == EXHIBIT_TOPICS) {
        problems_add(loader->problems, loader->folder, 0,
                     "there is no exhibit.md: write one that begins with `# ` and the name of the exhibit");
    }
    if (topic_count == 0) {
        problems_add(loader->problems, loader->folder, 0,
                     "there is no topic: write one beside exhibit.md, in a file of its own whose name ends in .md");
        return -EINVAL;
    }
    if (topic_count > EXHIBIT_TOPICS_MAX) {
        problems_add(loader->problems, loader->folder, 0,
                     "there are %zu topics, more than %d: split them into several exhibits", topic_count,
                     EXHIBIT_TOPICS_MAX);
        return -EINVAL;
    }
    return 0;
}

static int load_files(struct loader *loader, const struct text_list *names)
{
    int exhibit_page = find_exhibit_page(names);
    int result = check_names(loader, names, exhibit_page);
    if (result < 0) {
        return result;
    }
    loader->exhibit->topics = calloc(names->count, sizeof(*loader->exhibit->topics));
    loader->files = calloc(names->count, sizeof(*loader->files));
    if (loader->exhibit->topics == NULL || loader->files == NULL) {
        return -ENOMEM;
    }
    if (exhibit_page >= 0) {
        result = load_exhibit_page(loader, names->items[exhibit_page]);
    }
    for (size_t i = 0; i < names->count && result == 0; i++) {
        if (!is_exhibit_page(names->items[i])) {
            result = load_topic(loader, names->items[i]);
        }
    }
    if (result == 0) {
        report_rivals(loader, &loader->asked_as, "asked");
        report_rivals(loader, &loader->keywords, "a keyword");
    }
    if (result == 0 && exhibit_page >= 0) {
        result = order_exhibit(loader, names->items[exhibit_page]);
    }
    return result;
}

int exhibit_load(const char *folder, enum exhibit_kind kind, struct exhibit *ret_exhibit, struct problems *problems)
{
    *ret_exhibit = (struct exhibit){0};
    size_t problems_before = problems->count + problems->unlisted_count;
    struct text_list names = {0};
    struct loader loader = {.folder = folder, .kind = kind, .exhibit = ret_exhibit, .problems = problems};
    loader.folder_fd = content_folder_open(folder, &names, problems);
    int result = loader.folder_fd < 0 ? loader.folder_fd : load_files(&loader, &names);
    if (loader.folder_fd >= 0) {
        close(loader.folder_fd);
    }
    free(loader.files);
    text_list_finish(&loader.whole);
    page_finish(&loader.exhibit_page);
    asking_index_finish(&loader.asked_as);
    asking_index_finish(&loader.keywords);
    text_list_finish(&names);
    if (result == 0 && problems->count + problems->unlisted_count > problems_before) {
        result = -EINVAL;
    }
    if (result < 0) {
        problems_sort(problems);
        exhibit_finish(ret_exhibit);
    }
    return result;
}
