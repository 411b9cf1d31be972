/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/exhibit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

int exhibit_find(const struct exhibit *exhibit, const char *id)
{
    for (size_t i = 0; i < exhibit->topic_count; i++) {
        if (strcasecmp(exhibit->topics[i].id, id) == 0) {
            return (int)i;
        }
    }
    return -ENOENT;
}

const char *topic_name(const struct topic *topic)
{
    return topic->keywords.count > 0 ? topic->keywords.items[0] : topic->title;
}

int exhibit_speech(const struct text_list *paragraphs, char **ret_text)
{
    return text_list_join(paragraphs, "\n\n", ret_text);
}

int exhibit_whole_words(const struct exhibit *exhibit, struct text_list *ret_words)
{
    for (size_t i = 0; i < exhibit->pronunciation_count; i++) {
        const char *word = exhibit->pronunciations[i].word;
        int result = text_list_append(ret_words, word, strlen(word));
        if (result < 0) {
            return result;
        }
    }
    return 0;
}

static void topic_finish(struct topic *topic)
{
    free(topic->id);
    free(topic->title);
    text_list_finish(&topic->answer);
    text_list_finish(&topic->more);
    text_list_finish(&topic->asked_as);
    text_list_finish(&topic->keywords);
}

void exhibit_finish(struct exhibit *exhibit)
{
    if (exhibit == NULL) {
        return;
    }
    for (size_t i = 0; i < exhibit->topic_count; i++) {
        topic_finish(&exhibit->topics[i]);
    }
    for (size_t i = 0; i < exhibit->pronunciation_count; i++) {
        free(exhibit->pronunciations[i].word);
        free(exhibit->pronunciations[i].sounds_like);
    }
    free(exhibit->title);
    text_list_finish(&exhibit->greeting);
    free(exhibit->topics);
    free(exhibit->pronunciations);
    *exhibit = (struct exhibit){0};
}
