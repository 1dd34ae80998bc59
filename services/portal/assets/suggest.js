// Suggestions below the fields of a search, after the combobox pattern of the ARIA Authoring Practices: list autocomplete, chosen by hand.
// The field stays what it is: without this, or when nothing is chosen, what was typed is searched for.
const WAIT = 150;
const SHORTEST = 2;
let made = 0;

class Suggesting {
  constructor(field) {
    this.field = field;
    this.kinds = field.dataset.suggest.split(" ");
    this.words = field.form.dataset;
    this.options = [];
    this.at = -1;
    this.list = this.#made("ul", { role: "listbox", id: `suggestions-${++made}`, "aria-label": this.words.suggestions, hidden: "" }, "sp-suggest");
    this.said = this.#made("p", { role: "status" }, "govuk-visually-hidden");
    field.after(this.list, this.said);
    for (const [name, value] of Object.entries({
      role: "combobox", autocomplete: "off", autocapitalize: "none", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
    })) field.setAttribute(name, value);
    field.type = "text"; // a search field may not be a combobox
    field.addEventListener("input", (event) => event.isComposing || this.#typed());
    field.addEventListener("compositionend", () => this.#typed());
    field.addEventListener("keydown", (event) => this.#pressed(event));
    field.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.#choose(this.options[[...this.list.children].indexOf(option)]);
    });
  }

  close() {
    this.#stop();
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.#go(-1);
  }

  get open() {
    return !this.list.hidden;
  }

  #typed() {
    this.#stop();
    if ([...this.field.value.trim()].length < SHORTEST) return this.close();
    this.waiting = setTimeout(() => this.#ask(), WAIT);
  }

  #stop() {
    clearTimeout(this.waiting);
    this.asking?.abort();
  }

  // What comes too late is not shown: a newer letter has ended its question.
  async #ask() {
    this.#stop();
    const asking = (this.asking = new AbortController());
    const query = new URLSearchParams([["q", this.field.value.trim()], ...this.kinds.map((kind) => ["kind", kind])]);
    try {
      const answer = await fetch(`/suggest.json?${query}`, { signal: asking.signal, cache: "no-store" });
      if (answer.ok) this.#show((await answer.json()).suggestions);
    } catch {
      if (!asking.signal.aborted) this.close();
    }
  }

  #show(options) {
    if (document.activeElement !== this.field) return;
    this.options = options;
    this.list.replaceChildren(...options.map((each, index) => this.#option(each, index)));
    this.list.hidden = options.length === 0;
    this.field.setAttribute("aria-expanded", String(this.open));
    this.#go(-1);
    const { saidNone, saidOne, saidMany } = this.words;
    this.said.textContent = options.length === 0 ? saidNone : options.length === 1 ? saidOne : saidMany.replace("{count}", options.length);
  }

  #option(each, index) {
    const option = this.#made("li", { role: "option", id: `${this.list.id}-${index}`, "aria-selected": "false" }, "sp-suggest__option");
    const text = this.#made("bdi", {}, "sp-suggest__text", each.text);
    const kind = { place: this.words.kindPlace, provider: this.words.kindProvider, class: this.words.kindClass }[each.kind];
    const about = this.kinds.length > 1 && each.kind !== "place" ? `${kind}: ${each.detail}` : each.detail;
    option.append(text, " ", this.#made("bdi", {}, "sp-suggest__detail", about));
    return option;
  }

  #made(name, attributes, style, text = "") {
    const element = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
    element.className = style;
    element.textContent = text;
    return element;
  }

  #go(at) {
    this.at = at;
    [...this.list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    if (at < 0) return this.field.removeAttribute("aria-activedescendant");
    this.field.setAttribute("aria-activedescendant", this.list.children[at].id);
    this.list.children[at].scrollIntoView({ block: "nearest" });
  }

  #pressed(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const taken = this.open ? this.#pressedOpen(event) : this.#pressedClosed(event);
    if (taken) event.preventDefault();
  }

  #pressedOpen({ key, altKey }) {
    const last = this.options.length - 1;
    if (key === "ArrowUp" && altKey) this.close();
    else if (key === "ArrowDown") this.#go(this.at === last ? -1 : this.at + 1);
    else if (key === "ArrowUp") this.#go(this.at < 0 ? last : this.at - 1);
    else if (key === "Escape") this.close();
    else if (key === "Enter" && this.at >= 0) this.#choose(this.options[this.at]);
    else {
      if (key === "Enter") this.close();
      else this.#go(-1); // back in the text, where Home, End and the other keys do what they always do
      return false;
    }
    return true;
  }

  #pressedClosed({ key }) {
    if (key === "ArrowDown" && [...this.field.value.trim()].length >= SHORTEST) this.#ask();
    else if (key === "Escape" && this.field.value) this.field.value = "";
    else return false;
    return true;
  }

  #choose(chosen) {
    this.close();
    if (chosen.kind === "class") return window.location.assign((this.field.dataset.classAddress ?? "/classes/ID").replace("ID", chosen.id));
    if (chosen.kind === "provider") return window.location.assign(this.#searchOf(chosen.id));
    const near = this.field.form.elements.near;
    if (near !== this.field) this.field.value = "";
    near.value = chosen.id;
    near.dispatchEvent(new Event("change", { bubbles: true }));
    this.said.textContent = this.words.saidFilled.replace("{place}", chosen.text);
  }

  // All else that was asked stays; the name that was typed has become the provider.
  #searchOf(provider) {
    const asked = new URLSearchParams();
    for (const [name, value] of new FormData(this.field.form)) {
      if (value !== "" && name !== this.field.name && name !== "provider") asked.append(name, value);
    }
    asked.append("provider", provider);
    return `${this.field.form.action}?${asked}`;
  }
}

function enhance() {
  for (const field of document.querySelectorAll("[data-suggest]:not([role])")) new Suggesting(field);
}

enhance();
document.addEventListener("results", enhance);
