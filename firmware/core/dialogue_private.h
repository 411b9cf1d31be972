/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_DIALOGUE_PRIVATE_H
#define DOCENT_DIALOGUE_PRIVATE_H

/* The conversation's inner vocabulary, shared by the dialogue_*.c files only. */

#include "docent/dialogue.h"

/* One call of dialogue_step. */
struct turn {
    struct dialogue *dialogue;
    int64_t now_ms;
    struct dialogue_actions *actions;
};

/* dialogue_speech.c: saying and falling silent. */

struct dialogue_action *turn_emit(struct turn *turn, enum dialogue_action_kind kind);
void turn_sound(struct turn *turn, enum dialogue_sound sound);

/* Stop what is being said; where it was is kept, so that "go on" finds it. */
void turn_silence(struct turn *turn);

/* Say a phrase that "say that again" does not repeat; the state stays, but idle becomes answering meanwhile. */
void turn_confirm(struct turn *turn, const char *phrase);

/* Say what "say that again" repeats, in the state `state`. */
void turn_say(struct turn *turn, const struct dialogue_speech *speech, enum dialogue_state state);
void turn_say_phrase(struct turn *turn, const char *phrase, const int *topics, size_t count, enum dialogue_state state);
void turn_say_again(struct turn *turn, size_t from_sentence);

void turn_answer(struct turn *turn, int topic);
void turn_more(struct turn *turn, int topic);

/* Read `offered` one by one, after `intro`. */
void turn_list(struct turn *turn, const char *intro);
void turn_list_all(struct turn *turn, const char *intro);
/* Name offered[item]: as a step of the list, or as the place that next/previous led to. */
void turn_name_item(struct turn *turn, size_t item, enum dialogue_state state);
/* The list goes on by itself: to the next name, or to its end. */
void turn_list_on(struct turn *turn);
/* The item a tap picks now, or DIALOGUE_NO_TOPIC. */
int turn_item_under_tap(const struct turn *turn);

void turn_offer(struct turn *turn, const int *topics, size_t count);

/* Nothing is being said any more: go to `state` and start its clocks. */
void turn_rest(struct turn *turn, enum dialogue_state state);

/* Back to the defaults: the visitor has gone. */
void turn_forget_visitor(struct turn *turn);

/* dialogue_command.c */
void turn_command(struct turn *turn, const struct dialogue_event *event);

/* dialogue_hear.c: an utterance was judged. */
void turn_heard(struct turn *turn, const struct dialogue_event *event);

/* False for talk that an open microphone overheard, and for the silence of somebody who is not asking. Once docent has
 * given up, what is not understood is no more than a sound, until something is understood, any key is pressed, or the
 * visitor has gone: the chatter of a hall must not have topics named to it without end. */
bool turn_is_for_us(struct turn *turn, const struct dialogue_event *event);

/* dialogue_key.c: the talk button and the one button. */

/* The state in which something is said or commanded: whoever uses the talk button in a list or a choice is still in it
 * when it has listened. */
enum dialogue_state turn_place(const struct turn *turn);

void turn_key_down(struct turn *turn);
void turn_talk_pressed(struct turn *turn);
void turn_talk_released(struct turn *turn);
void turn_tap(struct turn *turn);

#endif
