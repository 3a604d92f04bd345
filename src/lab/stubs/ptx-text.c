/* Words of PTX text. */
#include "ptx-text.h"

#include <ctype.h>
#include <string.h>

static int is_name(char c) { return isalnum((unsigned char)c) || (c && strchr("_$%.", c)); }

const char *ptx_blank(const char *s) {
  for (;;) {
    while (isspace((unsigned char)*s)) s++;
    if (s[0] == '/' && s[1] == '/') s += strcspn(s, "\n");
    else if (s[0] == '/' && s[1] == '*') {
      const char *end = strstr(s, "*/");
      s = end ? end + 2 : s + strlen(s);
    } else return s;
  }
}

const char *ptx_word(const char *s, char *word) {
  s = ptx_blank(s);
  size_t n = 0;
  if (!is_name(*s) && *s) word[n++] = *s++;
  else
    for (; is_name(*s); s++)
      if (n + 1 < LONGEST_WORD) word[n++] = *s;
  word[n] = '\0';
  return s;
}

int ptx_follows(const char *s, char what) { return *ptx_blank(s) == what; }

const char *ptx_closing(const char *s, char open, char close) {
  for (int depth = 0; *s; s++) {
    if (*s == '"') {
      s = strchr(s + 1, '"');
      if (!s) return "";
    } else if (*s == open) depth++;
    else if (*s == close && --depth == 0) return s + 1;
  }
  return s;
}

int ptx_split(char *s, char **parts, int most) {
  int count = 0, depth = 0;
  s = (char *)ptx_blank(s);
  if (!*s) return 0;
  parts[count++] = s;
  for (; *s; s++) {
    if (strchr("([{", *s)) depth++;
    else if (strchr(")]}", *s)) depth--;
    else if (*s == ',' && depth == 0) {
      *s = '\0';
      if (count < most) parts[count] = (char *)ptx_blank(s + 1);
      count++;
    }
  }
  return count;
}
