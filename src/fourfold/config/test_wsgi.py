"""What a web process does before it answers."""

import os
import subprocess
import sys

SAYS = """
import gc, sys
import fourfold.config.wsgi
print("fourfold.desk.views" in sys.modules, gc.get_freeze_count() > 10 * len(gc.get_objects()))
"""


def test_what_a_web_process_imports_is_no_work_for_the_garbage_collector_while_people_wait(
    tmp_path,
):
    environ = {
        **os.environ,
        "FOURFOLD_DATA": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    environ["DJANGO_SETTINGS_MODULE"] = "fourfold.config.settings"
    done = subprocess.run(
        [sys.executable, "-c", SAYS], env=environ, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "True"]
