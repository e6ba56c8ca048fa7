/**
 * Keys and two buttons for a tree of nested lists in which `<details>` fold the branches.
 *
 * `<div data-tree data-open="Open all" data-close="Close all">` around the outermost list asks for it. The elements stay what
 * they are; the keys are those of an ARIA tree: arrows, Home, End and `*` for all branches of one level.
 */

/** What an arrow key can reach: the head of a branch, or a link. */
type Stop = HTMLElement;

const STOPS = "summary, a[href]";

function stopsIn(tree: HTMLElement): readonly Stop[] {
  return [...tree.querySelectorAll<HTMLElement>(STOPS)].filter((one) => one.checkVisibility());
}

/** What folds below `stop`, be it the head of the branch or a link before it. */
function branchOf(stop: Stop): HTMLDetailsElement | null {
  return stop.closest("li")?.querySelector<HTMLDetailsElement>(":scope > details") ?? null;
}

/** What heads the item in which that of `stop` stands. */
function parentOf(stop: Stop, tree: HTMLElement): Stop | null {
  const within = stop.closest("li")?.parentElement?.closest("li");
  return within && tree.contains(within) ? within.querySelector<HTMLElement>(STOPS) : null;
}

function openLevel(stop: Stop, tree: HTMLElement): void {
  const level = stop.closest("ul, ol");
  const branches = level && tree.contains(level) ? level.querySelectorAll("details") : [];
  for (const branch of branches) if (branch.closest("ul, ol") === level) branch.open = true;
}

/** Return where a key leads from `stop`; open or close its branch where that is what the key does. */
function follow(key: string, stop: Stop, tree: HTMLElement): Stop | null {
  const stops = stopsIn(tree);
  const here = stops.indexOf(stop);
  const branch = branchOf(stop);
  switch (key) {
    case "ArrowDown":
      return stops[here + 1] ?? stop;
    case "ArrowUp":
      return stops[here - 1] ?? stop;
    case "Home":
      return stops[0] ?? stop;
    case "End":
      return stops.at(-1) ?? stop;
    case "ArrowRight":
      if (branch?.open) return stops[here + 1] ?? stop;
      if (branch) branch.open = true;
      return stop;
    case "ArrowLeft":
      if (!branch?.open) return parentOf(stop, tree) ?? stop;
      branch.open = false;
      return stop;
    case "*":
      openLevel(stop, tree);
      return stop;
    default:
      return null;
  }
}

function onKey(event: KeyboardEvent, tree: HTMLElement): void {
  const stop = event.target instanceof Element ? event.target.closest<HTMLElement>(STOPS) : null;
  if (!stop || event.ctrlKey || event.altKey || event.metaKey) return;
  const next = follow(event.key, stop, tree);
  if (!next) return;
  event.preventDefault();
  if (next !== stop) next.focus();
}

function button(words: string, open: boolean, tree: HTMLElement): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words;
  made.addEventListener("click", () => {
    for (const branch of tree.querySelectorAll("details")) branch.open = open;
  });
  return made;
}

function offer(tree: HTMLElement): void {
  if (!tree.querySelector("details")) return;
  const line = document.createElement("p");
  line.className = "choices";
  line.append(button(tree.dataset["open"] ?? "", true, tree), button(tree.dataset["close"] ?? "", false, tree));
  tree.before(line);
  tree.addEventListener("keydown", (event) => onKey(event, tree));
}

document.querySelectorAll<HTMLElement>("[data-tree]").forEach(offer);
