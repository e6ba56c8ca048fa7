/**
 * A box above a long list that leaves only what has all the words typed.
 *
 * `<div data-filter="Filter" data-shown="Shown: {shown} of {all}">` around one or several lists asks for it.
 */

import { announcer, fill } from "./parts/announce";
import { folded, wordsOf } from "./parts/words";

const PAUSE_MS = 400;

/** What is shown or hidden as one: a list item, a row, or a term with what is said of it. */
interface Item {
  readonly parts: readonly HTMLElement[];
  readonly text: string;
}

/** A list, what it holds, and what each section of it holds. */
interface Held {
  readonly items: readonly Item[];
  readonly sections: readonly (readonly [HTMLElement, readonly Item[]])[];
}

function held(list: HTMLElement): Held {
  const items = [...list.querySelectorAll<HTMLElement>("li, dt, tbody > tr")]
    .filter((one) => !one.parentElement?.closest("tr, dd")) // a list inside a row is part of the row
    .map((one) => {
      const parts = [one, ...saidOf(one)];
      return { parts, text: folded(parts.map((part) => part.textContent).join(" ")) };
    });
  const sections = [...list.querySelectorAll<HTMLElement>("section")].map(
    (section) => [section, items.filter(({ parts }) => parts.some((part) => section.contains(part)))] as const,
  );
  return { items, sections };
}

/** The `<dd>` that follow a `<dt>`; nothing for another element. */
function saidOf(term: HTMLElement): readonly HTMLElement[] {
  const found: HTMLElement[] = [];
  let next = term.tagName === "DT" ? term.nextElementSibling : null;
  for (; next instanceof HTMLElement && next.tagName === "DD"; next = next.nextElementSibling) found.push(next);
  return found;
}

/** Hide what lacks a word, and the sections of which nothing is left; return how many items are. */
function sift({ items, sections }: Held, words: readonly string[]): number {
  const fitting = new Set(items.filter(({ text }) => words.every((word) => text.includes(word))));
  for (const item of items) for (const part of item.parts) part.hidden = !fitting.has(item);
  for (const [section, its] of sections) section.hidden = its.length > 0 && !its.some((item) => fitting.has(item));
  return fitting.size;
}

function box(label: string): readonly [HTMLInputElement, HTMLElement] {
  const line = document.createElement("p");
  const name = document.createElement("label");
  const input = document.createElement("input");
  const count = document.createElement("span");
  line.className = "filter";
  input.type = "search";
  input.autocomplete = "off";
  count.className = "count";
  name.append(`${label} `, input);
  line.append(name, " ", count);
  return [input, count];
}

function offer(list: HTMLElement): void {
  const all = held(list);
  if (all.items.length < 2) return;
  const [input, count] = box(list.dataset["filter"] ?? "");
  const line = input.closest("p");
  if (line) list.before(line);
  const say = announcer(count);
  let timer: number | undefined;

  const apply = (): void => {
    const words = wordsOf(input.value);
    const shown = sift(all, words);
    const said = words.length ? fill(list.dataset["shown"] ?? "", { shown, all: all.items.length }) : "";
    count.textContent = said;
    clearTimeout(timer);
    timer = setTimeout(() => say(said), PAUSE_MS); // one number when the typing pauses, not one a letter
  };
  const clear = (): void => {
    input.value = "";
    apply();
  };
  input.addEventListener("input", apply);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault(); // a list inside a form is not to be sent
    if (event.key === "Escape") clear();
  });
  addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target?.closest("[hidden]") || !list.contains(target)) return;
    clear(); // whoever follows a link to what is hidden wants to see it
    target.scrollIntoView();
  });
}

document.querySelectorAll<HTMLElement>("[data-filter]").forEach(offer);
