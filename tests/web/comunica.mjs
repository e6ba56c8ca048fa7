// Asks an endpoint with Comunica: node comunica.mjs ENDPOINT sparql|auto KIND QUERY; prints the result as JSON.
import comunica from "../../web/node_modules/@comunica/query-sparql/lib/index.js";

const [endpoint, type, kind, query] = process.argv.slice(2);
const engine = new comunica.QueryEngine();
const context = { sources: [type === "auto" ? endpoint : { type, value: endpoint }] };

function term(found) {
  return found && { kind: found.termType, value: found.value, language: found.language || "" };
}

async function answer() {
  if (kind === "boolean") {
    return engine.queryBoolean(query, context);
  }
  if (kind === "quads") {
    const quads = await (await engine.queryQuads(query, context)).toArray();
    return quads.map((quad) => [term(quad.subject), term(quad.predicate), term(quad.object)]);
  }
  const rows = await (await engine.queryBindings(query, context)).toArray();
  return rows.map((row) => Object.fromEntries([...row].map(([name, found]) => [name.value, term(found)])));
}

console.log(JSON.stringify(await answer()));
