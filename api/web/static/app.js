// What the pages do beyond HTML. Without this file everything still works, by whole pages.
import { start } from "./govuk.js";
import { suggest } from "./suggest.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
start();

const turns = document.getElementById("turns");
const box = document.getElementById("question");

// Ask: the new answer is put at the end of the page, whole, and focus moves to it. No live region: nothing is read twice.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  if (form.matches("[data-ask]") && turns) return inPlace(event, form, ask);
  if (form.matches("[data-feedback]")) return inPlace(event, form, thank);
});

async function inPlace(event, form, then) {
  event.preventDefault();
  const asks = form.matches("[data-ask]");
  if (form.getAttribute("aria-busy") === "true" || (asks && document.querySelector("[data-ask][aria-busy=true]"))) return;
  const data = new FormData(form, event.submitter ?? undefined);
  if (asks) data.set("conversation", document.getElementById("conversation").value);
  const ready = busy(form, asks && document.querySelector(".cv-ask__button"));
  try {
    const headers = { "X-Fragment": "true", Accept: "text/html" };
    const response = await fetch(form.action, { method: "POST", body: data, headers, credentials: "same-origin" });
    const text = await response.text();
    if (response.ok && !response.redirected) then(form, text, response);
    else refused(form, text);
  } catch {
    refuse(form, "The service cannot be reached. What you typed is still here: try again.");
  } finally {
    ready();
  }
}

// Says on the button that an answer is looked for, until the function it returns is called.
function busy(form, button) {
  const words = button && button.textContent;
  form.setAttribute("aria-busy", "true");
  if (button) button.textContent = "Looking…";
  return () => {
    form.removeAttribute("aria-busy");
    if (button) button.textContent = words;
  };
}

function ask(form, text, response) {
  for (const old of document.querySelectorAll(".cv-suggested")) old.remove();
  const made = parsed(text).querySelector(".cv-turn");
  turns.append(made);
  const conversation = response.headers.get("X-Conversation");
  if (conversation) {
    document.getElementById("conversation").value = conversation;
    history.replaceState(null, "", `/?conversation=${conversation}`);
  }
  box.value = "";
  refuse(form, "");
  document.getElementById("question-label").textContent = "Ask a follow-up";
  document.getElementById("start-again").hidden = false;
  document.querySelector(".cv-lead")?.remove();
  document.querySelector("h1").classList.add("cv-heading--small");
  enable(made);
  made.focus({ preventScroll: true });
  made.scrollIntoView({ block: "start" });
}

function thank(form, text) {
  const place = form.closest(".cv-feedback");
  place.replaceChildren(...parsed(text).body.childNodes);
  place.focus();
}

// The service answered with a page: a question that could not be answered says why in it; anything else is shown as it is.
function refused(form, text) {
  const page = parsed(text);
  const said = page.querySelector("#question-error [data-said]")?.textContent || page.querySelector("main h1 + p")?.textContent;
  const conversation = page.getElementById("conversation");
  if (conversation && turns) document.getElementById("conversation").value = conversation.value;
  const token = page.querySelector("#ask [name=csrf]")?.value;
  if (token) for (const field of document.querySelectorAll("[name=csrf]")) field.value = token;
  refuse(form, said || "That did not work. Load the page again and try once more.");
}

function refuse(form, said) {
  if (form.matches("[data-feedback]")) return complain(form, said);
  const message = document.getElementById("question-error");
  message.hidden = !said;
  message.querySelector("[data-said]").textContent = said;
  box.classList.toggle("govuk-textarea--error", Boolean(said));
  box.closest(".govuk-form-group").classList.toggle("govuk-form-group--error", Boolean(said));
  if (said) box.focus();
}

// What is wrong with feedback stands beside it.
function complain(form, said) {
  const message = form.querySelector(".govuk-error-message") ?? form.appendChild(document.createElement("p"));
  message.className = "govuk-error-message";
  message.setAttribute("role", "alert");
  message.textContent = said;
}

function parsed(text) {
  return new DOMParser().parseFromString(text, "text/html");
}

if (box) suggest(box, document.getElementById("typed"));

// Enter asks, Shift and Enter begins a new line; in the suggestions it chooses.
box?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !event.defaultPrevented) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});

// Copy an answer with its citations, as plain text and as HTML.
function enable(root) {
  for (const own of root.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard?.write || typeof ClipboardItem === "undefined") continue;
    own.hidden = false;
    own.setAttribute("role", "button");
    own.addEventListener("click", copy);
    own.addEventListener("keydown", (event) => event.key === " " && copy(event));
  }
  for (const own of root.querySelectorAll("[data-print]")) {
    own.hidden = false;
    own.addEventListener("click", () => window.print());
  }
}

async function copy(event) {
  event.preventDefault();
  const own = event.currentTarget;
  const said = own.parentElement.querySelector(".cv-copied");
  const part = (ending, type) =>
    fetch(`${own.dataset.copy}.${ending}`)
      .then((response) => (response.ok ? response.text() : Promise.reject(response)))
      .then((text) => new Blob([text], { type }));
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": part("txt", "text/plain"), "text/html": part("html", "text/html") })]);
    said.textContent = "Copied";
  } catch {
    said.textContent = "";
    location.href = own.dataset.copy.replace(/\/record$/, "");
  }
}

enable(document);

// The contents of a document stand open where there is room beside the text.
const contents = document.getElementById("contents");
if (contents && matchMedia("(min-width: 60em)").matches) contents.open = true;

// After an answer was loaded as a page, focus goes to it as well.
const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (target instanceof HTMLElement && target.tabIndex === -1) target.focus();
