/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_JSON_H
#define DOCENT_JSON_H

/*
 * Writes JSON (RFC 8259) on one line into the caller's memory. Pure; nothing is allocated.
 *
 * Members come in the order in which they are written; commas are put in. What does not fit is not written at all: the
 * writer then stays "full", and json_finish says so, so that no half object ever leaves the program. Text must be
 * UTF-8 (what is not becomes U+FFFD).
 */

#include <stdbool.h>
#include <stddef.h>

struct json {
    char *text;
    size_t size, length;
    bool full;
    bool needs_comma;
};

/* `size` bytes at `text`, terminator included; at least 1. */
void json_init(struct json *json, char *text, size_t size);

/* `key` NULL: inside an array, or the outermost value. */
void json_object_begin(struct json *json, const char *key);
void json_object_end(struct json *json);
void json_array_begin(struct json *json, const char *key);
void json_array_end(struct json *json);
void json_text(struct json *json, const char *key, const char *value);
void json_text_part(struct json *json, const char *key, const char *value, size_t length);
void json_whole(struct json *json, const char *key, long long value);
void json_decimal(struct json *json, const char *key, double value); /* three places; not a number: null */
void json_switch(struct json *json, const char *key, bool value);

/* Ends the line with a newline. Returns its length, or -ENOBUFS when it did not fit (`text` is then empty). */
int json_finish(struct json *json);

#endif
