/**
 * Suggestions below the search box while one types: a combobox with a listbox, as ARIA 1.2 and its authoring practices have it.
 *
 * `<input data-suggest="/suggest?language=en" data-found="Suggestions: {number}" data-none="…" data-list="Suggestions">` asks
 * for it. The address answers with OpenSearch suggestions: `[text, labels, descriptions, addresses]`.
 */

import { announcer, fill } from "./parts/announce";
import { type Suggestion, ask } from "./parts/suggestions";

const PAUSE_MS = 150;
const SHORTEST = 2;
const ALONG_THE_TEXT = ["Home", "End", "ArrowLeft", "ArrowRight"];

class Combobox {
  private readonly list = document.createElement("ul");
  private readonly say: (text: string) => void;
  private found: readonly Suggestion[] = [];
  private chosen = -1;
  private timer: number | undefined;
  private asking = new AbortController();

  constructor(private readonly input: HTMLInputElement) {
    this.list.id = `${input.id}-suggestions`;
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.dataset["list"] ?? "");
    input.after(this.list);
    this.say = announcer(this.list);
    input.type = "text"; // HTML lets no search box be a combobox
    input.autocomplete = "off";
    const says = { role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(says)) input.setAttribute(name, value);
    this.show([]);
    this.listen();
  }

  private listen(): void {
    this.input.addEventListener("input", (event) => {
      this.choose(-1);
      if (!(event instanceof InputEvent && event.isComposing)) this.wait();
    });
    this.input.addEventListener("compositionend", () => this.wait());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.close());
    this.input.form?.addEventListener("submit", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the box
    this.list.addEventListener("click", ({ target }) => {
      const option = target instanceof Element ? target.closest("[role=option]") : null;
      if (option) this.go([...this.list.children].indexOf(option));
    });
  }

  /** Ask once the typing pauses; what was asked before is of no use any more. */
  private wait(pause = PAUSE_MS): void {
    this.forget();
    const text = this.input.value.trim();
    if (text.length < SHORTEST || !/[\p{L}\p{N}]/u.test(text)) this.show([]);
    else this.timer = setTimeout(() => void this.suggest(text), pause);
  }

  private async suggest(text: string): Promise<void> {
    const { signal } = this.asking;
    const { suggest = "", found: some = "", none = "" } = this.input.dataset;
    // Without an answer the box is a plain one, as it is without this script.
    const found = await ask(suggest, text, signal).catch(() => null);
    if (signal.aborted) return;
    this.show(found ?? []);
    if (found) this.say(found.length ? fill(some, { number: found.length }) : none);
  }

  private forget(): void {
    clearTimeout(this.timer);
    this.asking.abort();
    this.asking = new AbortController();
  }

  private close(): void {
    this.forget();
    this.show([]);
    this.say("");
  }

  private show(found: readonly Suggestion[]): void {
    this.found = found;
    this.list.replaceChildren(...found.map((one, at) => this.option(one, at)));
    this.list.hidden = !found.length;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.choose(-1);
  }

  private option({ label, about }: Suggestion, at: number): HTMLElement {
    const option = document.createElement("li");
    const kind = document.createElement("span");
    option.id = `${this.list.id}-${at}`;
    option.setAttribute("role", "option");
    kind.className = "kind";
    kind.textContent = about;
    option.append(label, " ", kind);
    return option;
  }

  private choose(at: number): void {
    this.chosen = at;
    [...this.list.children].forEach((one, index) => one.setAttribute("aria-selected", String(index === at)));
    const option = this.list.children[at];
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  /** Choose the next option; before the first and behind the last is the box itself. */
  private move(by: 1 | -1): void {
    const places = this.found.length + 1;
    if (places > 1) this.choose(((this.chosen + 1 + by + places) % places) - 1);
    else this.wait(0);
  }

  private go(at: number): void {
    const one = this.found[at];
    if (one) location.assign(one.address);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.isComposing) return; // the key is the input method's
    switch (event.key) {
      case "ArrowDown":
        this.move(1);
        break;
      case "ArrowUp":
        this.move(-1);
        break;
      case "Enter":
        if (this.chosen < 0) return; // then Enter searches, as ever
        this.go(this.chosen);
        break;
      case "Escape":
        if (!this.found.length) this.input.value = "";
        this.close();
        break;
      default:
        // The caret moves along the text, so the text is what Enter means again.
        if (ALONG_THE_TEXT.includes(event.key)) this.choose(-1);
        return;
    }
    event.preventDefault();
  }
}

document.querySelectorAll<HTMLInputElement>("input[data-suggest]").forEach((input) => new Combobox(input));
