/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/json.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "docent/utf8.h"

void json_init(struct json *json, char *text, size_t size)
{
    *json = (struct json){.text = text, .size = size};
    text[0] = '\0';
}

static void put(struct json *json, const char *text, size_t length)
{
    if (json->full || length >= json->size - json->length) {
        json->full = true;
        return;
    }
    memcpy(json->text + json->length, text, length);
    json->length += length;
    json->text[json->length] = '\0';
}

static void put_character(struct json *json, unsigned char c)
{
    static const char named[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
    const char *place = c == '\0' ? NULL : strchr(named, c);
    char escape[8];

    if (place != NULL) {
        escape[0] = '\\';
        escape[1] = letters[place - named];
        put(json, escape, 2);
    } else if (c < 0x20) {
        int length = snprintf(escape, sizeof(escape), "\\u%04x", c);
        put(json, escape, (size_t)length);
    } else {
        put(json, (const char *)&c, 1);
    }
}

static void put_string(struct json *json, const char *text, size_t length)
{
    put(json, "\"", 1);
    for (size_t at = 0; at < length && !json->full;) {
        size_t bytes = 0;
        int32_t character = utf8_decode(text + at, length - at, &bytes);
        if (character < 0) {
            put(json, "\xef\xbf\xbd", 3);
        } else if (bytes == 1) {
            put_character(json, (unsigned char)character);
        } else {
            put(json, text + at, bytes);
        }
        at += bytes;
    }
    put(json, "\"", 1);
}

/* What stands before a value: a comma where one is needed, and the key. */
static void begin_value(struct json *json, const char *key)
{
    if (json->needs_comma) {
        put(json, ",", 1);
    }
    if (key != NULL) {
        put_string(json, key, strlen(key));
        put(json, ":", 1);
    }
    json->needs_comma = true;
}

static void open_bracket(struct json *json, const char *key, const char *bracket)
{
    begin_value(json, key);
    put(json, bracket, 1);
    json->needs_comma = false;
}

static void close_bracket(struct json *json, const char *bracket)
{
    put(json, bracket, 1);
    json->needs_comma = true;
}

void json_object_begin(struct json *json, const char *key)
{
    open_bracket(json, key, "{");
}

void json_object_end(struct json *json)
{
    close_bracket(json, "}");
}

void json_array_begin(struct json *json, const char *key)
{
    open_bracket(json, key, "[");
}

void json_array_end(struct json *json)
{
    close_bracket(json, "]");
}

void json_text(struct json *json, const char *key, const char *value)
{
    json_text_part(json, key, value, strlen(value));
}

void json_text_part(struct json *json, const char *key, const char *value, size_t length)
{
    begin_value(json, key);
    put_string(json, value, length);
}

void json_whole(struct json *json, const char *key, long long value)
{
    char digits[24];

    begin_value(json, key);
    int length = snprintf(digits, sizeof(digits), "%lld", value);
    put(json, digits, (size_t)length);
}

void json_decimal(struct json *json, const char *key, double value)
{
    char digits[340]; /* the longest double has 309 digits before its point */

    begin_value(json, key);
    if (isfinite(value)) {
        int length = snprintf(digits, sizeof(digits), "%.3f", value);
        put(json, digits, (size_t)length);
    } else {
        put(json, "null", 4);
    }
}

void json_switch(struct json *json, const char *key, bool value)
{
    begin_value(json, key);
    put(json, value ? "true" : "false", value ? 4 : 5);
}

int json_finish(struct json *json)
{
    put(json, "\n", 1);
    if (json->full || json->length > INT32_MAX) {
        json->text[0] = '\0';
        json->length = 0;
        return -ENOBUFS;
    }
    return (int)json->length;
}
