// npm run fonts: makes the fonts of the pages, src/page/shared/fonts, from the packages of Fontsource:
// the letters that the pages use, from regular to bold, without hinting.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
/** @type {(font: Buffer, text: string, options: object) => Promise<Buffer>} */
const subset = require('subset-font');

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = join(root, 'src/page/shared/fonts');

const LATIN =
  String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 32 + i)) +
  '\u00a0\u2011\u200a–—‘’“”…·•×°±−²³½§©éèöüäßçñ';
const GREEK = 'αβγδεζηθκλμνξπρστφχψωΓΔΛΣΦΩ';

// Open Sans has figures of one width as they are; EB Garamond has old-style ones beside the others.
const FONTS = [
  { name: 'text', package: 'open-sans', features: ['kern', 'liga', 'tnum', 'lnum'] },
  {
    name: 'story',
    package: 'eb-garamond',
    features: ['kern', 'liga', 'onum', 'lnum', 'tnum', 'pnum'],
  },
];

mkdirSync(target, { recursive: true });
for (const { name, package: from, features } of FONTS) {
  const folder = join(root, 'node_modules/@fontsource-variable', from);
  for (const [letters, text] of [
    ['latin', LATIN],
    ['greek', GREEK],
  ]) {
    const font = readFileSync(join(folder, 'files', `${from}-${letters}-wght-normal.woff2`));
    const made = await subset(font, text, {
      targetFormat: 'woff2',
      noHinting: true,
      noLayoutClosure: letters === 'greek',
      keepFeatures: letters === 'greek' ? ['kern'] : features,
      variationAxes: { wght: { min: 400, max: 700 } },
    });
    writeFileSync(join(target, `${name}-${letters}.woff2`), made);
    console.log(`${name}-${letters}.woff2: ${made.length} bytes`);
  }
  copyFileSync(join(folder, 'LICENSE'), join(target, `${name}-license.txt`));
}
