"""Runs PyPI's jupyter_kernel_test against a kernel and prints {test: "passed" or what went wrong} as JSON."""

import json
import sys
import unittest

import jupyter_kernel_test


class Conformance(jupyter_kernel_test.KernelTests):
    kernel_name = sys.argv[1]
    language_name = "python"
    file_extension = ".py"
    code_hello_world = "print('hello, world')"
    code_stderr = "import sys; print('test', file=sys.stderr)"
    completion_samples = [
        {"text": "zi", "matches": {"zip"}},
        {"text": "prin", "matches": {"print"}},
    ]
    complete_code_samples = ["1", "print('hello, world')", "def f(x):\n  return x*2\n\n\n"]
    incomplete_code_samples = ["print('''hello", "def f(x):\n  x*2"]
    invalid_code_samples = ["import = 7q"]
    code_page_something = "zip?"
    code_generate_error = "raise ValueError('wrong')"
    code_execute_result = [{"code": "1 + 2 + 3", "result": "6"}]
    code_display_data = [
        {"code": "from IPython.display import HTML, display; display(HTML('<b>x</b>'))", "mime": "text/html"},
        {"code": "from IPython.display import Math, display; display(Math('a'))", "mime": "text/latex"},
    ]
    code_history_pattern = "1?2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "zip"
    code_clear_output = "from IPython.display import clear_output; clear_output()"


class Outcomes(unittest.TestResult):
    """Keeps what became of each test, sub-tests under their own name."""

    def __init__(self):
        super().__init__()
        self.outcomes = {}

    def addSuccess(self, test):
        self.outcomes.setdefault(test._testMethodName, "passed")

    def addFailure(self, test, error):
        self.outcomes[test._testMethodName] = str(error[1])

    addError = addFailure

    def addSkip(self, test, reason):
        self.outcomes[test._testMethodName] = "skipped"

    def addSubTest(self, test, subtest, error):
        if error is not None:
            name = f"{test._testMethodName} {subtest._subDescription()}"
            self.outcomes[name] = str(error[1])
            self.outcomes[test._testMethodName] = "failed in a sub-test"


outcomes = Outcomes()
unittest.defaultTestLoader.loadTestsFromTestCase(Conformance).run(outcomes)
print(json.dumps(outcomes.outcomes))
