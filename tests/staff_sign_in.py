"""Staff sign in by hand: a password, then printed codes."""

import re

from tests.cast import PASSWORD

BEN = "ben@elm.example"


def give_password(browser, email=BEN, password=PASSWORD, onwards=""):
    tail = f"?next={onwards}" if onwards else ""
    return browser.post(f"/sign-in/staff/{tail}", {"email": email, "password": password})


def set_up_printed(browser) -> list[str]:
    codes = re.findall(
        r"<li>(\d{8})</li>", browser.get("/sign-in/set-up/printed/").content.decode()
    )
    assert len(codes) == 10
    answer = browser.post("/sign-in/set-up/printed/", {"code": codes[0]})
    assert answer.status_code == 303
    return codes
