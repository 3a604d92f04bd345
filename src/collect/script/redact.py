"""Redacts by the same rules as redact.ts, where a snapshot is made without node."""

import re

PLACEHOLDER = re.compile("\ue000([0-9]+)\ue001")
SPARED = re.compile("\ue002([0-9]+)\ue003")
HIDDEN = re.compile("(?:\ue000[0-9]+\ue001)+$")
RESERVED = re.compile("[\ue000-\ue003]")


class Redactor:
    def __init__(self, rules, users, hosts, homes):
        def regexp(rule):
            text = re.sub("<([A-Z]+)>", lambda part: rules["parts"].get(part.group(1), part.group(0)), rule["pattern"])
            return re.compile(text, re.A | (re.I if rule.get("ignoreCase") else 0))

        def compiled(name):
            return [(rule["kind"], regexp(rule)) for rule in rules[name]]

        self.secrets, self.patterns = compiled("secrets"), compiled("patterns")
        self.paths, self.learned = compiled("paths"), compiled("learn")
        self.spared = [regexp(rule) for rule in rules["spared"]]
        self.rules = rules
        self.exact_keys, self.not_names = set(rules["exactKeys"]), set(rules["notNames"])
        kinds = [kind for kind, _ in self.secrets + self.patterns + self.paths + self.learned] + ["home"]
        self.earlier = re.compile("<(?:%s)(?:-[0-9]{1,6})?>" % "|".join(sorted(set(kinds))))
        self.homes = [home for home in homes if len(home) > 5 and not re.match(r"/(home|Users|root)\b", home)]
        self.made, self.marks, self.counts, self.gpus, self.words = [], {}, {}, [], {}
        for user in users:
            self.remember("user", user)
        for host in hosts:
            self.remember("host", host)

    def value(self, value):
        """A copy with every text in it redacted. Names are learned from the whole of it first."""
        self.walk(value, False, self.look)
        return self.walk(value, False, self.replace)

    def walk(self, value, exact, on_text):
        if isinstance(value, str):
            return on_text(value, exact)
        if isinstance(value, (list, tuple)):
            return [self.walk(one, exact, on_text) for one in value]
        if isinstance(value, dict):
            return {key: self.walk(one, key in self.exact_keys, on_text) for key, one in value.items()}
        return value

    def look(self, text, _):
        cut = self.prepared(text)
        for kind, pattern in self.learned:
            for match in pattern.finditer(cut):
                self.remember(kind, match.group(2))
        return text

    def prepared(self, text):
        longest = self.rules["longestLine"]
        if len(text) > longest:
            lines = text.split("\n")
            text = "\n".join(line if len(line) <= longest else line[:longest] + " \u2026 (cut)" for line in lines)
        return self.earlier.sub(lambda match: self.mark(match.group(0), match.group(0)), RESERVED.sub("", text))

    def replace(self, text, exact):
        text = self.prepared(text)
        for home in self.homes:
            text = text.replace(home, self.mark("<home>", "<home>"))
        text = self.hide(text, self.secrets)
        spared = []

        def spare(match):
            spared.append(match.group(0))
            return "\ue002%d\ue003" % (len(spared) - 1)

        if not exact:
            for pattern in self.spared:
                text = pattern.sub(spare, text)
            text = self.hide(text, self.patterns)
        text = self.hide(text, self.paths + self.learned)
        if not exact:
            for pattern, mark in self.words.values():
                text = pattern.sub(mark, text)
        for _ in range(2):
            text = SPARED.sub(lambda match: spared[int(match.group(1))], text)
        return PLACEHOLDER.sub(lambda match: self.made[int(match.group(1))], text)

    def hide(self, text, rules):
        for kind, pattern in rules:
            text = pattern.sub(lambda match, kind=kind: self.hidden(kind, match), text)
        return text

    def hidden(self, kind, match):
        if HIDDEN.match(match.group(2)) or self.is_common(kind, match.group(2)):
            return match.group(0)
        return match.group(1) + self.mark_of(kind, match.group(2))

    def is_common(self, kind, secret):
        lower = secret.lower()
        if kind == "user":
            return lower in self.not_names
        if kind != "host":
            return False
        public = any(lower == host or lower.endswith("." + host) for host in self.rules["publicHosts"])
        return public or lower in self.not_names

    def remember(self, kind, name):
        if not name or len(name) < 3 or len(self.words) >= self.rules["mostNames"] or name in self.words:
            return
        if not re.search("[^0-9._-]", name) or self.is_common(kind, name) or RESERVED.search(name):
            return
        # A long name is found beside digits and underscores too (adalove_proj), a short one only as a whole word.
        inside = "A-Za-z0-9_" if len(name) < 5 else "A-Za-z"
        start = r"(?:(?<![%s])|(?<=\\[nrt])|(?<=%%[0-9A-Fa-f][0-9A-Fa-f]))" % inside
        pattern = re.compile(start + re.escape(name) + "(?![%s])" % inside, re.I)
        self.words[name] = (pattern, self.mark_of(kind, name))

    def mark_of(self, kind, secret):
        lower = secret.lower()
        if kind == "gpu":
            lower = self.full_uuid(lower)
        if (kind + " " + lower) in self.marks:
            return self.marks[kind + " " + lower]
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return self.mark(kind + " " + lower, "<%s-%d>" % (kind, self.counts[kind]))

    def full_uuid(self, uuid):
        """CUDA_VISIBLE_DEVICES may name a GPU by the beginning of its UUID: then the one that begins so."""
        for known in self.gpus:
            if known.startswith(uuid) or uuid.startswith(known):
                return known
        if len(self.gpus) < 200:
            self.gpus.append(uuid)
        return uuid

    def mark(self, key, placeholder):
        if key not in self.marks:
            self.marks[key] = "\ue000%d\ue001" % len(self.made)
            self.made.append(placeholder)
        return self.marks[key]
