// Prints where the Chromium of the npm package is, unpacking it first where it has not been.
import chromium from "../../web/node_modules/@sparticuz/chromium/build/index.js";

console.log(await chromium.executablePath());
