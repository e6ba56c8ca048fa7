/**
 * A button beside each text worth copying: an address, a citation, a query.
 *
 * `<code data-copy="Copy" data-copied="Copied" data-selected="Selected: …">` asks for one; the words are the template's.
 */

import { announcer } from "./parts/announce";

const SHOWN_MS = 2000;

function offer(text: HTMLElement): void {
  const { copy = "", copied = "", selected = "" } = text.dataset;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = copy;
  // A wide text lies in a box that scrolls; the button must not scroll away with it.
  (text.closest(".wide") ?? text).after(button);
  const say = announcer(button);
  let timer: number | undefined;

  const show = (words: string): void => {
    button.textContent = words;
    say(words);
    clearTimeout(timer);
    timer = setTimeout(() => {
      button.textContent = copy;
      say("");
    }, SHOWN_MS);
  };
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(text.textContent).then(
      () => show(copied),
      () => {
        // The browser may refuse; then the text is at least ready for the reader's own keys.
        getSelection()?.selectAllChildren(text);
        show(selected);
      },
    );
  });
}

// A page that came without TLS from another machine has no clipboard, and then there is nothing to offer.
if ("clipboard" in navigator) document.querySelectorAll<HTMLElement>("[data-copy]").forEach(offer);
