import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig, minifySync, type Plugin, type UserConfig } from 'vite';
import { assemblyScript } from './scripts/assemblyscript.js';
import { documentation } from './scripts/docs/plugin.ts';
import { thumbnails } from './scripts/gallery/plugin.ts';
import { offline } from './scripts/offline/plugin.ts';
import { PAGES } from './scripts/shell/pages.ts';
import { shell } from './scripts/shell/plugin.ts';
import { singleFile } from './scripts/single-file.ts';
import { story, storyStyles } from './scripts/story/plugin.ts';

/**
 * Products of one source tree:
 *
 *   vite build             the pages of scripts/shell/pages.ts -> dist/page, static files that work from any folder of any server
 *   vite build --mode element  <saddle-scape> -> dist/page/saddle-scape.js and dist/page/element, for pages of others; what it
 *                          shares with the pages is built again, since every cut between them adds to their first load
 *   vite build --mode single   index.html -> dist/single/saddlescape.html, the Watch page in one file
 *   vite build --mode library  src/index.ts -> dist/library, modules for browsers, Node, Deno and Bun, with a file for threads
 *   vite build --mode cli  src/cli/saddlescape.ts -> dist/cli/command.mjs, for Node, and dist/cli/saddlescape.js, which looks at
 *                          Node's version before it loads the other
 */
const MODES: Record<string, () => UserConfig> = {
  element: () => element,
  single: () => single,
  library: () => library,
  cli: () => commandLine,
};

export default defineConfig(({ mode }) => MODES[mode]?.() ?? page);

const FILES = PAGES.map(({ file }) => file);

const page: UserConfig = {
  base: './',
  build: {
    outDir: 'dist/page',
    emptyOutDir: true,
    // The page needs WebGPU or falls back to the CPU; either way the browser knows ES2022.
    target: 'es2022',
    // The page's Content-Security-Policy allows no data: scripts, and a worker must stay a file of
    // its own.
    assetsInlineLimit: 0,
    // Browsers without it load the same parts a moment later. Parts that come later share theirs
    // with what is there.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_, parts, { hostType }) =>
        hostType === 'html' ? parts : parts.filter((part) => part.endsWith('.css')),
    },
    rolldownOptions: {
      input: FILES,
      treeshake: onlyEnginesInUse(),
      output: {
        codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: sharedPart }] },
      },
    },
  },
  resolve: bareSeedrandom(),
  worker: workers(),
  plugins: [
    bareShaders(),
    moduleOfSeedrandom(),
    assemblyScript(),
    shell(),
    bootScript(),
    plainStyles(),
    overlayStyles(),
    documentation(),
    story(),
    storyStyles(),
    thumbnails(),
    offline(),
  ],
};

const element: UserConfig = {
  base: './',
  publicDir: false,
  build: {
    outDir: 'dist/page',
    emptyOutDir: false,
    assetsDir: 'element',
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false, resolveDependencies: () => [] },
    rolldownOptions: {
      input: 'src/page/element/element.ts',
      treeshake: onlyEnginesInUse(),
      output: { entryFileNames: 'saddle-scape.js' },
    },
  },
  resolve: bareSeedrandom(),
  worker: workers(),
  plugins: [bareShaders(), moduleOfSeedrandom(), assemblyScript()],
};

const single: UserConfig = {
  base: './',
  publicDir: false,
  build: {
    outDir: 'dist/single',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: Number.POSITIVE_INFINITY,
    cssCodeSplit: false,
    modulePreload: false,
    rolldownOptions: {
      input: 'index.html',
      treeshake: onlyEnginesInUse(),
      // A script that is no module has no address of its own, and asks for none.
      transform: { define: { 'import.meta': '{}' } },
      output: { format: 'iife', codeSplitting: false },
    },
  },
  resolve: bareSeedrandom(),
  plugins: [bareShaders(), moduleOfSeedrandom(), assemblyScript(), shell(), ...singleFile()],
};

const commandLine: UserConfig = {
  publicDir: false,
  build: {
    ssr: 'src/cli/saddlescape.ts',
    outDir: 'dist/cli',
    emptyOutDir: true,
    target: 'node20',
    rolldownOptions: { output: { entryFileNames: 'command.mjs', codeSplitting: false } },
  },
  // Everything is bundled, so that the built file runs without node_modules; only Dawn, a native
  // module and an optional dependency, is looked for when a GPU is asked for.
  ssr: { noExternal: true, external: ['webgpu'] },
  plugins: [assemblyScript(), entry('src/cli/entry.cjs', 'dist/cli/saddlescape.js')],
};

const library: UserConfig = {
  publicDir: false,
  build: {
    lib: {
      entry: { index: 'src/index.ts', thread: 'src/host/library/thread.ts' },
      formats: ['es'],
    },
    outDir: 'dist/library',
    emptyOutDir: true,
    target: 'es2022',
    minify: true,
    rolldownOptions: {
      treeshake: onlyEnginesInUse(),
      output: { chunkFileNames: 'parts/[name]-[hash].js' },
    },
  },
  resolve: bareSeedrandom(),
  plugins: [bareShaders(), moduleOfSeedrandom(), assemblyScript()],
};

