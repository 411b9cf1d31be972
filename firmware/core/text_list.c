/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/text_list.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Capacity is not stored: it is the power of two at or above count, so room runs out exactly at a power of two. */
static bool text_list_is_full(const struct text_list *list)
{
    return (list->count & (list->count - 1)) == 0;
}

int text_list_append(struct text_list *list, const char *text, size_t length)
{
    char *copy = strndup(text, length);
    if (copy == NULL) {
        return -ENOMEM;
    }
    if (text_list_is_full(list)) {
        size_t capacity = list->count == 0 ? 1 : list->count * 2;
        char **items = reallocarray(list->items, capacity, sizeof(*items));
        if (items == NULL) {
            free(copy);
            return -ENOMEM;
        }
        list->items = items;
    }
    list->items[list->count++] = copy;
    return 0;
}

int text_list_join(const struct text_list *list, const char *separator, char **ret_text)
{
    size_t separator_length = strlen(separator);
    size_t size = 1;
    for (size_t i = 0; i < list->count; i++) {
        size += strlen(list->items[i]) + (i > 0 ? separator_length : 0);
    }
    char *text = malloc(size);
    if (text == NULL) {
        return -ENOMEM;
    }
    char *end = text;
    *end = '\0';
    for (size_t i = 0; i < list->count; i++) {
        end = i > 0 ? stpcpy(end, separator) : end;
        end = stpcpy(end, list->items[i]);
    }
    *ret_text = text;
    return 0;
}

void text_list_finish(struct text_list *list)
{
    if (list == NULL) {
        return;
    }
    for (size_t i = 0; i < list->count; i++) {
        free(list->items[i]);
    }
    free(list->items);
    *list = (struct text_list){0};
}
