import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export const SHARDS = 64;
export const KILLS = 5;
/** A map that 64 shards share, each of some tenths of a second. */
export const SWEEP = {
  base: { time: { dt: 0.05, steps: 4000 }, ensemble: { seed: 'shards' } },
  x: { path: 'noise.sigma', from: 0.2, to: 3, count: 16 },
  y: { path: 'loss.a[0]', from: 0.1, to: 2, count: 16 },
  replicas: 1000,
};

/**
 * Ends every tenth shard that is seen in a folder by SIGKILL, until enough are.
 *
 * @param {string} folder
 * @param {Promise<unknown>} ended
 */
export async function killSome(folder, ended) {
  const seen = new Set();
  let killed = 0;
  let over = false;
  ended.then(() => {
    over = true;
  });
  while (killed < KILLS && !over) {
    for (const { pid, shard } of shardsIn(folder)) {
      if (seen.has(shard) || killed === KILLS) continue;
      seen.add(shard);
      if (seen.size % 10 !== 2) continue;
      process.kill(pid, 'SIGKILL');
      killed++;
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  return killed;
}

/**
 * Sweeps of a shard that run in a folder.
 *
 * @param {string} folder
 */
function shardsIn(folder) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        if (readlinkSync(`/proc/${name}/cwd`) !== folder) return [];
        const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
        const isSweep = words[0] === process.execPath && words.includes('--shard');
        return isSweep ? [{ pid: Number(name), shard: words[words.indexOf('--shard') + 1] }] : [];
      } catch {
        return []; // It has ended meanwhile.
      }
    });
}