/**
 * What is imported from src/engine/open.ts brings its own file and no other: files of src/engine
 * only define things. Without it a page that asks for the sentence of an error also loads parts of
 * the CPU's engine, which runs in workers.
 */
function onlyEnginesInUse() {
  return { moduleSideEffects: (id: string) => !id.includes('/src/engine/') };
}

function workers(): NonNullable<UserConfig['worker']> {
  return {
    format: 'es',
    plugins: () => [bareShaders(), moduleOfSeedrandom(), assemblyScript()],
    rolldownOptions: {
      treeshake: onlyEnginesInUse(),
      output: {
        // Each cut of what all engines ask for costs fifty bytes.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [{ name: 'rates', test: /src\/(spec\/(rates|rounding)|engine\/constants)\.ts$/ }],
        },
      },
    },
  };
}

/** What the story loads before it is scrolled, beside its own. */
const FIRST_FIGURE = resolve('src/page/story/figures/downhill.ts');

/**
 * What Watch and two other pages load at once is one part, `common`, and what Watch and the map
 * load, and not the story at first, another, `instruments`: left alone, the bundler cuts them along
 * what comes later, and each cut costs some 300 bytes of the first load.
 */
function sharedPart(
  module: string,
  modules: { getModuleInfo(id: string): { importers: readonly string[] } | null },
): string | null {
  const users = new Set([module]);
  for (const user of users)
    for (const importer of modules.getModuleInfo(user)?.importers ?? []) users.add(importer);
  const pages = FILES.filter((name) => users.has(resolve(name)));
  if (!pages.includes('index.html')) return null;
  if (pages.length >= 3) return 'common';
  return pages.includes('map.html') && !users.has(FIRST_FIGURE) ? 'instruments' : null;
}

/** The file that is run, as it stands but for the version of Node that the package asks for. */
function entry(source: string, file: string): Plugin {
  return {
    name: 'entry',
    writeBundle() {
      const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
      const least = /^>=(\d+\.\d+)$/.exec(engines.node)?.[1];
      if (!least)
        throw new Error(`package.json: engines.node is ${engines.node}, and not >=major.minor.`);
      writeFileSync(resolve(file), readFileSync(source, 'utf8').replace('LEAST_NODE', least));
      chmodSync(resolve(file), 0o755);
    },
  };
}

/** public/boot.js as small as the rest, still in the words of old browsers. */
function bootScript(): Plugin {
  return {
    name: 'boot-script',
    apply: 'build',
    writeBundle({ dir }) {
      const file = resolve(dir!, 'boot.js');
      const { code } = minifySync(file, readFileSync(file, 'utf8'), {
        compress: { target: 'es2015' },
      });
      writeFileSync(file, code);
    },
  };
}

/**
 * Style sheets without `crossorigin`: they come also where the page is a file or in a sandboxed
 * frame, and say there what is wrong in our letters.
 */
function plainStyles(): Plugin {
  return {
    name: 'plain-styles',
    transformIndexHtml: {
      order: 'post',
      handler: (page) =>
        page.replaceAll('<link rel="stylesheet" crossorigin', '<link rel="stylesheet"'),
    },
  };
}

/**
 * `npm run dev`: Vite's overlay, which shows a syntax error, styles itself inline. The rest of the
 * page's policy stays as it is, so that what it refuses is seen while one works.
 */
function overlayStyles(): Plugin {
  return {
    name: 'overlay-styles',
    apply: 'serve',
    transformIndexHtml: (page) =>
      page.replace("default-src 'self';", "default-src 'self'; style-src 'self' 'unsafe-inline';"),
  };
}

/**
 * WGSL without comments, indents and spaces around what needs none, a third of it; lines stay where
 * they are, so that messages still name the right one.
 */
function bareShaders(): Plugin {
  return {
    name: 'bare-shaders',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith('.wgsl?raw')) return null;
      const text = readFileSync(id.replace('?raw', ''), 'utf8').replace(
        / *\/\/.*$|^ +| (?=[,;:{}()+*&|^/%!])|(?<=[,;:{}()+*&|^/%=]) |(?<!>) (?==)|(?<![<>-]) (?=[<>-])|(?<=[<>-]) (?![<>=-])/gm,
        '',
      );
      return `export default ${JSON.stringify(text)}`;
    },
  };
}

/** The package's other entry brings seven generators along that nobody asks for. */
function bareSeedrandom() {
  return { alias: { seedrandom: 'seedrandom/seedrandom.js' } };
}

/**
 * seedrandom as a module: without it the page and each worker carry a loader for modules of Node's
 * kind, 1.3 kB for this one.
 */
function moduleOfSeedrandom(): Plugin {
  return {
    name: 'module-of-seedrandom',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith('/seedrandom/seedrandom.js')) return null;
      const text = readFileSync(id, 'utf8').replace("require('crypto')", 'undefined');
      return `const module = { exports: {} };\n${text}\nexport default module.exports;`;
    },
  };
}
