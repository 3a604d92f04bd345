"""How a probe reports that it has no answer."""


class CannotSay(Exception):
    """`reason` is one of observation.ts's, `detail` what happened in a few words."""

    def __init__(self, reason, detail):
        Exception.__init__(self, detail)
        self.reason = reason
        self.detail = detail
