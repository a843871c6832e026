import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** A browser that the tests can start. */
export interface FoundChromium {
  executablePath: string;
  /** Environment it needs, the whole of it: pass it on instead of `process.env`. */
  env: Record<string, string>;
  /** Where it came from, for people to read. */
  source: 'CHROME_PATH' | 'installed' | '@sparticuz/chromium';
}

const INSTALLED: Record<string, string[]> = {
  linux: [
    ...['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'].map(
      (name) => `/usr/bin/${name}`,
    ),
    '/opt/google/chrome/chrome',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
};

/**
 * Finds a Chromium: CHROME_PATH, then an installed Chrome or Chromium, then the one inside the npm
 * package `@sparticuz/chromium`, which brings its system libraries and a software WebGPU adapter
 * along.
 *
 * @throws Error when there is none: tests that need a browser fail then, they are never skipped.
 */
export function findChromium(): FoundChromium {
  const env = currentEnvironment();
  const wanted = process.env.CHROME_PATH;
  if (wanted) {
    if (!existsSync(wanted))
      throw new Error(`CHROME_PATH is ${wanted}, and there is no such file.`);
    return { executablePath: wanted, env, source: 'CHROME_PATH' };
  }
  const installed = (INSTALLED[process.platform] ?? []).find((path) => existsSync(path));
  if (installed) return { executablePath: installed, env, source: 'installed' };
  const packed = packedChromium();
  if (packed) return packed;
  throw new Error(
    'No Chrome or Chromium was found: install one, or set CHROME_PATH to the path of its executable.',
  );
}

/** The one inside the npm package; undefined where there is none. */
function packedChromium(): FoundChromium | undefined {
  const env = currentEnvironment();
  const folder = unpackedChromium();
  if (!folder) return undefined;
  const executablePath = join(folder, 'chromium');
  // Without a single font Chromium aborts at the first text. The configuration in the package names
  // /tmp/fonts.
  if (!existsSync('/etc/fonts/fonts.conf')) env.FONTCONFIG_FILE ??= fontConfiguration(folder);
  if (lacksLibraries(executablePath))
    env.LD_LIBRARY_PATH = [join(folder, 'al2023', 'lib'), env.LD_LIBRARY_PATH]
      .filter(Boolean)
      .join(delimiter);
  return { executablePath, env, source: '@sparticuz/chromium' };
}

/** All of them: CHROME_PATH, every installed one and the packed one, each file once. */
export function everyChromium(): FoundChromium[] {
  const env = currentEnvironment();
  const installed = (INSTALLED[process.platform] ?? []).filter((path) => existsSync(path));
  const all = [
    findChromium(),
    ...installed.map((path) => ({ executablePath: path, env, source: 'installed' as const })),
  ];
  const packed = packedChromium();
  if (packed) all.push(packed);
  const known = new Set<string>();
  return all.filter(({ executablePath }) => {
    const file = realpathSync(executablePath);
    return !known.has(file) && known.add(file);
  });
}

/**
 * Writes a font configuration for the fonts of the package, once; it appears whole, as others may
 * read it.
 */
function fontConfiguration(folder: string): string {
  const path = join(folder, 'saddlescape-fonts.conf');
  if (existsSync(path)) return path;
  const directories = [
    `<dir>${folder}/fonts</dir>`,
    '<dir>/usr/share/fonts</dir>',
    `<cachedir>${folder}/fonts-cache</cachedir>`,
  ];
  const draft = `${path}.${process.pid}`;
  writeFileSync(
    draft,
    `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>${directories.join('')}</fontconfig>\n`,
  );
  renameSync(draft, path);
  return path;
}

function currentEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => !!entry[1]),
  );
}

/**
 * The package's libraries are for machines that have none: where the system has its own, those fit
 * better.
 */
function lacksLibraries(executablePath: string): boolean {
  try {
    return execFileSync('ldd', [executablePath], { encoding: 'utf8' }).includes('not found');
  } catch {
    return true;
  }
}

/**
 * Unpacks the Chromium of `@sparticuz/chromium` once per version and user into a folder for
 * temporary files. Two processes may do it at once: each unpacks into a folder of its own and the
 * first to finish wins the name.
 *
 * @returns The folder, holding `chromium`, `libvulkan.so.1`, `vk_swiftshader_icd.json`,
 * `al2023/lib` and `fonts`; undefined where the package does not serve this platform or is not
 * installed.
 */
export function unpackedChromium(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const entry = packageEntry();
  if (!entry) return undefined;
  const { version } = JSON.parse(
    readFileSync(join(dirname(entry), '..', '..', 'package.json'), 'utf8'),
  );
  const { uid } = userInfo();
  const cache = join(tmpdir(), `saddlescape-chromium-${uid}`);
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  if (statSync(cache).uid !== uid) throw new Error(`${cache} belongs to another user; remove it.`);
  const folder = join(cache, version);
  if (existsSync(join(folder, 'chromium'))) return folder;
  const staging = mkdtempSync(join(cache, 'unpacking-'));
  try {
    // The package unpacks into the folder for temporary files, and adds the system libraries when
    // it believes to run on Amazon Linux 2023: so a process of its own is told both.
    execFileSync(
      process.execPath,
      ['-e', "import('@sparticuz/chromium').then((m) => m.default.executablePath())"],
      {
        cwd: dirname(entry),
        env: { ...process.env, TMPDIR: staging, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    renameSync(staging, folder);
  } catch (error) {
    if (!existsSync(join(folder, 'chromium'))) throw error;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  return folder;
}

function packageEntry(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('@sparticuz/chromium');
  } catch {
    return undefined;
  }
}
