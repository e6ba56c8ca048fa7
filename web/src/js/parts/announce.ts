/** A region that nobody sees and that a screen reader reads aloud, when it next pauses, whenever its text changes. */

/** Put such a region behind `place` and return the function that says something in it. */
export function announcer(place: Element): (text: string) => void {
  const region = document.createElement("span");
  region.className = "unseen";
  region.setAttribute("role", "status");
  place.after(region);
  return (text) => {
    // The same words twice are no change; a space that is not heard makes them one.
    region.textContent = text && text === region.textContent ? `${text}\u00a0` : text;
  };
}

/** Fill the places of a sentence such as "Shown: {shown} of {all}". */
export function fill(sentence: string, values: Readonly<Record<string, number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
