import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { minifySync, type Plugin } from 'vite';

/**
 * `npm run build:single`: the Watch page with its styles, scripts, workers and WebAssembly in one
 * HTML file, which runs from a disk, in a mail, and in a frame of no origin.
 */
export function singleFile(): Plugin[] {
  return [singleEntry(), leftOut(), bareExperiments(), blobWorkers(), inlined()];
}

const ENTRY = '/src/page/single/start-single.ts';

function singleEntry(): Plugin {
  return {
    name: 'single-entry',
    transformIndexHtml: {
      order: 'pre',
      handler: (page) => replaced(page, '/src/page/watch/start-watch.ts', ENTRY),
    },
  };
}

const STAND_IN = resolve('src/page/single/left-out.ts');
const LISTS = resolve('src/page/single/left-out-lists.ts');
/** Modules that another one stands in for, since all would be twice as large. */
const LEFT_OUT: Record<string, string> = {
  'src/engine/cpu/cpu-escapes.ts': STAND_IN,
  'src/engine/cpu/plane.ts': STAND_IN,
  'src/engine/cpu/simd/formulas.ts': STAND_IN,
  'src/engine/gpu/gpu-engine.ts': STAND_IN,
  'src/experiment/run.ts': STAND_IN,
  'src/formula/machine-code.ts': STAND_IN,
  'src/host/web/database.ts': STAND_IN,
  'src/page/shared/offline.ts': STAND_IN,
  'src/page/watch/run-proof-line.ts': STAND_IN,
  'src/page/landscape/landscape-view.ts': STAND_IN,
  'src/page/watch/all-parameters.ts': STAND_IN,
  'src/page/watch/comparison/comparison-view.ts': STAND_IN,
  'src/page/watch/export-menu.ts': STAND_IN,
  'src/page/watch/history-chart.ts': STAND_IN,
  'src/page/watch/live/recording.ts': STAND_IN,
  'src/page/watch/live/result-view.ts': STAND_IN,
  'src/page/watch/kind-finder.ts': STAND_IN,
  'src/page/watch/later-theory.ts': STAND_IN,
  'src/page/watch/live/exits-again.ts': STAND_IN,
  'src/page/watch/live/live-here.ts': resolve('src/page/single/left-out-live.ts'),
  'src/page/watch/picture/ghost-controls.ts': STAND_IN,
  'src/page/watch/picture/ghost.ts': STAND_IN,
  'src/page/watch/samples-panel.ts': STAND_IN,
  'src/page/watch/speed-panel.ts': STAND_IN,
  'src/page/watch/story-offer.ts': STAND_IN,
  'src/spec/presets/adaptive-presets.ts': STAND_IN,
  'src/spec/presets/loss-presets.ts': STAND_IN,
  'src/spec/presets/method-presets.ts': STAND_IN,
  'src/spec/presets/noise-presets.ts': STAND_IN,
  'src/spec/presets/paper-presets.ts': STAND_IN,
  'src/spec/presets/surface-presets.ts': STAND_IN,
  'src/spec/presets/variant-presets.ts': STAND_IN,
  'src/theory/surfaces/formula-points.ts': STAND_IN,
  'src/engine/cpu/scales.ts': LISTS,
  'src/engine/cpu/simd/has-all.ts': LISTS,
  'src/spec/check-lists.ts': LISTS,
  'src/spec/listed-noise.ts': LISTS,
  'src/theory/model-theories.ts': resolve('src/page/single/chain-theory.ts'),
};

const THUMBNAILS = 'virtual:thumbnails';

function leftOut(): Plugin {
  const standIns = new Map(Object.entries(LEFT_OUT).map(([file, by]) => [resolve(file), by]));
  return {
    name: 'left-out',
    enforce: 'pre',
    // Small pictures of experiments are as large as a tenth of the file.
    load: (id) => (id === THUMBNAILS ? 'export default {};' : null),
    async resolveId(source, importer) {
      if (source === THUMBNAILS) return THUMBNAILS;
      if (!importer?.includes('/src/') || !source.startsWith('.')) return null;
      const found = await this.resolve(source, importer, { skipSelf: true });
      return (found && standIns.get(found.id)) ?? null;
    },
    buildEnd() {
      for (const file of standIns.keys())
        if (!existsSync(file)) throw new Error(`single file: there is no ${file} to leave out.`);
    },
  };
}

