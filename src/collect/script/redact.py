"""The same as redact.ts, by the same rules, for a snapshot that is made where there is no node."""

import re


class Redactor:
    def __init__(self, rules, users, hosts, homes):
        self.patterns = [compiled(rule) for rule in rules["patterns"]]
        self.learned = [compiled(rule) for rule in rules["learn"]]
        self.exact_keys = rules["exactKeys"]
        self.not_names = rules["notNames"]
        self.homes = [home for home in homes if len(home) > 5 and not re.match(r"/(home|Users|root)\b", home)]
        self.placeholders = {}
        self.counts = {}
        self.words = {}
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
            return dict((key, self.walk(one, key in self.exact_keys, on_text)) for key, one in value.items())
        return value

    def look(self, text, _):
        for kind, pattern in self.learned:
            for match in pattern.finditer(text):
                self.remember(kind, match.group(2))
        return text

    def replace(self, text, exact):
        for home in self.homes:
            text = text.replace(home, "<home>")
        for kind, pattern in self.learned if exact else self.patterns + self.learned:
            text = pattern.sub(lambda match: self.hidden(kind, match), text)
        for word, made in self.words.items():
            text = re.sub("(?<![A-Za-z0-9_])" + re.escape(word) + "(?![A-Za-z0-9_])", made, text, flags=re.I)
        return text

    def hidden(self, kind, match):
        secret = match.group(2)
        if secret.startswith("<") or (kind in ("user", "host") and secret.lower() in self.not_names):
            return match.group(0)
        return match.group(1) + self.placeholder(kind, secret)

    def remember(self, kind, name):
        if name and len(name) >= 3 and name.lower() not in self.not_names and not name.startswith("<"):
            self.words[name] = self.placeholder(kind, name)

    def placeholder(self, kind, secret):
        key = (kind, secret.lower())
        if key not in self.placeholders and kind == "gpu":
            # CUDA_VISIBLE_DEVICES may name a card by the beginning of its UUID.
            for (other, known), made in self.placeholders.items():
                if other == "gpu" and (known.startswith(key[1]) or key[1].startswith(known)):
                    return made
        if key not in self.placeholders:
            self.counts[kind] = self.counts.get(kind, 0) + 1
            self.placeholders[key] = "<%s-%d>" % (kind, self.counts[kind])
        return self.placeholders[key]


def compiled(rule):
    return rule["kind"], re.compile(rule["pattern"], re.A | (re.I if rule.get("ignoreCase") else 0))
