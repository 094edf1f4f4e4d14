// Questions of the bank under the box while one is typed: an ARIA list that the box's arrow keys move in (aria-activedescendant).
// It never takes focus, covers nothing, moves nothing that stands above it, and chooses nothing by itself.
const WAIT_MS = 250;
const REST_MS = 60_000;
const SHORTEST = 3;
const LONGEST = 110; // no question of the bank is longer, so nothing longer is sent

export function suggest(box, panel) {
  const list = panel.querySelector("[role=listbox]");
  const said = panel.parentElement.querySelector("[data-suggested]");
  let active = -1;
  let timer = 0;
  let asking = null;
  let unmatched = null; // what begins with words that nothing matched is not sent either
  let chosen = "";
  let restUntil = 0;

  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);

  function close() {
    clearTimeout(timer);
    asking?.abort();
    panel.hidden = true;
    said.textContent = "";
    list.replaceChildren();
    move(-1);
  }

  function open(questions) {
    if (!questions.length) return close();
    const first = panel.hidden;
    list.replaceChildren(...questions.map(option));
    panel.hidden = false;
    move(-1);
    if (first) said.textContent = "Suggested questions: press the down arrow to choose one.";
  }

  function option(question, place) {
    const own = document.createElement("li");
    own.id = `${list.id}-${place}`;
    own.className = "cv-typed__option";
    own.textContent = question;
    own.setAttribute("role", "option");
    own.setAttribute("aria-selected", "false");
    return own;
  }

  function move(place) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = place;
    const own = list.children[active];
    if (!own) return box.removeAttribute("aria-activedescendant");
    own.setAttribute("aria-selected", "true");
    own.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", own.id);
  }

  function choose(question) {
    chosen = question;
    close();
    box.focus();
    box.select();
    // As if typed, so that it can be undone.
    if (!document.execCommand("insertText", false, question)) box.value = question;
  }

  async function look(typed) {
    asking = new AbortController();
    const body = JSON.stringify({ typed, k: 5 });
    const headers = { "Content-Type": "application/json", Accept: "application/json" };
    try {
      const response = await fetch("/v1/suggest", { method: "POST", body, headers, credentials: "same-origin", signal: asking.signal });
      if (!response.ok) {
        restUntil = Date.now() + REST_MS;
        return close();
      }
      const { suggestions } = await response.json();
      unmatched = suggestions.length ? null : typed;
      open(suggestions.map((own) => own.question).filter((own) => own !== typed));
    } catch {
      // Given up for a newer one, or out of reach: a question of one's own is asked all the same.
    }
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    asking?.abort();
    const typed = box.value.trim();
    const known = unmatched !== null && typed.startsWith(unmatched);
    const fit = typed.length >= SHORTEST && typed.length <= LONGEST && !typed.includes("\n");
    if (!fit || known || typed === chosen || Date.now() < restUntil) return close();
    timer = setTimeout(look, WAIT_MS, typed);
  });

  box.addEventListener("keydown", (event) => {
    if (panel.hidden || event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const atEnd = box.selectionStart === box.value.length;
    const last = list.children.length - 1;
    if (event.key === "ArrowDown" && (atEnd || active >= 0)) move(active === last ? 0 : active + 1);
    else if (event.key === "ArrowUp" && active >= 0) move(active - 1);
    else if (event.key === "Enter" && active >= 0) choose(list.children[active].textContent);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });

  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps its focus
  list.addEventListener("click", (event) => {
    const own = event.target.closest("[role=option]");
    if (own) choose(own.textContent);
  });
  box.form.addEventListener("submit", close);
}
