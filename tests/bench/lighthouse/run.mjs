// Measures one address several times with Lighthouse and prints each run's scores as a line of JSON.
// node run.mjs CHROMIUM ADDRESS RUNS
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [chromium, address, runs] = process.argv.slice(2);
const categories = ["performance", "accessibility", "best-practices", "seo"];

const chrome = await launch({
  chromePath: chromium,
  chromeFlags: ["--headless=shell", "--no-sandbox", "--no-zygote", "--disable-gpu", "--disable-background-networking"],
});
try {
  for (let run = 0; run < Number(runs); run++) {
    const { lhr } = await lighthouse(address, { port: chrome.port, output: "json", logLevel: "error", onlyCategories: categories });
    const scores = Object.fromEntries(categories.map((name) => [name, Math.round(100 * (lhr.categories[name].score ?? 0))]));
    const failed = Object.values(lhr.audits).filter((audit) => audit.score !== null && audit.score < 0.9).map((audit) => audit.id);
    console.log(JSON.stringify({ scores, failed, problem: lhr.runtimeError?.message ?? "" }));
  }
} finally {
  chrome.kill();
}
