"""What a web process does before it answers, and after."""

import os
import subprocess
import sys

SAYS = """
import gc, sys
from fourfold.config.wsgi import ENOUGH, application
print("fourfold.desk.views" in sys.modules, gc.get_freeze_count() > 10 * len(gc.get_objects()))
environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/nowhere/", "SERVER_NAME": "localhost", "SERVER_PORT": "80",
    "wsgi.url_scheme": "http", "wsgi.input": sys.stdin.buffer, "wsgi.errors": sys.stderr}
answer = application(environ, lambda status, headers: print(status))
for _ in range(2 * ENOUGH):
    ring = []
    ring.append(ring)
print(b"</html>" in b"".join(answer), gc.get_count()[0] > ENOUGH)
answer.close()
print(gc.get_count()[0] > ENOUGH)
"""


def test_a_web_process_leaves_its_imports_alone_and_tidies_up_when_an_answer_was_sent(tmp_path):
    environ = {
        **os.environ,
        "FOURFOLD_DATA": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    environ["DJANGO_SETTINGS_MODULE"] = "fourfold.config.settings"
    done = subprocess.run(
        [sys.executable, "-c", SAYS], env=environ, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["True True", "404 Not Found", "True True", "False"]
