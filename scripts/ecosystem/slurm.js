import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { KILLS, killSome, SHARDS, SWEEP } from './shards.js';
import { apt, needed, run } from './tools.js';

const PACKAGES = apt('slurmctld', 'slurmd', 'slurm-client');
const START_SECONDS = 30;
const PATIENCE_SECONDS = 300;

/**
 * The blocks of docs/clusters.md on a Slurm of one node: an array of 64 shards, of which 5 are
 * killed, a merge that lists what is missing, and a second array that ends in the bytes of one
 * sweep. The node trusts everybody and listens on ports of its own.
 *
 * @param {import('./tools.js').Place} place
 */
export async function checkSlurm({ root, folder, command }) {
  const [controller, node] = [['slurmctld'], ['slurmd']].map(([name]) =>
    needed([name, `/usr/sbin/${name}`], PACKAGES),
  );
  needed(['sbatch'], PACKAGES);
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const program = join(bin, 'saddlescape');
  writeFileSync(program, `#!/bin/sh\nexec ${process.execPath} ${command} "$@"\n`);
  chmodSync(program, 0o755);
  const env = {
    SLURM_CONF: configuration(folder),
    PATH: [bin, process.env.PATH].join(delimiter),
  };
  const at = { cwd: folder, env, show: false };
  writeFileSync(join(folder, 'sweep.json'), JSON.stringify(SWEEP));
  writeFileSync(join(folder, 'map.sh'), script(root));
  run([program, 'sweep', 'sweep.json', '--engine', 'cpu', '--out', 'whole.json'], at);
  const started = {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: /** @type {const} */ ('ignore'),
  };
  const daemons = [spawn(controller, ['-D', '-c'], started), spawn(node, ['-D'], started)];
  const isIdle = () => !spawnSync('squeue', ['-h'], { ...started, stdio: 'pipe' }).stdout.length;
  try {
    await until(START_SECONDS, 'The node of Slurm does not start', () =>
      /\bidle\b/.test(String(spawnSync('sinfo', ['-h'], { ...started, stdio: 'pipe' }).stdout)),
    );
    const job = run(['sbatch', '--parsable', 'map.sh'], at).trim();
    const merge = ['--output=merge.log', '--wrap', 'saddlescape merge part-*.json --out map.json'];
    run(['sbatch', `--dependency=afterany:${job}`, ...merge], at);
    const ended = until(PATIENCE_SECONDS, 'The shards do not end', isIdle);
    const killed = await killSome(folder, ended);
    await ended;
    const said = readFileSync(join(folder, 'merge.log'), 'utf8');
    const missing = /^Of 64 shards there is no ([\d,-]+)\.$/m.exec(said)?.[1];
    if (killed !== KILLS || !missing)
      throw new Error(`${killed} shards were killed, and the merge said: ${said.trim()}`);
    const again = run(['sbatch', '--parsable', `--array=${missing}`, 'map.sh'], at).trim();
    run(['sbatch', `--dependency=afterany:${again}`, ...merge], at);
    await until(PATIENCE_SECONDS, 'The missing shards do not end', isIdle);
    if (!readFileSync(join(folder, 'map.json')).equals(readFileSync(join(folder, 'whole.json'))))
      throw new Error('The merged map is another than that of one sweep.');
    process.stderr.write(`  ${SHARDS} shards, ${missing} killed, and the bytes of one sweep\n`);
  } finally {
    for (const daemon of daemons) daemon.kill();
  }
}

/**
 * The script of docs/clusters.md for fewer and smaller shards.
 *
 * @param {string} root
 */
function script(root) {
  const docs = readFileSync(join(root, 'docs/clusters.md'), 'utf8');
  const text = /```sh\n(#!\/bin\/bash\n#SBATCH[\s\S]*?)```/.exec(docs)?.[1];
  if (!text?.includes('--array=0-99%20') || !text.includes('/100'))
    throw new Error('docs/clusters.md has no script of 100 shards for Slurm.');
  return text
    .replace('--array=0-99%20', `--array=0-${SHARDS - 1}%20`)
    .replace('/100', `/${SHARDS}`)
    .replace('--cpus-per-task=4', '--cpus-per-task=1')
    .replace('--mem=1G', '--mem=0');
}

/**
 * Writes the configuration of a Slurm of this machine alone.
 *
 * @param {string} folder
 * @returns {string} Its path.
 */
function configuration(folder) {
  const state = join(folder, 'slurm');
  mkdirSync(join(state, 'spool'), { recursive: true });
  const path = join(state, 'slurm.conf');
  const lines = [
    'ClusterName=one',
    `SlurmctldHost=${hostname()}(127.0.0.1)`,
    'AuthType=auth/none',
    'CredType=cred/none',
    'SlurmUser=root',
    'SlurmdUser=root',
    `StateSaveLocation=${state}`,
    `SlurmdSpoolDir=${join(state, 'spool')}`,
    `SlurmctldPidFile=${join(state, 'controller.pid')}`,
    `SlurmdPidFile=${join(state, 'node.pid')}`,
    'SlurmctldPort=26817',
    'SlurmdPort=26818',
    'ProctrackType=proctrack/linuxproc',
    'TaskPlugin=task/none',
    'SelectType=select/cons_tres',
    'SelectTypeParameters=CR_Core',
    'SchedulerParameters=sched_interval=1,batch_sched_delay=0',
    'JobAcctGatherType=jobacct_gather/none',
    'AccountingStorageType=accounting_storage/none',
    'MpiDefault=none',
    `NodeName=${hostname()} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN`,
    'PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP',
  ];
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

/**
 * @param {number} seconds
 * @param {string} failure
 * @param {() => boolean} holds
 */
async function until(seconds, failure, holds) {
  const last = Date.now() + 1000 * seconds;
  while (!holds()) {
    if (Date.now() > last) throw new Error(`${failure} within ${seconds} s.`);
    await pause(500);
  }
}