/** Of an experiment's "Try" the page shows the sentence; what a machine does is for tests. */
function bareExperiments(): Plugin {
  return {
    name: 'bare-experiments',
    transform(code, id) {
      if (!/\/spec\/presets\/[\w-]+-presets\.ts$/.test(id)) return null;
      const pieces: string[] = [];
      let kept = 0;
      for (const [from, to] of fieldsNamed('follow', this.parse(code))) {
        pieces.push(code.slice(kept, from), 'follow: []');
        kept = to;
      }
      if (pieces.length === 0) throw new Error(`single file: ${id} has no experiment.`);
      return pieces.join('') + code.slice(kept);
    },
  };
}

/** Where fields of that name begin and end, in the order of the text. */
function fieldsNamed(name: string, node: unknown): [from: number, to: number][] {
  if (typeof node !== 'object' || node === null) return [];
  if ('type' in node && node.type === 'Property') {
    const { key, start, end } = node as unknown as Record<'start' | 'end', number> & {
      key: { name?: string };
    };
    if (key.name === name) return [[start, end]];
  }
  return Object.values(node).flatMap((child) => fieldsNamed(name, child));
}

/** Workers run the page's own program under another name: start-single.ts. */
function blobWorkers(): Plugin {
  return {
    name: 'blob-workers',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('/src/')) return null;
      // The whole kernel does what the small one does, and is there anyway.
      return code
        .replace(/\.ts\?wasm(-opening)?'/g, ".ts?wasm-tight'")
        .replace(
          /new Worker\(new URL\('\.\/([\w-]+)\.ts', import\.meta\.url\), \{ type: 'module' \}\)/g,
          "new Worker(globalThis.saddlescapeProgram, { name: '$1' })",
        );
    },
  };
}

/** Puts everything into the page, with a policy that allows what is in it and nothing else. */
function inlined(): Plugin {
  return {
    name: 'inlined',
    enforce: 'post',
    generateBundle(_, bundle) {
      let page = '';
      let program = '';
      let style = '';
      let icon = '';
      for (const [name, file] of Object.entries(bundle)) {
        if (name.endsWith('.woff2')) delete bundle[name];
        else if (file.type === 'chunk') program += file.code;
        else if (name.endsWith('.css')) style += file.source;
        else if (name.endsWith('.svg'))
          icon = `data:image/svg+xml,${encodeURIComponent(String(file.source))}`;
        else if (name.endsWith('.html')) page = String(file.source);
        else throw new Error(`single file: ${name} is in no place of the page.`);
        delete bundle[name];
      }
      // Letters of its own would be a third of it: the system's stand in for them.
      style = style.replace(/@font-face\{[^}]*url\([^}]*\}/g, '');
      const bootFile = resolve('public/boot.js');
      const { code: boot } = minifySync(bootFile, readFileSync(bootFile, 'utf8'), {
        compress: { target: 'es2015' },
      });
      const scripts = [boot, program].map(asText);
      page = page
        .replace(/<script type="module"[^>]*><\/script>/, '')
        .replace(/<link rel="stylesheet"[^>]*>/g, '')
        .replace(/(<link rel="icon" href=")[^"]+/, (_, before) => before + icon)
        .replace(/ *<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, () =>
          policy(scripts, style),
        );
      page = replaced(
        page,
        '<script src="/boot.js"></script>',
        `<style>${style}</style><script>${scripts[0]}</script>`,
      );
      page = replaced(page, '</body>', `<script>${scripts[1]}</script></body>`);
      this.emitFile({ type: 'asset', fileName: 'saddlescape.html', source: page });
    },
  };
}

function policy(scripts: string[], style: string): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const rules = [
    "default-src 'none'",
    `script-src ${scripts.map(hash).join(' ')} 'wasm-unsafe-eval'`,
    'worker-src blob:',
    `style-src ${hash(style)}`,
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return `<meta http-equiv="Content-Security-Policy" content="${rules.join('; ')}" />`;
}

/** A script as it may stand in HTML, and comes out of it letter by letter. */
function asText(script: string): string {
  if (/[\0\r]/.test(script))
    throw new Error('single file: HTML does not keep all letters of the program.');
  return script.replace(/<(?=\/script|!--)/gi, '\\x3c');
}

function replaced(text: string, from: string, to: string): string {
  if (text.split(from).length !== 2)
    throw new Error(`single file: "${from}" is not once in the page.`);
  return text.replace(from, () => to);
}
