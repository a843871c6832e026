import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KILLS, killSome, SHARDS, SWEEP } from './shards.js';
import { apt, needed, run } from './tools.js';

/**
 * clusters/Snakefile: 64 shards, of which 5 are killed, end in the bytes of one sweep; and
 * clusters/kubernetes.yaml is a Job by the types of Kubernetes' API.
 *
 * @param {import('./tools.js').Place} place
 */
export async function checkClusters(place) {
  checkKubernetes(place);
  await checkSnakemake(place);
}

/** @param {import('./tools.js').Place} place */
async function checkSnakemake({ root, folder, command }) {
  const snakemake = needed(['snakemake'], apt('snakemake'));
  writeFileSync(join(folder, 'sweep.json'), JSON.stringify(SWEEP));
  copyFileSync(join(root, 'clusters/Snakefile'), join(folder, 'Snakefile'));
  const whole = join(folder, 'whole.json');
  const sweep = ['sweep', 'sweep.json', '--engine', 'cpu', '--out', whole];
  run([process.execPath, command, ...sweep], { cwd: folder });
  const program = `command=${process.execPath} ${command}`;
  const words = [
    '--cores',
    '2',
    '--keep-going',
    '--quiet',
    'all',
    '--config',
    `shards=${SHARDS}`,
    program,
  ];
  const first = spawn(snakemake, words, { cwd: folder, stdio: 'ignore' });
  const ended = new Promise((done) => first.on('close', done));
  const killed = await killSome(folder, ended);
  if (killed !== KILLS) throw new Error(`Only ${killed} of ${KILLS} shards could be killed.`);
  if ((await ended) === 0) throw new Error('snakemake did not notice the kills.');
  const before = readdirSync(folder).filter((name) => /^part-\d+\.json$/.test(name)).length;
  if (before !== SHARDS - KILLS)
    throw new Error(`${before} of ${SHARDS} shards are there after ${KILLS} kills.`);
  run([snakemake, ...words], { cwd: folder, show: false });
  if (!readFileSync(join(folder, 'map.json')).equals(readFileSync(whole)))
    throw new Error('The merged map is another than that of one sweep.');
  process.stderr.write(`  ${SHARDS} shards, ${killed} killed, and the bytes of one sweep\n`);
}

/** @param {import('./tools.js').Place} place */
function checkKubernetes({ root, folder }) {
  const python = needed(
    ['python3', '/usr/bin/python3'],
    apt('python3-yaml'),
    (program) => spawnSync(program, ['-c', 'import yaml']).status === 0,
  );
  const read = 'import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))';
  const yaml = join(root, 'clusters/kubernetes.yaml');
  const job = run([python, '-c', read, yaml], { cwd: folder, show: false });
  // Not beside the packed package, which npm would take away.
  const types = join(folder, 'types');
  mkdirSync(types);
  const install = ['npm', 'install', '--no-save', '--silent', '--prefix', types];
  run([...install, 'kubernetes-types@1.30.0'], { cwd: folder });
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const check = (/** @type {string} */ text) => {
    const words = `import type { Job } from 'kubernetes-types/batch/v1';\nexport const job: Job = ${text};\n`;
    writeFileSync(join(types, 'job.ts'), words);
    const flags = [
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--module',
      'esnext',
      '--moduleResolution',
      'bundler',
    ];
    return spawnSync(process.execPath, [tsc, ...flags, 'job.ts'], {
      cwd: types,
      encoding: 'utf8',
    });
  };
  const checked = check(job);
  if (checked.status !== 0) throw new Error(`kubernetes.yaml is no Job: ${checked.stdout}`);
  if (check(job.replace('podFailurePolicy', 'podFailurePolicies')).status === 0)
    throw new Error('The check of kubernetes.yaml takes a misspelt field.');
}
