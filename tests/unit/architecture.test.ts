import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const ORDER = ['numerics', 'formula', 'models', 'spec', 'theory', 'engine', 'experiment', 'host'];

function filesUnder(folder: string, ending: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
}

/** Paths, from the root, that a source file imports; packages are left out. */
function importsOf(file: string, { types } = { types: true }): string[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  const text = types ? source : source.replace(/import type [^;]*;/g, '');
  return [...text.matchAll(/(?:\bfrom|\bimport|\bimport\(|new URL\()\s*'(\.[^']+)'/g)].map(
    ([, path]) => normalize(join(dirname(file), path)),
  );
}

const sources = filesUnder('src', '.ts');
const folderOf = (path: string) => path.split('/')[1];

describe('arrows between the folders of src', () => {
  test('there is something to check', () => {
    expect(sources.length).toBeGreaterThan(40);
    expect(sources.flatMap((file) => importsOf(file)).length).toBeGreaterThan(100);
  });

  test.each(sources)('%s imports only from the left', (file) => {
    const own = folderOf(file);
    for (const path of importsOf(file)) {
      if (!path.startsWith('src/') || path === 'src/version') continue;
      const other = folderOf(path);
      if (other === own) continue;
      const allowed = ORDER.includes(own) ? ORDER.slice(0, ORDER.indexOf(own)) : ORDER;
      expect(allowed, `${file} imports ${path}`).toContain(other);
    }
  });

  test('engine/cpu and engine/gpu do not know each other', () => {
    for (const file of sources)
      for (const path of importsOf(file)) {
        if (file.startsWith('src/engine/cpu/'))
          expect(path, file).not.toMatch(/^src\/engine\/gpu\//);
        if (file.startsWith('src/engine/gpu/'))
          expect(path, file).not.toMatch(/^src\/engine\/cpu\//);
      }
  });

  test('no file of engine is imported for what it does: vite.config.ts leaves such imports out', () => {
    for (const file of sources) {
      const source = readFileSync(join(ROOT, file), 'utf8');
      for (const [, path] of source.matchAll(/^import '(\.[^']*)'/gm))
        expect(normalize(join(dirname(file), path)), file).not.toMatch(/^src\/engine\//);
    }
  });

  test('pages share src/page/shared alone; Watch and the story show landscapes, others show them, the gallery all', () => {
    for (const file of sources.filter((name) => name.startsWith('src/page/')))
      for (const path of importsOf(file)) {
        const [, folder, own] = file.split('/');
        const [, otherFolder, other] = path.split('/');
        if (folder !== otherFolder || own === other) continue;
        // Served with the sources, to show components of all pages.
        if (own === 'gallery') continue;
        const drawsSurfaces = ['shared', 'landscape'];
        const allowed = {
          shared: [],
          watch: drawsSurfaces,
          story: drawsSurfaces,
          // The Watch page in one file, and a run of the story's kind in any page.
          single: ['shared', 'watch'],
          element: ['shared', 'story', 'watch'],
        }[own] ?? ['shared'];
        expect(allowed, `${file} imports ${path}`).toContain(other);
      }
  });

  const named = sources.filter((file) => /^src\/(page|experiment)\//.test(file));

  test('no two files of page and experiment have one name', () => {
    const stems = named.map((file) => file.split('/').at(-1)!);
    expect(stems.filter((stem, i) => stems.indexOf(stem) !== i)).toEqual([]);
  });

  /** What a model, its kernel and its theory share, and the two halves of src/host. */
  const SHARED_NAMES = [
    ...['Loss', 'Noise', 'Optimizer', 'constant', 'inverseTime', 'reluSaddle'],
    ...['openCpuPool', 'openEngine'],
    // What the library and the command line are asked for.
    ...['run', 'sweep', 'theory', 'verify'],
  ];

  test('no two files export one name', () => {
    // AssemblyScript imports nothing of TypeScript: its constants are printed for it. What the page
    // in one file leaves out has stand-ins under its own names.
    const written = sources.filter((file) => !/\/(assembly|page\/single)\//.test(file));
    const exported = written.flatMap((file) =>
      [
        ...readFileSync(join(ROOT, file), 'utf8').matchAll(
          /^export (?:abstract |async )?(?:function\*?|const|let|class|interface|type|enum) (\w+)/gm,
        ),
      ].map(([, name]) => ({ name, file })),
    );
    const files = new Map<string, Set<string>>();
    for (const { name, file } of exported)
      files.set(name, (files.get(name) ?? new Set()).add(file));
    expect(exported.length).toBeGreaterThan(1000);
    const twice = [...files].filter(([name, { size }]) => size > 1 && !SHARED_NAMES.includes(name));
    expect(twice.map(([name, found]) => `${name}: ${[...found].join(', ')}`)).toEqual([]);
  });

  test('only engine/gpu takes in WGSL and makes things on a device', () => {
    for (const file of sources) {
      if (file.startsWith('src/engine/gpu/')) continue;
      const code = readFileSync(join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      expect(code, file).not.toMatch(
        /\.wgsl|createShaderModule|createBuffer\(|requestDevice\(|createComputePipeline/,
      );
    }
  });

  test('the page knows no Node, the command line no browser, and neither half of src/host the other', () => {
    for (const file of sources) {
      const forbidden = /^src\/(page|host\/web)\//.test(file)
        ? /^src\/host\/node\//
        : /^src\/(cli|host\/node)\//.test(file)
          ? /^src\/host\/(web\/|[^/]*$)/
          : null;
      if (!forbidden) continue;
      for (const path of importsOf(file)) expect(path, file).not.toMatch(forbidden);
    }
  });

  test('spec and theory know neither GPU nor page', () => {
    for (const file of sources.filter((name) => /^src\/(spec|theory)\//.test(name))) {
      const code = readFileSync(join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      expect(code, file).not.toMatch(/\b(document|window|navigator)\.|\bGPU[A-Z]\w+|'node:/);
    }
  });

  // ECMAScript leaves the digits of these to the engine: docs/decisions/elementary-functions.md.
  const PLATFORMS_OWN =
    /\bMath\s*(\.\s*(?!(abs|ceil|clz32|floor|fround|imul|max|min|round|sign|sqrt|trunc|PI|E|LN2|LN10|LOG2E|LOG10E|SQRT2|SQRT1_2)\b)|\?|\[|[,;)}\]]|$)|\s\*\*=?\s|\btoLocale|\bIntl\b/m;
  const withoutComments = (text: string) =>
    // Powers of 2 are exact everywhere.
    text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '').replace(/(?<![\w.)\]])2 \*\* -?\d+\b(?!\.)/g, '');

  test.each(
    sources.filter((name) => /^src\/(numerics|models|spec|theory|engine|experiment)\//.test(name)),
  )('%s takes no number from the platform that another machine would not give', (file) => {
    expect(PLATFORMS_OWN.exec(withoutComments(readFileSync(join(ROOT, file), 'utf8')))?.[0]).toBe(
      undefined,
    );
  });

  test.each([
    'Math.log(x)',
    'Math.log1p(x)',
    'Math.pow(2, 3)',
    'Math.random()',
    'Math .exp(x)',
    'const { log } = Math;',
    "Math['sin'](x)",
    'const real = Math',
    'x ** 2',
    '12 ** 3',
    'x2 ** 3',
    '2 ** 0.5',
    '2 ** k',
    'x **= 2',
    'n.toLocaleString()',
  ])('%s would be found', (text) => {
    expect(withoutComments(text)).toMatch(PLATFORMS_OWN);
  });

  test('only src/cli/output writes to streams and files', () => {
    for (const file of sources.filter((name) => /^src\/(cli|host)\//.test(name))) {
      // The children that look for an adapter and measure it answer their parent, which keeps what
      // they measured.
      const kept =
        /^src\/(cli\/output\/|host\/node\/(adapter-probe|speed-probe|kept-measurements)\.ts)/;
      if (kept.test(file)) continue;
      const code = readFileSync(join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      expect(code, file).not.toMatch(
        /process\.(stdout|stderr)|console\.|writeFile|appendFile|createWriteStream|openSync|renameSync/,
      );
    }
  });

  test('there are no circles, imports of types included', () => {
    const graph = new Map(
      sources.map((file) => [file.replace(/\.ts$/, ''), importsOf(file, { types: true })]),
    );
    const done = new Set<string>();
    const visit = (node: string, path: string[]) => {
      expect(path, `circle: ${[...path, node].join(' -> ')}`).not.toContain(node);
      if (done.has(node)) return;
      for (const next of graph.get(node) ?? []) visit(next.replace(/\.ts$/, ''), [...path, node]);
      done.add(node);
    };
    for (const node of graph.keys()) visit(node, []);
  });
});

describe('the length of files', () => {
  /** Most lines of a file of src. */
  const MOST_LINES = 400;

  test.each([...sources, ...filesUnder('src', '.css')])('%s has one subject', (file) => {
    const lines = readFileSync(join(ROOT, file), 'utf8').split('\n').length - 1;
    expect(lines).toBeLessThanOrEqual(MOST_LINES);
  });
});

describe('the door of the engine', () => {
  test.each(sources.filter((name) => !name.startsWith('src/engine/')))(
    '%s takes values from src/engine/open.ts alone',
    (file) => {
      expect(engineValuesOf(file).filter(({ path }) => path !== 'src/engine/open')).toEqual([]);
    },
  );

  test('src/experiment opens no engine and knows no GPU', () => {
    for (const file of sources.filter((name) => name.startsWith('src/experiment/'))) {
      const code = readFileSync(join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      expect(code, file).not.toMatch(
        /\bengine\/(gpu|cpu)\b|\bGpuEngine\b|\bnavigator\b|\bGPU[A-Z]\w+/,
      );
      for (const { names } of engineValuesOf(file))
        expect(names, file).not.toMatch(/\b(open|create)[A-Z]|serveJob|isSoftware/);
    }
  });
});

/** What a file takes from the engine, types left out: the module, and the names as they stand. */
function engineValuesOf(file: string): { path: string; names: string }[] {
  const text = readFileSync(join(ROOT, file), 'utf8').replace(/\bimport type [^;]*;/g, '');
  const found = [...text.matchAll(/\b(?:im|ex)port\b([^;'()]*)(?:\bfrom\s*|\(\s*)?'(\.[^']+)'/g)];
  return [...found, ...text.matchAll(/\bimport\(()\s*'(\.[^']+)'/g)]
    .map(([, names, path]) => ({ path: normalize(join(dirname(file), path)), names }))
    .filter(({ path }) => path.startsWith('src/engine/'));
}

describe('shaders and their twins', () => {
  const OWN_TO_WGSL = [
    'layout',
    'layout-listed',
    'tiles',
    'style',
    'spec',
    'run/one',
    'run/many',
    'lanes/one',
    'lanes/two',
    'shift/native',
    'shift/by-float',
    'draw',
    'step',
    'roofline',
  ];

  /** Twins that serve several folders or files. */
  const SHARED_TWINS: Readonly<Record<string, string>> = {
    region: 'src/engine/cpu/region.ts',
    exit: 'src/engine/cpu/region.ts',
    beyond: 'src/engine/cpu/region.ts',
    level: 'src/engine/cpu/region.ts',
    passage: 'src/engine/cpu/advance.ts',
    block: 'src/engine/cpu/advance.ts',
    eight: 'src/engine/cpu/advance.ts',
    groups: 'src/engine/cpu/advance.ts',
    edge: 'src/engine/cpu/point.ts',
    'noise/independent-normals': 'src/engine/cpu/noise/gaussian.ts',
    'optimizer/sgd-on-saddle': 'src/engine/cpu/optimizer/sgd.ts',
    'optimizer/sgd-on-saddle-of-one-normal': 'src/engine/cpu/optimizer/sgd.ts',
    stride: 'src/engine/constants.ts',
    axis: 'src/spec/histogram-edges.ts',
    side: 'src/engine/cpu/advance.ts',
    'advance-loss': 'src/engine/cpu/advance.ts',
    'escape-loss': 'src/engine/cpu/escape.ts',
    value: 'src/theory/surfaces/loss-value.ts',
    formula: 'src/formula/graph.ts',
    batch: 'src/engine/cpu/noise/shuffled-batches.ts',
  };

  test.each(filesUnder('shaders', '.wgsl'))('%s has a twin of its name', (file) => {
    const stem = relative('shaders', file).replace(/\.wgsl$/, '');
    if (OWN_TO_WGSL.includes(stem)) return;
    const folder = stem.split('/')[0];
    // On the CPU an array holds any number of coordinates, with memory or without: one file serves
    // the folder.
    const own = ['point', 'state', 'source'].includes(folder) ? folder : stem;
    const twin =
      SHARED_TWINS[stem] ??
      SHARED_TWINS[folder] ??
      (own === 'start' ? 'src/engine/cpu/start' : `src/engine/cpu/${own}.ts`);
    expect(existsSync(join(ROOT, twin)), twin).toBe(true);
  });
});

describe('documents', () => {
  const documents = ['README.md', 'CONTRIBUTING.md', ...filesUnder('docs', '.md')];

  test.each(documents)('%s names only files that exist', (document) => {
    const text = readFileSync(join(ROOT, document), 'utf8');
    const links = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)]
      .map(([, path]) => path)
      .filter((path) => !/^[a-z]+:/.test(path))
      .map((path) => join(dirname(document), path));
    const named = [...text.matchAll(/`((?:src|shaders|tests|docs|scripts)\/[^`*<>\s]+)`/g)].map(
      ([, path]) => path,
    );
    for (const path of [...links, ...named])
      expect(existsSync(join(ROOT, path)), `${document}: ${path}`).toBe(true);
  });

  test('continuous integration runs the very command of the README', () => {
    const command = 'npm ci && npm test';
    expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain(command);
    expect(readFileSync(join(ROOT, '.ci/run'), 'utf8').split('\n')).toContain(command);
  });

  test('the version is the same everywhere', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(readFileSync(join(ROOT, 'CITATION.cff'), 'utf8')).toContain(`\nversion: ${version}\n`);
    expect(readFileSync(join(ROOT, 'docs/source.md'), 'utf8')).toContain(`version = {${version}}`);
  });
});
