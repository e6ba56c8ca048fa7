/** What OpenSearch suggestions say: `[text, labels, descriptions, addresses]`. */

export interface Suggestion {
  readonly label: string;
  readonly about: string;
  readonly address: string;
}

/** Read an answer; what is not of its form suggests nothing, nor does what leads to no page. */
export function read(answer: unknown): readonly Suggestion[] {
  if (!Array.isArray(answer)) return [];
  const [labels, abouts, addresses] = answer.slice(1).map((part) => (Array.isArray(part) ? part.map(String) : []));
  return (labels ?? [])
    .map((label, at) => ({ label, about: abouts?.[at] ?? "", address: ours(addresses?.[at] ?? "") }))
    .filter(({ address }) => address);
}

/** Return the path of a page; it is this site's own, whatever host somebody on the way made of it. */
function ours(address: string): string {
  const { protocol, pathname, search, hash } = new URL(address, document.baseURI);
  return address && protocol.startsWith("http") ? pathname + search + hash : "";
}

/** Ask what `text` may become; fail where there is no answer. */
export async function ask(address: string, text: string, signal: AbortSignal): Promise<readonly Suggestion[]> {
  const asked = new URL(address, document.baseURI);
  asked.searchParams.set("q", text);
  const answer = await fetch(asked, { signal });
  if (!answer.ok) throw new Error(answer.statusText);
  return read(await answer.json());
}
