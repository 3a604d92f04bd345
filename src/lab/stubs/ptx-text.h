/* Words of PTX text. */
#pragma once
#include <stddef.h>

/* Longer than any name in TensorFlow: mangled names of Eigen's kernels have thousands of characters. */
enum { LONGEST_WORD = 8192 };

#pragma GCC visibility push(hidden)
/* After blanks and comments. */
const char *ptx_blank(const char *s);
/* Reads the next name, number or sign to `word` (LONGEST_WORD bytes), empty at the end; returns what is after it. */
const char *ptx_word(const char *s, char *word);
/* Whether `s` goes on with `what`, after blanks. */
int ptx_follows(const char *s, char what);
/* After the bracket that closes the one at `s`. */
const char *ptx_closing(const char *s, char open, char close);
/* Parts `s` in place at the commas outside of brackets, without blanks before each; returns how many there are. */
int ptx_split(char *s, char **parts, int most);
#pragma GCC visibility pop
