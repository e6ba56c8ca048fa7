// Bundles each script of src/js/ into a file of its own in dist/, or in the folder given; parts/ is what several share.
// Beside them it puts the fonts, with the style sheet that names them and their licences.
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const here = import.meta.dirname;
const outdir = process.argv[2] ?? join(here, "dist");
const scripts = readdirSync(join(here, "src/js")).filter((name) => name.endsWith(".ts"));
const shared = { outdir, bundle: true, minify: true, charset: "utf8", logLevel: "warning" };

rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });
await build({
  ...shared,
  entryPoints: scripts.map((name) => join(here, "src/js", name)),
  format: "esm",
  target: "es2022",
});
const fonts = await build({
  ...shared,
  entryPoints: [join(here, "src/fonts.css")],
  loader: { ".woff2": "file" },
  assetNames: "[name]-[hash]",
  write: false,
});
for (const { path, text, contents } of fonts.outputFiles) {
  // A font that comes late would move the text that is being read; it is used from the next page on.
  writeFileSync(path, path.endsWith(".css") ? text.replaceAll("font-display:swap", "font-display:optional") : contents);
}
for (const font of ["literata", "golos-text"]) {
  copyFileSync(join(here, `node_modules/@fontsource-variable/${font}/LICENSE`), join(outdir, `${font}-LICENSE.txt`));
}
