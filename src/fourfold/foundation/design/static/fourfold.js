// What makes pages easier where scripts run. Every page does its work without it.
import { Button, ErrorSummary, NotificationBanner, createAll } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, ErrorSummary, NotificationBanner]) {
  createAll(component);
}

// A further question shows when its answer is chosen. GOV.UK's own script puts aria-expanded on radio buttons and boxes,
// which may not have it; the question follows its answer in reading order, so nothing more is needed.
const openers = [...document.querySelectorAll("input[data-aria-controls]")];
const settle = () => {
  for (const input of openers) {
    const opened = document.getElementById(input.dataset.ariaControls);
    if (!opened) continue;
    const kind = input.type === "radio" ? "govuk-radios" : "govuk-checkboxes";
    opened.classList.toggle(`${kind}__conditional--hidden`, !input.checked);
  }
};
if (openers.length) {
  document.addEventListener("change", settle);
  window.addEventListener("pageshow", settle);
  settle();
}

// A form is sent once. The hidden `once` is the real guard; this spares the second request.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  // Where the browser stays on this page (a download, the back button), the form can be sent again.
  window.setTimeout(() => delete form.dataset.sent, 4000);
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// What is folded up in the navigation closes with Escape, which gives the focus back, and when one goes on elsewhere.
for (const more of document.querySelectorAll("details.ff-nav__more")) {
  const handle = more.querySelector("summary");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !more.open) return;
    const within = more.contains(document.activeElement);
    more.open = false;
    if (within || document.activeElement === document.body) handle.focus();
  });
  document.addEventListener("click", (event) => {
    if (!more.contains(event.target)) more.open = false;
  });
  more.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !more.contains(event.relatedTarget)) more.open = false;
  });
}

// Unfinished work is kept while it is typed: `data-autosave` names the address, which answers with a sentence to show.
const PAUSE = 1500;
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const told = form.querySelector(".ff-form__kept");
  let timer = 0;
  const keep = async () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: data,
        headers: { "X-Requested-With": "fetch" },
      });
      if (answer.ok && told) told.textContent = await answer.text();
    } catch {
      // No network: what is typed stays on the page, and the next pause tries again.
    }
  };
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, PAUSE);
  });
}
